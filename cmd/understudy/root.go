package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/understudy-mock/understudy/spec"
)

const rootHelp = `Understudy stands in for two conversation-analytics APIs: the Chatlayer Analytics events API
and the Inkeep Analytics events API. It answers as their documents say, with seeded data, real
state, paging, filters and authentication, and checks every request against the contract.

Every flag has an environment twin: --fail-on-violation is UNDERSTUDY_FAIL_ON_VIOLATION. A flag
wins over its twin. An unknown UNDERSTUDY_ variable is an error.

Exit status: 0 done; 1 a request broke the contract (serve --fail-on-violation); 2 the command
line or the environment cannot be used; 3 the command could not do its work.`

func newRoot(environ []string) *cobra.Command {
	root := &cobra.Command{
		Use:           "understudy",
		Short:         "A stateful mock of the Chatlayer and Inkeep analytics-events APIs",
		Long:          rootHelp,
		Example:       "  understudy serve\n  understudy seed --api chatlayer --scenario quiet-week\n  understudy specs chatlayer",
		SilenceErrors: true,
		SilenceUsage:  true,
		RunE:          func(c *cobra.Command, _ []string) error { return c.Help() },
	}
	root.AddCommand(newServe(), newSeed(), newSpecs(), newVersion())
	root.SetFlagErrorFunc(flagError)
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error { return applyEnvironment(root, c, environ) }
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	return root
}

// flagError adds what was probably meant to the complaint about an unknown flag.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	if errors.As(err, &unknown) {
		var names []string
		c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if near := spec.Nearest(unknown.GetSpecifiedName(), names); near != "" {
			err = fmt.Errorf("%w; did you mean --%s?", err, near)
		}
	}
	return &exitError{exitUsage, err}
}

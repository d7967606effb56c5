package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/understudy-mock/understudy/conformance/suites"
	"github.com/understudy-mock/understudy/spec"
)

const rootHelp = `Understudy stands in for two conversation-analytics APIs: the Chatlayer Analytics events API
and the Inkeep Analytics events API. It answers as their documents say, with seeded data, real
state, paging, filters and authentication, and checks every request against the contract.

Every flag has an environment twin: --fail-on-violation is UNDERSTUDY_FAIL_ON_VIOLATION. A flag
wins over its twin. The twin of a repeatable flag takes one value a line. An unknown UNDERSTUDY_
variable changes nothing and is warned of. Numbers are decimal.

Exit status: 0 done; 1 a request broke the contract (serve --fail-on-violation, exec), less of it was used than is wanted (serve
--coverage-min, coverage --min), a target broke it (check), or tests notice less than is wanted (mutate --min); 2 the command line or the
environment cannot be used; 3 the command could not do its work. Exec ends with the status of what it runs.`

func newRoot(environ []string) *cobra.Command {
	root := &cobra.Command{
		Use:   "understudy",
		Short: "A stateful mock of the Chatlayer and Inkeep analytics-events APIs",
		Long:  rootHelp,
		Example: "  understudy serve\n  understudy exec -- npm test\n  understudy seed --api chatlayer --scenario quiet-week\n" +
			"  understudy specs chatlayer",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	asked := root.Flags().BoolP("version", "v", false, "print the version")
	root.RunE = func(c *cobra.Command, _ []string) error {
		if *asked {
			return printVersion(c)
		}
		return c.Help()
	}
	all := suites.All()
	root.AddCommand(newServe(), newExec(environ), newMutate(environ), newCheck(all, environ), newCoverage(all), newSeed(), newSpecs(all),
		newVersion())
	decimalNumbers(root)
	root.SetFlagErrorFunc(flagError)
	root.PersistentPreRunE = func(c *cobra.Command, _ []string) error { return applyEnvironment(root, c, environ) }
	strictHelp(root)
	root.CompletionOptions.SetDefaultShellCompDirective(cobra.ShellCompDirectiveNoFileComp)
	return root
}

// flagError says what is wrong with a flag and what to write instead.
func flagError(c *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var bad *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown):
		var names []string
		c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Name) })
		if near := spec.Nearest(unknown.GetSpecifiedName(), names); near != "" {
			err = fmt.Errorf("%w; did you mean --%s?", err, near)
		}
	case errors.As(err, &bad):
		err = fmt.Errorf("bad --%s %q: %s", bad.GetFlag().Name, bad.GetValue(), wanted(bad.GetFlag(), err))
	}
	return &exitError{exitUsage, err}
}

// noArgs refuses arguments of a command that has none.
func noArgs(c *cobra.Command, args []string) error {
	if len(args) > 0 {
		return usageErrorf("%s takes no arguments, got %q", c.Name(), args[0])
	}
	return nil
}

// strictHelp makes "help NOBODY" and "completion NOSHELL" errors, which cobra answers with help and success.
func strictHelp(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Args = func(_ *cobra.Command, args []string) error {
				if found, _, err := root.Find(args); err != nil || len(args) > 0 && found == root {
					return usageErrorf("there is no command %q to help with; run understudy --help to see them", args[0])
				}
				return nil
			}
		case "completion":
			c.Args = cobra.ArbitraryArgs
			c.RunE = func(c *cobra.Command, args []string) error {
				if len(args) > 0 {
					return usageErrorf("no completion for %q: choose bash, zsh, fish or powershell", args[0])
				}
				return c.Help()
			}
		}
	}
}

package main

import (
	"fmt"
	"io"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/spec"
)

const specsHelp = `Without an argument, specs lists the contracts. With the name of an API it prints the OpenAPI
document, ready for any tool that reads OpenAPI 3.0.

With --requirements it prints what the contract is made of: every statement about the API with its
permanent id, its level and its source. "must" is what the API's publisher says, "should" is the
only reading that makes that useful, and "chosen" is what nobody says; there the mock had to choose,
and the choice stands below the statement. The sources come last, each with the address at which it
can be opened.`

func newSpecs(suites []conformance.Suite) *cobra.Command {
	var requirements bool
	c := &cobra.Command{
		Use:       "specs [" + strings.Join(names(suites), "|") + "]",
		Short:     "List the contracts, print one, or print its requirements",
		Long:      specsHelp,
		Example:   "  understudy specs\n  understudy specs inkeep > inkeep.yaml\n  understudy specs chatlayer --requirements",
		Args:      cobra.MaximumNArgs(1),
		ValidArgs: names(suites),
		RunE: func(c *cobra.Command, args []string) error {
			contracts, err := contractsNamed(suites, args)
			if err != nil {
				return err
			}
			switch {
			case requirements:
				return failed(printRequirements(c.OutOrStdout(), contracts))
			case len(args) == 0:
				return failed(listContracts(c.OutOrStdout(), contracts))
			}
			_, err = c.OutOrStdout().Write(contracts[0].Document())
			return failed(err)
		},
	}
	c.Flags().BoolVar(&requirements, "requirements", false, "print the requirements with level and source")
	return c
}

// contractsNamed returns the contract that the arguments name, or all of them.
func contractsNamed(suites []conformance.Suite, args []string) ([]*spec.Contract, error) {
	var all []*spec.Contract
	for _, s := range suites {
		if len(args) > 0 && args[0] != s.API {
			continue
		}
		contract, err := s.Contract()
		if err != nil {
			return nil, failed(err)
		}
		all = append(all, contract)
	}
	if len(all) == 0 {
		return nil, usageErrorf("there is no contract named %q: choose %s", args[0], strings.Join(names(suites), " or "))
	}
	return all, nil
}

func listContracts(w io.Writer, contracts []*spec.Contract) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "NAME\tTITLE\tOPERATIONS\tREQUIREMENTS")
	for _, c := range contracts {
		fmt.Fprintf(table, "%s\t%s\t%d\t%d\n", c.Name(), c.Title(), len(c.Operations()), len(c.Requirements()))
	}
	return table.Flush()
}

func printRequirements(w io.Writer, contracts []*spec.Contract) error {
	for _, c := range contracts {
		for _, r := range c.Requirements() {
			if _, err := io.WriteString(w, requirementText(r)); err != nil {
				return err
			}
		}
		if _, err := io.WriteString(w, sourcesText(c)); err != nil {
			return err
		}
	}
	return nil
}

func sourcesText(c *spec.Contract) string {
	var b strings.Builder
	fmt.Fprintf(&b, "Sources of the %s\n", c.Title())
	for _, s := range c.References() {
		fmt.Fprintf(&b, "    %s\n        %s\n", s.Name, s.URL)
	}
	fmt.Fprintf(&b, "    %s\n        %s\n", c.Page(), spec.Repository+c.Page())
	return b.String()
}

func requirementText(r spec.Requirement) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s  %s\n", r.ID, r.Level, r.Source)
	fmt.Fprintf(&b, "    %s\n", r.Statement)
	if r.Choice != "" {
		fmt.Fprintf(&b, "    Chosen: %s\n", r.Choice)
	}
	if r.Settled != "" {
		fmt.Fprintf(&b, "    Beside what nobody says: %s\n", r.Settled)
	}
	return b.String()
}

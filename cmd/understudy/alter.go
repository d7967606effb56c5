package main

import (
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/understudy-mock/understudy/mockserver"
)

// alterations are the flags of serve about breaking the contract on purpose, and about keeping to it in another way.
type alterations struct {
	misbehave         string
	variants          []string
	listMisbehaviours bool
	listVariants      bool
}

func (a *alterations) registerMisbehave(c *cobra.Command) {
	c.Flags().StringVar(&a.misbehave, "misbehave", "", "break the contract in this one way; serve --list-misbehaviours names them")
	var names []string
	for _, known := range mockserver.Misbehaviours() {
		names = append(names, known.Name+"\t"+known.Summary)
	}
	completeValues(c, "misbehave", names...)
}

func (a *alterations) registerVariants(c *cobra.Command) {
	c.Flags().StringArrayVar(&a.variants, "variant", nil,
		"repeatable: differ in this way, which the documents allow; serve --list-variants names them")
	var names []string
	for _, known := range mockserver.Variants() {
		names = append(names, known.Name+"\t"+known.Summary)
	}
	completeValues(c, "variant", names...)
}

// registerLists registers the flags that print what there is.
func (a *alterations) registerLists(flags *pflag.FlagSet) {
	flags.BoolVar(&a.listMisbehaviours, "list-misbehaviours", false, "list the ways of --misbehave instead of serving")
	flags.BoolVar(&a.listVariants, "list-variants", false, "list the ways of --variant instead of serving")
}

// warn says in plain words that the server is not to be trusted, or not to be taken for the only one there can be.
func (a *alterations) warn(stderr io.Writer) {
	for _, known := range mockserver.Variants() {
		if slices.Contains(a.variants, known.Name) {
			fmt.Fprintf(stderr, "NOTE: this server differs from the mock's own choices, as the documents allow (%s): %s\n", known.Name,
				known.Summary)
		}
	}
	for _, known := range mockserver.Misbehaviours() {
		if known.Name == a.misbehave {
			fmt.Fprintf(stderr, "WARNING: this server misbehaves on purpose (%s): %s Its answers are not what the API would answer.\n",
				known.Name, known.Summary)
		}
	}
}

// list prints what was asked for instead of serving. It reports whether anything was.
func (a *alterations) list(w io.Writer) (asked bool, err error) {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	if a.listMisbehaviours {
		for _, m := range mockserver.Misbehaviours() {
			fmt.Fprintf(table, "%s\t%s\n", m.Name, m.Summary)
		}
	}
	if a.listVariants {
		for _, v := range mockserver.Variants() {
			fmt.Fprintf(table, "%s\t%s\n", v.Name, v.Summary)
		}
	}
	return a.listMisbehaviours || a.listVariants, table.Flush()
}

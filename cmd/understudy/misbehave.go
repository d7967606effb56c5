package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/understudy-mock/understudy/mockserver"
)

// misbehaviours are the two flags of serve about breaking the contract on purpose.
type misbehaviours struct {
	misbehave         string
	listMisbehaviours bool
}

func (m *misbehaviours) register(c *cobra.Command) {
	c.Flags().StringVar(&m.misbehave, "misbehave", "", "break the contract in this one way; --list-misbehaviours names them")
	c.Flags().BoolVar(&m.listMisbehaviours, "list-misbehaviours", false, "list the ways of --misbehave instead of serving")
	var names []string
	for _, known := range mockserver.Misbehaviours() {
		names = append(names, known.Name+"\t"+known.Summary)
	}
	completeValues(c, "misbehave", names...)
}

// warn says in plain words that the server is not to be trusted.
func (m *misbehaviours) warn(stderr io.Writer) {
	for _, known := range mockserver.Misbehaviours() {
		if known.Name == m.misbehave {
			fmt.Fprintf(stderr, "WARNING: this server misbehaves on purpose (%s): %s Its answers are not what the API would answer.\n",
				known.Name, known.Summary)
		}
	}
}

func listMisbehaviours(w io.Writer) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, m := range mockserver.Misbehaviours() {
		fmt.Fprintf(table, "%s\t%s\n", m.Name, m.Summary)
	}
	return table.Flush()
}

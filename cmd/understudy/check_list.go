package main

import (
	"fmt"
	"io"
	"text/tabwriter"

	"github.com/understudy-mock/understudy/conformance"
)

// printList prints what --only, --skip and --read-only leave, one check a line.
func (f *checkFlags) printList(w io.Writer, args []string) error {
	if len(args) > 1 {
		_, err := oneTarget(args)
		return &exitError{exitUsage, err}
	}
	suite, err := f.find()
	if err != nil {
		return err
	}
	checks, err := conformance.Target{Suite: suite, Only: f.only, Skip: f.skip, Quick: f.quick, ReadOnly: f.readOnly}.Selected()
	if err != nil {
		return &exitError{exitUsage, err}
	}
	contract, err := suite.Contract()
	if err != nil {
		return failed(err)
	}
	source := map[string]string{}
	for _, r := range contract.Requirements() {
		source[r.ID] = r.Source.String()
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "CHECK\tLEVEL\tREQUIREMENT\tNEEDS\tTITLE\tSOURCE")
	for _, c := range checks {
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\n", c.ID, c.Level, c.Requirement, needs(c), c.Title, source[c.Requirement])
	}
	return failed(table.Flush())
}

func needs(c conformance.Check) string {
	words := make([]string, len(c.Needs))
	for i, n := range c.Needs {
		words[i] = string(n)
	}
	if len(words) == 0 {
		return "-"
	}
	return listed(words)
}

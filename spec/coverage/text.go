package coverage

import (
	"bytes"
	"fmt"
	"strings"
	"text/tabwriter"
)

// text is for a terminal: a table, and below it what was not used.
func (r Report) text(to *bytes.Buffer) {
	table := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprint(table, "\tCOVERED")
	for _, c := range columns {
		fmt.Fprint(table, "\t", strings.ToUpper(c.title))
	}
	fmt.Fprintln(table)
	contracts, operations := r.rows()
	for i, whole := range contracts {
		whole.line(table, "")
		for _, each := range operations[i] {
			each.line(table, "  ")
		}
	}
	_ = table.Flush() // a buffer takes everything
	fmt.Fprintf(to, "\n%d of %d covered: %.1f %%\n", r.Covered, r.Total, r.Percent)
	if r.Covered < r.Total {
		fmt.Fprintln(to, "\nNot covered:")
	}
	for i, whole := range contracts {
		for _, each := range operations[i] {
			if rest := each.unused(""); rest != "" {
				fmt.Fprintf(to, "  %s.%s: %s\n", whole.name, each.name, rest)
			}
		}
	}
}

func (w row) line(table *tabwriter.Writer, indent string) {
	fmt.Fprintf(table, "%s%s\t%s", indent, w.name, w.total.percent())
	for _, c := range w.column {
		fmt.Fprint(table, "\t", c)
	}
	fmt.Fprintln(table)
}

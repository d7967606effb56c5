package coverage

import (
	"bytes"
	"fmt"
	"strings"
)

// markdown is for the summary of a CI run or a remark on a pull request: a table, and what was not used folded below it.
func (r Report) markdown(to *bytes.Buffer) {
	fmt.Fprintf(to, "### Contract coverage: %.1f %% (%d of %d)\n\n| | covered |", r.Percent, r.Covered, r.Total)
	for _, c := range columns {
		fmt.Fprintf(to, " %s |", c.title)
	}
	to.WriteString("\n|---|--:|" + strings.Repeat("--:|", len(columns)) + "\n")
	contracts, operations := r.rows()
	for i, whole := range contracts {
		whole.cells(to, "**"+whole.name+"**")
		for _, each := range operations[i] {
			each.cells(to, each.name)
		}
	}
	if r.Covered == r.Total {
		return
	}
	fmt.Fprintf(to, "\n<details><summary>Not covered: %d</summary>\n\n", r.Total-r.Covered)
	for i, whole := range contracts {
		for _, each := range operations[i] {
			if rest := each.unused("`"); rest != "" {
				fmt.Fprintf(to, "- %s.%s: %s\n", whole.name, each.name, rest)
			}
		}
	}
	to.WriteString("\n</details>\n")
}

func (w row) cells(to *bytes.Buffer, name string) {
	fmt.Fprintf(to, "| %s | %s |", name, w.total.percent())
	for _, c := range w.column {
		fmt.Fprintf(to, " %s |", c)
	}
	to.WriteString("\n")
}

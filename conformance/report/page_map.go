package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
)

// mapTable is areas by operations.
type mapTable struct {
	Operations []string
	Rows       []mapRow
}

type mapRow struct {
	Area  string
	All   mapCell
	Cells []mapCell
}

// mapCell says how many of the checks that are judged passed. Operation is empty for the whole area.
type mapCell struct {
	Look      look
	Area      string
	Operation string
	Text      string // empty: no such checks
	Title     string
}

func mapOf(r conformance.Report) mapTable {
	m := mapTable{Operations: operationsOf(r)}
	for _, a := range areasOf(r) {
		row := mapRow{Area: a.name, All: cellOf(a.name, "", a.checks)}
		for _, operation := range m.Operations {
			calls := func(c conformance.Result) bool { return slices.Contains(words(c.Operations), operation) }
			checks := slices.DeleteFunc(slices.Clone(a.checks), func(c conformance.Result) bool { return !calls(c) })
			row.Cells = append(row.Cells, cellOf(a.name, operation, checks))
		}
		m.Rows = append(m.Rows, row)
	}
	return m
}

// cellOf counts without the checks that are never judged, unless there are no others.
func cellOf(area, operation string, checks []conformance.Result) mapCell {
	c := mapCell{Area: area, Operation: operation}
	t := tallyOf(checks)
	worst, ok := t.worst()
	if !ok {
		return c
	}
	c.Look = worst.look()
	c.Title = t.words()
	judged := t.total() - t[recorded] - t[unasked]
	c.Text = fmt.Sprintf("%d/%d", t[passed], judged)
	if judged == 0 {
		c.Text = itoa(t[recorded])
	}
	return c
}

func uitoa(n uint64) string { return strconv.FormatUint(n, 10) }

func rate(perSecond float64) string {
	if perSecond = finite(perSecond); perSecond <= 0 {
		return "none"
	}
	return strings.TrimSuffix(fmt.Sprintf("%.1f", perSecond), ".0") + " requests per second"
}

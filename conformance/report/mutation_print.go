package report

import (
	"bytes"
	"fmt"
	"strings"
	"text/tabwriter"

	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// mostSurvivors is how many the terminal shows of them, unless the reader wants all.
const mostSurvivors = 20

// printedMutation is the whole report for a terminal: the areas, the survivors, and the score at the end, where the eye is.
func printedMutation(m Mutation, o TerminalOptions) string {
	p := &printer{painter: painter{o.Colour}, options: o}
	p.line("%s", p.bold(oneLine("understudy mutate -- "+m.Command)))
	p.line("%s", m.effort())
	p.mutationTable(m)
	p.mutantsLeft(m)
	for _, mutant := range m.Mutants {
		if mutant.Outcome == MutantError {
			p.line("\n %s %s: %s", p.state(broken, broken.look().Symbol), oneLine(mutant.Name), mutant.told())
		}
	}
	st, words := m.headline()
	p.line("\n%s: %s", p.state(st, st.look().Symbol+" "+words), m.because())
	if remark := m.remark(); remark != "" {
		p.line("%s", remark)
	}
	if m.Summary.Survived > 0 {
		p.line("one by itself: %s", m.alone("NAME"))
	}
	return p.String()
}

// mutationTable is a line for each area of which something was met, and one for the others.
func (p *printer) mutationTable(m Mutation) {
	tried, left := m.triedAreas()
	if len(tried) > 0 {
		p.mutationRows(m, tried)
	}
	if left == "" {
		return
	}
	p.line("")
	for _, line := range wrap(left, p.options.Width) {
		p.line("%s", line)
	}
}

func (p *printer) mutationRows(m Mutation, areas []mutantArea) {
	var table bytes.Buffer
	w := tabwriter.NewWriter(&table, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "AREA\tNOTICED\tSURVIVED\tNOT MET\tSCORE\t")
	row := func(name string, s MutationSummary) {
		fmt.Fprintf(w, "%s\t%d of %d\t%d\t%d\t%s\t\n", brief(name, nameWidth), s.Noticed(), s.Met(), s.Survived, s.NotMet, score(s))
	}
	for _, a := range areas {
		row(a.Name, a.MutationSummary)
	}
	row("all", m.Summary)
	_ = w.Flush() // into memory
	p.line("")
	for line := range strings.Lines(table.String()) {
		p.line("%s", strings.TrimSuffix(line, "\n"))
	}
}

// mutantsLeft shows the survivors by area, the easiest first.
func (p *printer) mutantsLeft(m Mutation) {
	if m.Summary.Survived == 0 {
		return
	}
	p.heading(english.Count(m.Summary.Survived, "survivor") + ": what a user would see, and what a test can hold the API to")
	left := mostSurvivors
	if p.options.Verbose {
		left = m.Summary.Survived
	}
	for _, a := range m.areas() {
		shown := a.survivors()
		shown = shown[:min(left, len(shown))]
		if len(shown) == 0 {
			continue
		}
		left -= len(shown)
		p.line("")
		for i, line := range wrap(p.bold(a.Name)+": "+a.Advice, p.options.Width) {
			p.line("%s%s", strings.Repeat(" ", min(i, 1)*2), line)
		}
		for _, s := range shown {
			p.line(" %s %s, %s", p.state(failed, failed.look().Symbol), oneLine(s.Name), s.ease())
			p.text("   ", "sees", oneLine(s.Summary))
			if met := s.shows(); met != "" {
				p.text("   ", "met", met)
			}
			if s.Statement != "" {
				p.text("   ", "hold it to", oneLine(s.Statement)+" ("+oneLine(s.Requirement)+")")
			}
		}
	}
	if more := m.Summary.Survived - mostSurvivors; more > 0 && !p.options.Verbose {
		p.line("\n and %d more; --verbose shows all, and so does each report", more)
	}
}

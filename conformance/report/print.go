package report

import (
	"fmt"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/harmless"
)

const (
	// longestPrinted is how much of a body the terminal shows, in bytes.
	longestPrinted = 600
	// labelWidth is the columns that the label of a text takes.
	labelWidth = 10
)

// printer builds what the terminal shows at the end.
type printer struct {
	strings.Builder
	painter
	report  conformance.Report
	options TerminalOptions
}

// printed is the whole report for a terminal: the tree, the failures, what could not be told, the totals, the verdict.
func printed(r conformance.Report, o TerminalOptions) string {
	p := &printer{painter: painter{o.Colour}, report: r, options: o}
	p.head()
	p.tree()
	p.observed()
	p.known()
	p.failures()
	p.gaps()
	p.totals()
	p.verdict()
	return p.String()
}

// line prints one line. Wrapping may have brought any word to its start.
func (p *printer) line(format string, args ...any) {
	p.WriteString(harmless.Line(strings.TrimRight(fmt.Sprintf(format, args...), " ")) + "\n")
}

func (p *printer) heading(text string) { p.line("\n%s", p.bold(text)) }

// text prints a text under a hanging label.
func (p *printer) text(indent, label, text string) {
	width := p.options.Width - len(indent) - labelWidth - 2
	for i, line := range wrap(text, width) {
		if i > 0 {
			label = ""
		}
		p.line("%s%s  %s", indent, p.faint(fmt.Sprintf("%-*s", labelWidth, label)), line)
	}
}

func (p *printer) head() {
	r := p.report
	p.line("%s", p.bold(oneLine("understudy check "+r.API+" "+r.Target)))
	p.line("version %s, seed %d, run %s, %s", oneLine(r.Version), r.Seed, oneLine(r.Run), instant(r.StartedAt))
	p.line("")
}

func (p *printer) observed() {
	rows := inState(p.report, recorded)
	if len(rows) == 0 {
		return
	}
	p.heading("Observed, not judged")
	for _, c := range rows {
		p.line(" %s %s", p.state(recorded, recorded.look().Symbol), p.named(c, 4))
		if c.Message != "" {
			p.text("   ", "saw", brief(c.Message, longestPrinted))
		}
	}
}

func (p *printer) known() {
	if rows := inState(p.report, baselined); len(rows) > 0 {
		p.heading("Known failures; they count against the verdict")
		for _, c := range rows {
			p.line(" %s %s", p.state(baselined, baselined.look().Symbol), oneLine(c.ID))
			p.text("   ", "baseline", brief(c.Baselined, longestPrinted))
			p.text("   ", "message", brief(c.Message, longestPrinted))
		}
	}
	if len(p.report.Baseline) > 0 {
		p.heading("Stale entries of the baseline; they fail the run")
		for _, e := range p.report.Baseline {
			p.line(" %s: %s", oneLine(e.Check), oneLine(e.Reason))
		}
	}
}

// failures prints those of level must first.
func (p *printer) failures() {
	rows := inState(p.report, failed, fellShort, broken)
	if len(rows) == 0 {
		return
	}
	p.heading("Failures: " + tallyOf(rows).words())
	for _, c := range rows {
		s := stateOf(c)
		p.line("\n%s %s", p.state(s, s.look().Symbol+" "+s.look().Word), p.bold(oneLine(c.ID)))
		p.line("  %s", brief(c.Title, 4*p.options.Width))
		for _, f := range account(c, longestPrinted) {
			p.field(f)
		}
	}
}

func (p *printer) field(f field) {
	if !f.exact {
		p.text("  ", f.label, f.text)
		return
	}
	label := f.label
	for line := range strings.SplitSeq(strings.TrimRight(f.text, "\n"), "\n") {
		p.line("  %s  %s", p.faint(fmt.Sprintf("%-*s", labelWidth, label)), line)
		label = ""
	}
}

func (p *printer) gaps() {
	gaps := gapsOf(p.report)
	if len(gaps) == 0 {
		return
	}
	p.heading("What could not be told")
	for _, g := range gaps {
		p.line(" %s %s", p.state(g.State, g.State.look().Symbol), g.State.look().Word+", "+count(len(g.Checks), "check"))
		p.text("   ", "checks", some(g.Checks, 6))
		p.text("   ", "why", brief(g.Why, longestPrinted))
		p.text("   ", "remedy", g.Remedy)
	}
}

func (p *printer) totals() {
	p.line("")
	for _, level := range levels() {
		if checks := ofLevel(p.report.Checks, level); len(checks) > 0 {
			p.line("%-7s %s: %s", level, count(len(checks), "check"), tallyOf(checks).words())
		}
	}
}

func (p *printer) verdict() {
	st, words := headline(p.report, p.options.Options)
	p.line("\n%s: %s", p.state(st, st.look().Symbol+" "+words), because(p.report))
	for _, remark := range remarks(p.report, p.options.Options) {
		p.line("%s", remark)
	}
	p.line("%s", effort(p.report))
	p.line("again: %s", command(p.report, p.options.Options))
}

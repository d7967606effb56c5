package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/english"
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
	told    bool // where the commands take the credentials from
}

// printed is the whole report for a terminal: the verdict, the findings, what could not be told, then the details, and the verdict
// again, where the eye is when all is printed.
func printed(r conformance.Report, o TerminalOptions) string {
	p := &printer{painter: painter{o.Colour}, report: r, options: o}
	p.head()
	if p.unjudged() {
		p.wayOut()
		return p.String()
	}
	p.findings()
	p.errors()
	p.gaps()
	p.known()
	p.observed()
	p.tree()
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
	st, words := headline(r, p.options.Options)
	p.line("\n%s: %s", p.state(st, st.look().Symbol+" "+words), because(r))
}

// unjudged reports whether there is nothing to show but the reason, and the reader does not want more.
func (p *printer) unjudged() bool {
	return !p.options.Verbose && p.report.Verdict == conformance.Incomplete && noneTold(statesOf(p.report.Checks))
}

// wayOut prints why nothing could be judged, and what to do: what could not be told or, if that is nothing, why no check applies. The
// verdict above may have said it all.
func (p *printer) wayOut() {
	gaps := gapsOf(p.report)
	tried := slices.ContainsFunc(gaps, func(g gap) bool { return g.State == untold })
	for _, g := range gaps {
		if (g.State == untold || !tried) && !strings.Contains(because(p.report), g.Remedy) {
			p.gap(g)
		}
	}
	for _, remark := range remarks(p.report, p.options.Options) {
		p.line("%s", remark)
	}
	p.line("%s; --verbose shows what each check says", effort(p.report))
	p.again()
}

// again prints how to see it all again.
func (p *printer) again() {
	p.login()
	p.line("again: %s", command(p.report, p.options.Options))
}

// login says once, before the first command that needs it, where the commands take the credentials from.
func (p *printer) login() {
	if !p.told && len(p.options.Secrets) > 0 {
		p.told = true
		p.line("printed commands take the credentials from the environment: %s", login(p.options.Options))
	}
}

func (p *printer) observed() {
	rows := inState(p.report, recorded)
	if len(rows) == 0 {
		return
	}
	if !p.options.Verbose {
		p.heading("Observed, not judged: " + english.Count(len(rows), "remark") + " (--verbose shows all)")
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
		p.heading("Known failures; they do not fail the run")
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

func (p *printer) gaps() {
	gaps := gapsOf(p.report)
	if len(gaps) == 0 {
		return
	}
	p.heading("What could not be told")
	for _, g := range gaps {
		p.gap(g)
	}
}

func (p *printer) gap(g gap) {
	p.line(" %s %s", p.state(g.State, g.State.look().Symbol), g.State.look().Word+", "+english.Count(len(g.Checks), "check"))
	p.text("   ", "checks", some(g.Checks, 6))
	p.text("   ", "why", brief(g.Why, longestPrinted))
	p.text("   ", "remedy", g.Remedy)
}

func (p *printer) totals() {
	p.line("")
	for _, level := range levels() {
		if checks := ofLevel(selected(p.report).Checks, level); len(checks) > 0 {
			p.line("%-7s %s: %s", level, english.Count(len(checks), "check"), tallyOf(checks).words())
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
	p.again()
}

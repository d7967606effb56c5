package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
)

// What is shown of a finding fits a screen of 24 lines, unless the reader wants all.
const (
	mostOfText     = 2 // lines of each text
	mostOfExchange = 5
	mostNamed      = 5 // other checks of the finding
)

// findings prints those of level must first.
func (p *printer) findings() {
	all := findingsOf(p.report)
	if len(all) == 0 {
		return
	}
	p.heading(findingsTally(all))
	if len(p.options.Secrets) > 0 && slices.ContainsFunc(all, finding.replays) {
		p.login()
	}
	for _, f := range all {
		p.line("")
		for i, line := range limited(wrap(f.headline(), p.options.Width-20), mostOfText) {
			mark := p.state(f.state, f.state.look().Symbol+" "+f.state.look().Word)
			if i > 0 {
				mark = strings.Repeat(" ", 6)
			}
			p.line("%s  %s", mark, p.bold(line))
		}
		if p.options.Verbose {
			p.everyCheck(f)
			continue
		}
		p.short(f)
	}
}

// short shows the simplest case and names the other checks.
func (p *printer) short(f finding) {
	c := f.simplest()
	p.field(field{label: "breaks", text: strings.Trim(oneLine(f.Requirement+", "+f.Source), ", ")}, 1)
	p.field(field{label: "page", text: link(f.Page), exact: true}, 1)
	p.field(field{label: "says", text: quoted(f.Statement)}, mostOfText)
	p.field(field{label: "check", text: oneLine(c.ID)}, 1)
	for _, part := range account(c, longestPrinted) {
		switch part.label {
		case "message", "expected", "got":
			p.field(part, mostOfText)
		case "exchange":
			part.text = p.fitting(part.text)
			p.field(part, mostOfExchange)
		case "again": // half a command would do something else
			if n := strings.Count(part.text, "\n") + 1; n > mostOfExchange {
				part.text = fmt.Sprintf("# a command of %d lines; the JSON and HTML reports have it", n)
			}
			p.field(part, 0)
		case "baseline":
			p.field(part, 1)
		}
	}
	if others := f.others(); len(others) > 0 {
		p.field(field{label: "and", text: f.more() + " (--verbose shows all): " + some(others, mostNamed)}, mostOfText+1)
	}
}

// replays reports whether a command is shown with the finding.
func (f finding) replays() bool {
	return slices.ContainsFunc(f.results, func(c conformance.Result) bool { return len(c.Exchanges) > 0 })
}

// more is "24 more checks fail for the same cause", if a cause was found.
func (f finding) more() string {
	how := "alike"
	if f.LooksLike != "" {
		how = "for the same cause"
	}
	if n := len(f.results) - 1; n != 1 {
		return itoa(n) + " more checks fail " + how
	}
	return "1 more check fails " + how
}

// fitting cuts the lines of a text to the screen.
func (p *printer) fitting(text string) string {
	lines := strings.Split(text, "\n")
	for i := range lines {
		lines[i] = brief(lines[i], p.options.Width-labelWidth-4)
	}
	return strings.Join(lines, "\n")
}

// everyCheck shows every check of a finding.
func (p *printer) everyCheck(f finding) {
	for _, c := range f.results {
		p.line("")
		p.result(c)
	}
}

// result shows a check that did not hold.
func (p *printer) result(c conformance.Result) {
	s := stateOf(c)
	p.line("%s %s", p.state(s, s.look().Symbol+" "+s.look().Word), p.bold(oneLine(c.ID)))
	p.line("  %s", brief(c.Title, 4*p.options.Width))
	for i, f := range account(c, longestPrinted) {
		p.field(f, 0)
		if i == 0 { // the source
			p.field(field{label: "page", text: link(c.Page), exact: true}, 1)
		}
	}
}

// errors prints the checks that ended by an error of the runner's own.
func (p *printer) errors() {
	rows := inState(p.report, broken)
	if len(rows) == 0 {
		return
	}
	p.heading("Errors of the runner itself")
	for _, c := range rows {
		p.line("")
		p.result(c)
	}
}

// field prints one thing about a check, at most so many lines of it; 0: all.
func (p *printer) field(f field, most int) {
	if f.text == "" {
		return
	}
	lines := strings.Split(strings.TrimRight(f.text, "\n"), "\n")
	if !f.exact {
		lines = wrap(f.text, p.options.Width-labelWidth-4)
	}
	label := f.label
	for _, line := range limited(lines, most) {
		p.line("  %s  %s", p.faint(fmt.Sprintf("%-*s", labelWidth, label)), line)
		label = ""
	}
}

// limited is the beginning of a text: so many of its lines, or all if that is 0.
func limited(lines []string, most int) []string {
	if most == 0 || len(lines) <= most {
		return lines
	}
	return append(lines[:most-1:most-1], lines[most-1]+" …")
}

package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
)

// tree prints a line for every area and, if the reader wants all, one below it for every check that is worth a look. Where nothing
// could be told, the gaps say why, and the line is enough.
func (p *printer) tree() {
	p.line("")
	for _, a := range areasOf(selected(p.report)) {
		l := lane{a.name, statesOf(a.checks)}
		for i, line := range continued(p.painter, l, p.options.Width) {
			p.line("%s%s", strings.Repeat(" ", min(i, 1)*(nameWidth+8)), line)
		}
		if !p.options.Verbose || noneTold(l.states) {
			continue
		}
		for _, c := range a.checks {
			switch s := stateOf(c); s {
			case failed, fellShort, broken, baselined, untold:
				p.line("   %s %s", p.state(s, s.look().Symbol), p.named(c, 6))
			}
		}
	}
	p.legend()
}

func statesOf(checks []conformance.Result) []state {
	var states []state
	for _, c := range checks {
		states = append(states, stateOf(c))
	}
	return states
}

// noneTold reports whether no check of an area told anything.
func noneTold(states []state) bool {
	return !slices.ContainsFunc(states, func(s state) bool { return s != untold && s != skipped && s != unasked })
}

// named is a check's id and title, cut to the width without so many columns.
func (p *printer) named(c conformance.Result, less int) string {
	id := brief(c.ID, p.options.Width-less)
	return id + "  " + brief(c.Title, max(p.options.Width-less-len(id)-2, 1))
}

// continued is the line of an area, continued where it would be too long.
func continued(p painter, a lane, width int) []string {
	room := max(width-nameWidth-8, 1)
	if len(a.states) <= room {
		return []string{areaLine(p, a, width)}
	}
	head := fmt.Sprintf(" %-*s %4d  ", nameWidth, brief(a.name, nameWidth), len(a.states))
	lines := []string{}
	for states := a.states; len(states) > 0; states = states[min(room, len(states)):] {
		line := head
		for _, s := range states[:min(room, len(states))] {
			line += p.state(s, s.look().Symbol)
		}
		lines, head = append(lines, line), ""
	}
	return lines
}

// legend explains the symbols that occur.
func (p *printer) legend() {
	t := tallyOf(selected(p.report).Checks)
	var parts []string
	for _, s := range []state{passed, failed, fellShort, recorded, skipped, untold, broken, baselined} {
		if t[s] > 0 {
			parts = append(parts, p.state(s, s.look().Symbol)+" "+s.look().Word)
		}
	}
	if parts == nil {
		p.line(" no checks")
		return
	}
	p.line("\n %s", strings.Join(parts, "   "))
}

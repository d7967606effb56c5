package report

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// nameWidth is the columns that the name of an area takes.
const nameWidth = 14

// painter colours text, or leaves it as it is.
type painter struct{ on bool }

// state paints a text in the colour of a state.
func (p painter) state(s state, text string) string {
	switch s {
	case passed:
		return p.code("32", text)
	case failed, broken:
		return p.code("31;1", text)
	case fellShort, untold, baselined:
		return p.code("33", text)
	case recorded:
		return p.code("36", text)
	default:
		return p.code("2", text)
	}
}

func (p painter) bold(text string) string { return p.code("1", text) }

func (p painter) faint(text string) string { return p.code("2", text) }

func (p painter) code(code, text string) string {
	if !p.on {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

// areaLine is the line of an area, not longer than width columns: its name, how many checks, a symbol for each. Symbols that
// do not fit give way to the newest.
func areaLine(p painter, a lane, width int) string {
	head := fmt.Sprintf(" %-*s %4d  ", nameWidth, brief(a.name, nameWidth), len(a.states))
	room := max(width-utf8.RuneCountInString(head), 1)
	shown, before := a.states, ""
	if len(shown) > room {
		shown, before = shown[len(shown)-room+1:], "…"
	}
	var b strings.Builder
	b.WriteString(head + before)
	for _, s := range shown {
		b.WriteString(p.state(s, s.look().Symbol))
	}
	return b.String()
}

// wrap breaks a text into lines of at most width columns, at blanks. Line breaks stay; words that are too long stay whole.
func wrap(text string, width int) []string {
	var lines []string
	for paragraph := range strings.SplitSeq(strings.TrimRight(text, "\n"), "\n") {
		line := ""
		for word := range strings.FieldsSeq(paragraph) {
			if line != "" && utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > width {
				lines, line = append(lines, line), ""
			}
			if line != "" {
				line += " "
			}
			line += word
		}
		lines = append(lines, line)
	}
	return lines
}

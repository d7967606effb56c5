//go:build examination

package examination_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/spec"
)

// catalogue is what a page of docs tells of one API: its requirements, and the checks that look at them.
type catalogue struct {
	*spec.Contract

	suite  conformance.Suite
	judged map[string]conformance.Requirement
	open   map[string][]spec.Requirement // the rows that leave each question open
}

// cataloguePage is a catalogue for readers: an index of its areas, its sources, and every row under an anchor of its own.
func cataloguePage(t *testing.T, suite conformance.Suite) string {
	t.Helper()
	contract, err := suite.Contract()
	require.NoError(t, err)
	c := catalogue{Contract: contract, suite: suite, judged: map[string]conformance.Requirement{}, open: map[string][]spec.Requirement{}}
	for _, q := range suite.Requirements(contract) {
		c.judged[q.ID] = q
	}
	for _, r := range contract.Requirements() {
		for _, q := range r.Questions {
			if r.Level == spec.Chosen {
				c.open[q] = append(c.open[q], r)
			}
		}
	}
	return c.page()
}

func (c catalogue) page() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s: what is known\n\n%s%s\n\n%s\n", c.Title(), generated, strings.TrimSpace(introduction), c.coverage())
	b.WriteString("\n## Areas\n\n| area | known | follows | nobody says |\n|---|--:|--:|--:|\n")
	for _, a := range c.Areas() {
		rows := c.rowsOf(a)
		fmt.Fprintf(&b, "| [%s](#area-%s) | %d | %d | %d |\n", a.Title, strings.ToLower(a.Code), len(rows[spec.Must]),
			len(rows[spec.Should]),
			len(rows[spec.Chosen]))
	}
	b.WriteString("\n## Sources\n\n")
	for _, r := range c.References() {
		item(&b, fmt.Sprintf("**[%s]** %s", r.Name, escaped(r.About)))
	}
	for _, a := range c.Areas() {
		fmt.Fprintf(&b, "\n<a id=\"area-%s\"></a>\n\n## %s\n", strings.ToLower(a.Code), a.Title)
		c.writeArea(&b, c.rowsOf(a))
	}
	b.WriteString("\n")
	for _, r := range c.References() {
		fmt.Fprintf(&b, "[%s]: %s\n", r.Name, r.URL)
	}
	return b.String()
}

const introduction = `
Three kinds of statements are kept apart. **Known** is what the publisher says, or what a standard says to which the API is bound.
**Follows** is what nobody says in so many words, but without which a known rule would be of no use. What **nobody says** is open: the
mock had to choose, and the choice stands beside the question. The conformance runner insists on the first kind, reports the second, and
only records the third. Below a statement stand the checks that look at it, or why there is none; [checks.md](checks.md) says what each
check wants.

An id is permanent, and a link to it stays good: the anchor is the id in lower case. A source that ends in "(follows)" does not say it
itself; the statement follows from what it says. "Beside" names the open questions that a statement touches and says how both hold.
In parentheses stand the operations that a statement is about; without them it is about the whole API. Operations under "not served"
are those of the real API that the mock does not have.
`

// coverage counts what is looked at, in a sentence for each level.
func (c catalogue) coverage() string {
	var b strings.Builder
	for _, level := range []conformance.Level{conformance.Must, conformance.Should} {
		var all, outside, none, weaker int
		for id, q := range c.judged {
			switch {
			case q.Level != level:
				continue
			case q.OutOfScope != "":
				outside++
			case len(q.Checks) == 0:
				none++
			case c.suite.Weaker[id] != "":
				weaker++
			}
			all++
		}
		item(&b, fmt.Sprintf("Of %d statements of level %s, %d have checks, %d of them only weaker ones; %d are about operations that "+
			"are not served or not judged yet, and %d no server can break or no request can see.",
			all, level, all-outside-none, weaker, outside, none))
	}
	return strings.TrimSuffix(b.String(), "\n")
}

func (c catalogue) rowsOf(a spec.Area) map[spec.Truth][]spec.Requirement {
	rows := map[spec.Truth][]spec.Requirement{}
	for _, r := range c.Requirements() {
		if r.Area() == a.Code {
			rows[r.Level] = append(rows[r.Level], r)
		}
	}
	return rows
}

func (c catalogue) writeArea(b *strings.Builder, rows map[spec.Truth][]spec.Requirement) {
	for _, kind := range []struct {
		level spec.Truth
		title string
	}{{spec.Must, "Known"}, {spec.Should, "Follows"}, {spec.Chosen, "Nobody says"}} {
		if len(rows[kind.level]) == 0 {
			continue
		}
		fmt.Fprintf(b, "\n**%s**\n\n", kind.title)
		for _, r := range rows[kind.level] {
			c.writeRow(b, r)
		}
	}
}

func (c catalogue) writeRow(b *strings.Builder, r spec.Requirement) {
	about := ""
	if operations := slices.Concat(r.Operations, r.Outside); len(operations) > 0 {
		about = " (" + strings.Join(operations, ", ") + ")"
	}
	item(b, fmt.Sprintf("<a id=%q></a>**%s**%s %s", r.Anchor(), r.ID, about, escaped(r.Statement)))
	if r.Choice != "" {
		note(b, "The mock", escaped(strings.TrimSuffix(r.Choice, "."))+".")
	}
	if r.Settled != "" {
		var beside []string
		for _, q := range r.Questions {
			for _, other := range c.open[q] {
				beside = append(beside, "["+other.ID+"](#"+other.Anchor()+")")
			}
		}
		note(b, "Beside "+strings.Join(beside, ", "), escaped(strings.TrimSuffix(r.Settled, "."))+".")
	}
	if r.Source.URL != r.Page {
		note(b, "Source", "["+r.Source.Name+"], "+escaped(r.Source.Place)+".")
	}
	c.writeChecks(b, c.judged[r.ID])
}

// writeChecks names the checks of a requirement, or says why there are none. Operations that are not served need no reason.
func (c catalogue) writeChecks(b *strings.Builder, q conformance.Requirement) {
	names := "`" + strings.Join(q.Checks, "`, `") + "`"
	switch {
	case len(q.Checks) == 0 && q.Untestable != "":
		note(b, "No check", escaped(q.Untestable)+".")
	case len(q.Checks) > 0 && c.suite.Weaker[q.ID] != "":
		note(b, "Checks, all of a lower level", names+": "+escaped(c.suite.Weaker[q.ID])+".")
	case len(q.Checks) > 0:
		note(b, "Checks", names+".")
	}
}

// escaped keeps what a statement says from being read as HTML or as emphasis.
func escaped(s string) string { return strings.NewReplacer("<", "&lt;", "*", `\*`).Replace(s) }

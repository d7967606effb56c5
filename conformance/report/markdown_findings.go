package report

import (
	"fmt"
	"html"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
)

// findings is a table of them, and a list of the runner's own faults.
func (s *summary) findings(r conformance.Report) {
	if all := findingsOf(r); len(all) > 0 {
		s.block("### " + findingsTally(all) + "\n\n| | finding | requirement | checks | simplest case |\n|---|---|---|--:|---|\n")
		for _, f := range all {
			l := f.state.look()
			s.block(fmt.Sprintf("| %s %s | %s | %s | %d | %s |\n", l.Symbol, l.Word, markdown(brief(f.headline(), 300)),
				markdownLink(f.Requirement, f.Page, 50), len(f.results), markdown(brief(f.simplest().ID, 100))))
		}
	}
	if faults := inState(r, broken); len(faults) > 0 {
		s.block("\n### Faults of the runner itself\n\n")
		for _, c := range faults {
			s.block(fmt.Sprintf("- E %s: %s\n", markdown(brief(c.ID, 100)), markdown(brief(c.Message, 300))))
		}
	}
}

// stories tells the findings, each with its simplest case first and the other checks folded below it, and the runner's own faults.
func (s *summary) stories(r conformance.Report) {
	for _, f := range findingsOf(r) {
		s.block(folded(f.state, f.headline(), story(f.simplest())))
		for _, c := range f.results[1:] {
			s.block(folded(f.state, "with it: "+oneLine(c.ID)+", "+oneLine(c.Title), story(c)))
		}
	}
	for _, c := range inState(r, broken) {
		s.block(folded(broken, oneLine(c.ID)+", "+oneLine(c.Title), story(c)))
	}
}

// folded is a block that opens on a click.
func folded(st state, title, text string) string {
	l := st.look()
	return fmt.Sprintf("\n<details><summary>%s %s: %s</summary>\n\n%s</details>\n", l.Symbol, l.Word, summaryText(brief(title, 300)), text)
}

// summaryText escapes what stands in a line of HTML, where no Markdown is read, but mentions and links are looked for.
func summaryText(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case strings.ContainsRune("@#!", r):
			fmt.Fprintf(&b, "&#%d;&#8203;", r)
		case r == '$':
			b.WriteString("&#36;")
		default:
			b.WriteString(html.EscapeString(string(r)))
		}
	}
	return strings.NewReplacer("://", "&#58;//", "www.", "www&#46;").Replace(b.String())
}

// story is the account of a check.
func story(c conformance.Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "**check**: %s, %s\n\n", markdown(brief(c.ID, 100)), markdown(brief(c.Title, 200)))
	fmt.Fprintf(&b, "**source**: %s\n\n", cited(c))
	for _, f := range account(c, longestDetail)[1:] {
		if f.exact || strings.Contains(f.text, "\n") {
			fmt.Fprintf(&b, "**%s**\n\n%s\n", f.label, fence(f.text))
			continue
		}
		fmt.Fprintf(&b, "**%s**: %s\n\n", f.label, markdown(f.text))
	}
	return b.String()
}

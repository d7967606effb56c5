package report

import (
	"fmt"
	"html"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
)

// findings is a table of them, and a list of the runner's own errors.
func (s *summary) findings(r conformance.Report) {
	if all := findingsOf(r); len(all) > 0 {
		s.block("\n### " + findingsTally(all) + "\n\n| | finding | requirement | checks | simplest case |\n|---|---|---|--:|---|\n")
		for _, f := range all {
			l := f.state.look()
			s.block(fmt.Sprintf("| %s %s | %s | %s | %d | %s |\n", l.Symbol, l.Word, markdown(brief(f.headline(), 300)),
				markdownLink(f.Requirement, f.Page, 50), len(f.results), markdown(brief(f.simplest().ID, 100))))
		}
	}
	if errs := inState(r, broken); len(errs) > 0 {
		s.block("\n### Errors of the runner itself\n\n")
		for _, c := range errs {
			s.block(fmt.Sprintf("- E %s: %s\n", markdown(brief(c.ID, 100)), markdown(brief(c.Message, 300))))
		}
	}
}

// accounts tells the findings, each with its simplest case and the other checks folded below it, and the runner's own errors.
func (s *summary) accounts(r conformance.Report) {
	for _, f := range findingsOf(r) {
		l := f.state.look()
		s.block(fmt.Sprintf("\n### %s %s: %s\n\n%s", l.Symbol, l.Word, markdown(f.headline()), accountOf(f, f.simplest())))
		if len(f.results) == 1 {
			continue
		}
		var others strings.Builder
		for _, c := range f.results[1:] {
			text := details(oneLine(c.ID)+", "+oneLine(c.Title), accountOf(f, c))
			if s.Len()+others.Len()+len(text) > s.limit-1<<10 {
				s.leftOut++
				continue
			}
			others.WriteString(text)
		}
		s.block(details(f.more(), others.String()))
	}
	for _, c := range inState(r, broken) {
		s.block(details("E error: "+oneLine(c.ID)+", "+oneLine(c.Title), accountOf(finding{}, c)))
	}
}

// details is a block that opens on a click.
func details(title, text string) string {
	return fmt.Sprintf("\n<details><summary>%s</summary>\n\n%s\n</details>\n", summaryText(brief(title, 300)), strings.Trim(text, "\n"))
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

// accountOf tells what a check shows, without what the headline above it says already. An exchange is folded: what was sent and what came
// is long, and the rest says what is wrong.
func accountOf(f finding, c conformance.Result) string {
	c.LooksLike = f.beside(c.LooksLike)
	var b strings.Builder
	fmt.Fprintf(&b, "**check**: %s, %s\n\n", markdown(brief(c.ID, 100)), markdown(brief(c.Title, 200)))
	fmt.Fprintf(&b, "**source**: %s\n\n", cited(c))
	for _, f := range account(c, longestDetail)[1:] {
		switch {
		case f.label == "exchange":
			b.WriteString(details(f.label, fence(f.text)) + "\n")
		case f.exact || strings.Contains(f.text, "\n"):
			fmt.Fprintf(&b, "**%s**\n\n%s\n", f.label, fence(f.text))
		default:
			fmt.Fprintf(&b, "**%s**: %s\n\n", f.label, markdown(f.text))
		}
	}
	return b.String()
}

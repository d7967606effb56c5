package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

const (
	// longestSummary is how many bytes of Markdown are written: GitHub refuses a step summary above 1 MiB.
	longestSummary = 1<<20 - 1<<10
	// longestTables is how much of that the tables may take; the rest is for details.
	longestTables = 384 << 10
	// longestDetail is how much of a body a block of details shows, in bytes.
	longestDetail = 4 << 10
)

// summary is Markdown that never grows beyond its limit.
type summary struct {
	strings.Builder
	limit   int
	leftOut int
}

// block appends a text, or counts it as left out if there is no room.
func (s *summary) block(text string) {
	if s.Len()+len(text) > s.limit {
		s.leftOut++
		return
	}
	s.WriteString(text)
}

// writeMarkdown begins with the verdict, the findings, and what was not judged and why. The accounts of checks take the room that the rest
// leaves.
func writeMarkdown(w io.Writer, r conformance.Report, o Options) error {
	s, rest := &summary{limit: longestTables / 2}, &summary{limit: longestTables / 2}
	s.head(r, o)
	s.findings(r)
	s.gaps(r)
	rest.known(r)
	rest.counts(r)
	rest.observed(r)
	s.limit = longestSummary - rest.Len()
	s.accounts(r)
	s.WriteString(rest.String())
	if n := s.leftOut + rest.leftOut; n > 0 {
		fmt.Fprintf(s, "\n_%s left out because a summary must stay below 1 MiB; the JSON report has everything._\n",
			english.Count(n, "part"))
	}
	_, err := io.WriteString(w, s.String())
	return err
}

func (s *summary) head(r conformance.Report, o Options) {
	st, words := headline(r, o)
	s.block(fmt.Sprintf("## %s %s: %s\n\n", st.look().Symbol, words, markdown(brief(because(r), 2000))))
	for _, remark := range remarks(r, o) {
		s.block("**" + markdown(brief(remark, 500)) + ".**\n\n")
	}
	s.block(fmt.Sprintf("%s at %s, version %s, seed %d, run %s, %s, %s\n\n", markdown(brief(r.API, 50)), markdown(brief(r.Target, 500)),
		markdown(brief(r.Version, 100)), r.Seed, markdown(brief(r.Run, 50)), instant(r.StartedAt), effort(r)))
	s.block(fence(strings.TrimPrefix(login(o)+"\n"+command(r, o), "\n")))
}

// counts is a table of levels by outcomes.
func (s *summary) counts(r conformance.Report) {
	all := tallyOf(r.Checks)
	head, rule := "| level |", "|---|"
	var columns []state
	for _, st := range states() {
		if all[st] > 0 {
			columns = append(columns, st)
			head += " " + st.look().Symbol + " " + st.look().Word + " |"
			rule += "--:|"
		}
	}
	s.block("\n" + head + " all |\n" + rule + "--:|\n")
	for _, level := range levels() {
		t := tallyOf(ofLevel(r.Checks, level))
		row := "| " + string(level) + " |"
		for _, st := range columns {
			row += " " + itoa(t[st]) + " |"
		}
		s.block(row + " " + itoa(t.total()) + " |\n")
	}
}

// known lists the failures that the baseline expects, and the entries of it that must go.
func (s *summary) known(r conformance.Report) {
	if rows := inState(r, baselined); len(rows) > 0 {
		s.block("\n### Known failures\n\nThey do not fail the run.\n\n")
		for _, c := range rows {
			s.block(fmt.Sprintf("- x %s: %s\n", markdown(brief(c.ID, 100)), markdown(brief(c.Baselined, 300))))
		}
	}
	if len(r.Baseline) > 0 {
		s.block("\n### Stale entries of the baseline\n\n")
		for _, e := range r.Baseline {
			s.block(fmt.Sprintf("- %s: %s\n", markdown(brief(e.Check, 100)), markdown(brief(e.Reason, 300))))
		}
	}
}

func (s *summary) gaps(r conformance.Report) {
	gaps := gapsOf(r)
	if len(gaps) == 0 {
		return
	}
	s.block("\n### What could not be told\n\n| | checks | why | how to get it told |\n|---|---|---|---|\n")
	for _, g := range gaps {
		l := g.State.look()
		s.block(fmt.Sprintf("| %s %s | %s | %s | %s |\n", l.Symbol, l.Word, markdown(brief(some(g.Checks, 8), 600)),
			markdown(brief(g.Why, 300)), markdown(brief(g.Remedy, 300))))
	}
}

// observed is folded: it judges nothing, and is long.
func (s *summary) observed(r conformance.Report) {
	rows := inState(r, recorded)
	if len(rows) == 0 {
		return
	}
	var b strings.Builder
	for _, c := range rows {
		fmt.Fprintf(&b, "- %s: %s\n", markdown(strings.TrimSuffix(brief(c.Title, 200), ".")), markdown(brief(c.Message, 300)))
	}
	s.block(details("Observed, not judged: "+english.Count(len(rows), "remark"), b.String()))
}

// cited is the source of a check with links: to the requirement on the project's page, and to what it rests on.
func cited(c conformance.Result) string {
	return strings.Trim(markdownLink(c.Requirement, c.Page, 50)+", "+markdownLink(c.Source, c.SourceURL, 500), ", ")
}

// fence is a code block whose fence the text does not hold.
func fence(text string) string {
	ticks := "```"
	for strings.Contains(text, ticks) {
		ticks += "`"
	}
	return ticks + "\n" + strings.TrimSuffix(text, "\n") + "\n" + ticks + "\n"
}

// markdown escapes what Markdown or HTML would read as markup or make a link of. Mentions of people and issues are looked for in
// what the page shows, where an escape is no longer to be seen, so something without a width stands in their way.
func markdown(s string) string {
	var b strings.Builder
	for _, r := range oneLine(s) {
		switch {
		case strings.ContainsRune("@#!", r):
			fmt.Fprintf(&b, "&#%d;&#8203;", r)
		case strings.ContainsRune("<>&$", r):
			fmt.Fprintf(&b, "&#%d;", r)
		case strings.ContainsRune("\\`*_[]|~", r):
			b.WriteString(`\` + string(r))
		default:
			b.WriteRune(r)
		}
	}
	return strings.NewReplacer("://", "&#58;//", "www.", "www&#46;").Replace(b.String())
}

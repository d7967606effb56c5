package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// writeMutationMarkdown begins with the score and the areas; the survivors are folded.
func writeMutationMarkdown(w io.Writer, m Mutation) error {
	s := &summary{limit: longestSummary}
	st, words := m.headline()
	s.block(fmt.Sprintf("## %s %s\n\n%s.\n\n", st.look().Symbol, markdown(words), markdown(m.because())))
	if remark := m.remark(); remark != "" {
		s.block("**" + markdown(remark) + "**\n\n")
	}
	s.block(fence("understudy mutate -- " + oneLine(m.Command)))
	s.block("\n" + markdown(m.effort()) + "\n\n")
	s.mutationTable(m)
	for _, a := range m.areas() {
		if survivors := a.survivors(); len(survivors) > 0 {
			s.block(details(fmt.Sprintf("%s: %s", a.Name, english.Count(len(survivors), "survivor")), survivorList(a.Advice, survivors)))
		}
	}
	for _, mutant := range m.Mutants {
		if mutant.Outcome == MutantError {
			s.block(fmt.Sprintf("\n- E %s: %s\n", markdown(brief(mutant.Name, 100)), markdown(brief(mutant.told(), 300))))
		}
	}
	if m.Summary.Survived > 0 {
		s.block("\nOne by itself:\n\n" + fence(m.alone("NAME")))
	}
	if s.leftOut > 0 {
		fmt.Fprintf(s, "\n_%s left out because a summary must stay below 1 MiB; the JSON report has everything._\n",
			english.Count(s.leftOut, "part"))
	}
	_, err := io.WriteString(w, s.String())
	return err
}

// mutationTable has a row for each area of which something was met.
func (s *summary) mutationTable(m Mutation) {
	tried, left := m.triedAreas()
	if len(tried) > 0 {
		s.block("| area | noticed | survived | not met | score |\n|---|--:|--:|--:|--:|\n")
		for _, a := range tried {
			s.mutationRow(markdown(brief(a.Name, 100)), a.MutationSummary)
		}
		s.mutationRow("**all**", m.Summary)
	}
	if left != "" {
		s.block("\n" + markdown(brief(left, 1000)) + "\n")
	}
}

func (s *summary) mutationRow(name string, of MutationSummary) {
	s.block(fmt.Sprintf("| %s | %d of %d | %d | %d | %s |\n", name, of.Noticed(), of.Met(), of.Survived, of.NotMet, score(of)))
}

func survivorList(advice string, survivors []Mutant) string {
	var b strings.Builder
	fmt.Fprintf(&b, "What to do: %s\n\n", markdown(brief(advice, 1000)))
	for _, m := range survivors {
		fmt.Fprintf(&b, "- %s, %s: %s", markdown(brief(m.Name, 100)), m.ease(), markdown(brief(m.Summary, 300)))
		if m.Statement != "" {
			fmt.Fprintf(&b, " Hold it to: %s (%s)", markdown(brief(m.Statement, 500)), markdownLink(m.Requirement, m.Page, 50))
		}
		if met := m.shows(); met != "" {
			fmt.Fprintf(&b, " Met: %s.", markdown(met))
		}
		b.WriteString("\n")
	}
	return b.String()
}

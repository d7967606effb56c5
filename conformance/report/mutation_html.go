package report

import (
	"io"

	"github.com/understudy-mock/understudy/conformance/internal/webpage"
)

// mutationPage is what the HTML template shows. Every text in it is clean; the template escapes it.
type mutationPage struct {
	Title   string
	Verdict verdictView
	Facts   []pair
	Command string
	Alone   string
	Filters []webpage.Filter
	Areas   []mutationRow
	Left    string
	All     mutationRow
	Mutants []fold[mutantView]
}

// mutationRow is an area, or all.
type mutationRow struct {
	Name   string
	Advice string
	Score  string
	MutationSummary
}

// mutantView is a mutant.
type mutantView struct {
	Look                                              look
	Name, Area, Ease, Summary, Statement, Told, Shows string
	Requirement, Page                                 string
	Outcome, EaseClass                                string // the choices of the filters
}

// writeMutationHTML writes one file that loads nothing from anywhere.
func writeMutationHTML(w io.Writer, m Mutation) error {
	layout, err := webpage.Parse(assets, "assets/*.tmpl")
	if err != nil {
		return err
	}
	return layout.ExecuteTemplate(w, "mutation.tmpl", mutationPageOf(m))
}

func mutationPageOf(m Mutation) mutationPage {
	st, words := m.headline()
	p := mutationPage{
		Title:   words + ": " + oneLine(m.Command),
		Verdict: verdictView{st.look(), words, m.because(), nil},
		Facts: []pair{
			{"Version", oneLine(m.Tool + " " + m.Version)},
			{"Seed", uitoa(m.Seed)},
			{"Started", instant(m.StartedAt)},
			{"Took", duration(m.DurationMS)},
			{"Runs at once", itoa(m.Jobs)},
			{"The clean run took", duration(m.CleanMS)},
			{"The others had", duration(m.TimeLimitMS)},
		},
		Command: "understudy mutate -- " + oneLine(m.Command),
		Alone:   m.alone("NAME"),
		Filters: mutationFilters(m),
		All:     mutationRow{Name: "all", Score: score(m.Summary), MutationSummary: m.Summary},
	}
	tried, left := m.triedAreas()
	p.Left = left
	for _, a := range tried {
		p.Areas = append(p.Areas, mutationRow{a.Name, a.Advice, score(a.MutationSummary), a.MutationSummary})
	}
	var mutants []mutantView
	for _, mutant := range m.Mutants {
		mutants = append(mutants, mutantView{
			Look: mutant.look(), Name: oneLine(mutant.Name), Area: oneLine(mutant.Area), Ease: mutant.ease(),
			Outcome: string(mutant.Outcome), EaseClass: itoa(mutant.Difficulty), Summary: oneLine(mutant.Summary),
			Statement: oneLine(mutant.Statement),
			Told:      mutant.told(), Shows: mutant.shows(), Requirement: oneLine(mutant.Requirement), Page: link(mutant.Page),
		})
	}
	p.Mutants = foldsOf(mutants, func(row mutantView) look { return row.Look })
	if remark := m.remark(); remark != "" {
		p.Verdict.Remarks = []string{remark}
	}
	return p
}

// mutationFilters is what the table can be narrowed by.
func mutationFilters(m Mutation) []webpage.Filter {
	var areas []string
	for _, a := range m.areas() {
		areas = append(areas, a.Name)
	}
	var outcomes, eases []webpage.Choice
	for _, o := range []MutantOutcome{MutantSurvived, MutantKilled, MutantTimeout, MutantNotMet, MutantNotTried, MutantError} {
		l := Mutant{Outcome: o}.look()
		outcomes = append(outcomes, webpage.Choice{Value: string(o), Text: l.Symbol + " " + l.Word})
	}
	for difficulty := 1; difficulty <= 4; difficulty++ {
		eases = append(eases, webpage.Choice{Value: itoa(difficulty), Text: Mutant{Difficulty: difficulty}.ease()})
	}
	return []webpage.Filter{
		{Name: "area", Label: "Area", Choices: webpage.Words(words(areas))},
		{Name: "outcome", Label: "Outcome", Choices: outcomes},
		{Name: "ease", Label: "Noticed", Choices: eases},
	}
}

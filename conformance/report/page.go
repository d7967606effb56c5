package report

import (
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/webpage"
)

// page is what the HTML template shows. Every text in it is clean; the template escapes it.
type page struct {
	Title        string
	Verdict      verdictView
	Facts        []pair
	Command      string
	Login        string // what gives the printed commands their credentials; empty if none is known
	Counts       countTable
	Filters      []webpage.Filter
	Map          mapTable
	Findings     []findingView
	Tally        string // of the findings
	Errors       []failureView
	Known        []failureView
	Stale        []pair
	Requirements []fold[requirementRow]
	Outside      string // how many requirements are left out, because nobody serves their operations here; empty if none
	Checks       []fold[checkRow]
	Gaps         []gapView
	Observed     []checkRow
}

type verdictView struct {
	look
	Words   string
	Reason  string
	Remarks []string
}

type pair struct{ Name, Value string }

type countTable struct {
	States []look
	Rows   []countRow
}

type countRow struct {
	Level  string
	Counts []int
	All    int
}

// findingView is a finding: the cause, the simplest case, and the other checks that fail for it.
type findingView struct {
	Look                                    look
	Headline, Requirement, Level, Statement string
	Page, Source, SourceURL                 string
	Simplest                                failureView
	More                                    string
	Others                                  []failureView
}

type gapView struct {
	Look   look
	Why    string
	Remedy string
	Checks []string
}

func pageOf(r conformance.Report, o Options) page {
	st, words := headline(r, o)
	p := page{
		Title:        words + ": " + oneLine(r.API+" at "+r.Target),
		Verdict:      verdictView{st.look(), words, because(r), remarks(r, o)},
		Facts:        factsOf(r),
		Command:      command(r, o),
		Login:        login(o),
		Counts:       countsOf(r),
		Filters:      filtersOf(r),
		Map:          mapOf(r),
		Requirements: foldsOf(requirementRows(r), func(row requirementRow) look { return row.Look }),
		Outside:      outside(r),
		Checks:       foldsOf(checkRows(r.Checks), func(row checkRow) look { return row.Look }),
		Observed:     checkRows(inState(r, recorded)),
		Tally:        findingsTally(findingsOf(r)),
		Errors:       failureViews(inState(r, broken)),
		Known:        failureViews(inState(r, baselined)),
	}
	for _, f := range findingsOf(r) {
		p.Findings = append(p.Findings, findingViewOf(f))
	}
	for _, s := range r.Baseline {
		p.Stale = append(p.Stale, pair{oneLine(s.Check), oneLine(s.Reason)})
	}
	for _, g := range gapsOf(r) {
		p.Gaps = append(p.Gaps, gapView{g.State.look(), g.Why, g.Remedy, g.Checks})
	}
	return p
}

// findingViewOf says once what the cases of a finding have in common.
func findingViewOf(f finding) findingView {
	v := findingView{
		Look: f.state.look(), Headline: f.headline(), Requirement: oneLine(f.Requirement), Page: link(f.Page),
		Level:  oneLine(string(f.Level)),
		Source: oneLine(f.Source), SourceURL: link(f.SourceURL), Statement: oneLine(f.Statement),
		Simplest: failureOf(f.simplest()), Others: failureViews(f.results[1:]), More: f.more(),
	}
	if v.Simplest.Requirement == v.Requirement {
		v.Simplest.Requirement = ""
	}
	v.Simplest.LooksLike = f.beside(v.Simplest.LooksLike)
	for i := range v.Others {
		v.Others[i].LooksLike = f.beside(v.Others[i].LooksLike)
	}
	return v
}

func factsOf(r conformance.Report) []pair {
	return []pair{
		{"Target", oneLine(r.Target)},
		{"API", oneLine(r.API)},
		{"Version", oneLine(r.Tool + " " + r.Version)},
		{"Seed", oneLine(uitoa(r.Seed))},
		{"Run", oneLine(r.Run)},
		{"Started", instant(r.StartedAt)},
		{"Cost", effort(r)},
		{"Writes visible after", duration(r.Cost.SettleMS)},
		{"Request limit", rate(r.Cost.PerSecond)},
	}
}

func countsOf(r conformance.Report) countTable {
	all := tallyOf(r.Checks)
	var t countTable
	var columns []state
	for _, s := range states() {
		if all[s] > 0 {
			columns = append(columns, s)
			t.States = append(t.States, s.look())
		}
	}
	for _, level := range levels() {
		row := countRow{Level: string(level)}
		counted := tallyOf(ofLevel(r.Checks, level))
		for _, s := range columns {
			row.Counts = append(row.Counts, counted[s])
		}
		row.All = counted.total()
		t.Rows = append(t.Rows, row)
	}
	return t
}

// filtersOf is what the tables can be narrowed by.
func filtersOf(r conformance.Report) []webpage.Filter {
	var named, areas []string
	for _, level := range levels() {
		named = append(named, string(level))
	}
	for _, a := range areasOf(r) {
		areas = append(areas, a.name)
	}
	var outcomes []webpage.Choice
	for _, s := range states() {
		outcomes = append(outcomes, webpage.Choice{Value: s.look().Class, Text: s.look().Symbol + " " + s.look().Word})
	}
	return []webpage.Filter{
		{Name: "level", Label: "Level", Choices: webpage.Words(named)},
		{Name: "state", Label: "Outcome", Choices: outcomes},
		{Name: "area", Label: "Area", Choices: webpage.Words(areas)},
		{Name: "operation", Label: "Operation", Choices: webpage.Words(operationsOf(r))},
	}
}

// operationsOf returns the operations that any check calls, in order.
func operationsOf(r conformance.Report) []string {
	var all []string
	for _, c := range r.Checks {
		all = append(all, words(c.Operations)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// words makes each name one word, because the page keeps lists of them in one attribute.
func words(names []string) []string {
	clean := make([]string, 0, len(names))
	for _, name := range names {
		if name = strings.ReplaceAll(oneLine(name), " ", "_"); name != "" {
			clean = append(clean, name)
		}
	}
	return clean
}

package mutate

import (
	"github.com/understudy-mock/understudy/conformance/report"
	"github.com/understudy-mock/understudy/conformance/suites"
	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec"
)

// statements are those about all APIs, by id.
type statements map[string]spec.Requirement

func readStatements() (statements, error) {
	all := statements{}
	for _, suite := range suites.All() {
		contract, err := suite.Contract()
		if err != nil {
			return nil, err
		}
		for _, r := range contract.Requirements() {
			all[r.ID] = r
		}
	}
	return all, nil
}

// mutant is a mistake as a report shows it, before it is tried.
func (all statements) mutant(m mockserver.Misbehaviour) report.Mutant {
	shown := report.Mutant{
		Name: m.Name, Area: m.Area, Difficulty: m.Difficulty, Summary: m.Summary, Advice: mockserver.AdviceOn(m.Area),
		Outcome: report.MutantNotTried,
	}
	if len(m.Requirements) > 0 {
		r := all[m.Requirements[0]]
		shown.Requirement, shown.Statement, shown.Page = r.ID, r.Statement, r.Page
	}
	return shown
}

package mutate

import (
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance/report"
	"github.com/understudy-mock/understudy/conformance/suites"
	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec"
)

// contracts are those of all APIs.
type contracts []*spec.Contract

func readContracts() (all contracts, err error) {
	for _, suite := range suites.All() {
		contract, err := suite.Contract()
		if err != nil {
			return nil, err
		}
		all = append(all, contract)
	}
	return all, nil
}

// statement is one about any of the APIs, with its contract.
func (all contracts) statement(id string) (*spec.Contract, spec.Requirement) {
	for _, contract := range all {
		if r, found := contract.Requirement(id); found {
			return contract, r
		}
	}
	return nil, spec.Requirement{}
}

// mutant is a mistake as a report shows it, before it is tried.
func (all contracts) mutant(m mockserver.Misbehaviour) report.Mutant {
	shown := report.Mutant{
		Name: m.Name, Area: m.Area, Difficulty: m.Difficulty, Summary: m.Summary, Advice: mockserver.AdviceOn(m.Area),
		Outcome: report.MutantNotTried,
	}
	if len(m.Requirements) > 0 {
		_, r := all.statement(m.Requirements[0])
		shown.Requirement, shown.Statement, shown.Page = r.ID, r.Statement, r.Page
	}
	return shown
}

// operations are some of one API.
type operations struct{ some, all []*spec.Operation }

// operations are those that a mistake is about.
func (all contracts) operations(m mockserver.Misbehaviour) operations {
	var of operations
	for _, id := range m.Requirements {
		contract, r := all.statement(id)
		of.all = contract.Operations()
		for _, o := range of.all {
			if len(r.Operations) == 0 || slices.Contains(r.Operations, o.ID) {
				of.some = append(of.some, o)
			}
		}
	}
	return of
}

// meet says whether two requests are for their API, and one of them for one of them.
func (of operations) meet(a, b *asked) bool {
	return a.asks(of.all) && b.asks(of.all) && (a.asks(of.some) || b.asks(of.some))
}

// asks says whether a request is for one of these operations.
func (a *asked) asks(some []*spec.Operation) bool {
	return slices.ContainsFunc(some, func(o *spec.Operation) bool { return o.Method == a.Method && fits(o.Path, a.URL.Path) })
}

// fits says whether a path, or what is left of it behind the names of namespaces, is one that a template stands for.
func fits(template, path string) bool {
	want, got := strings.Split(template, "/")[1:], strings.Split(path, "/")
	before := len(got) - len(want)
	if before < 1 || slices.ContainsFunc(got[1:before], func(part string) bool { return !strings.HasPrefix(part, "~") }) {
		return false
	}
	for i, part := range want {
		if part != got[before+i] && !strings.HasPrefix(part, "{") {
			return false
		}
	}
	return true
}

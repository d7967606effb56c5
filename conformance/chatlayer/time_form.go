package chatlayer

import (
	"context"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

var usualForm = conformance.Check{
	ID:          "chatlayer.time.form",
	Level:       conformance.Should,
	Requirement: "CHL-TIME-8",
	Title:       "Bounds in RFC 3339, in UTC with milliseconds and Z, are taken.",
	Operations:  listing(),
	Floor:       map[string]int{"lists": 2},
	Run:         takesForm,
}

// takesForm wants every list to take bounds in the form that the run has.
func takesForm(ctx context.Context, t *conformance.T) {
	s, _ := t.Session().(*session)
	p := s.probe(ctx, t)
	ops := []string{get, post}
	if t.Target().Team != "" && s.teamless == 0 {
		ops = append(ops, team)
	}
	for _, op := range ops {
		page := p.strange(ctx, s.wrong(Query{Op: op, Start: bound(s.base), End: bound(s.base.Add(time.Minute)), Size: 1}))
		switch {
		case page.Refused() && s.formless == "":
			p.Inconclusive("%s refuses the list with status %d, and bounds in other forms, too", called(op), page.X.Status)
		case page.Refused():
			p.Fail(conformance.Failure{
				Message: called(op) + " refuses bounds in RFC 3339, in UTC with milliseconds and Z", Expected: "a page", Got: gist(page.X),
				Exchanges: []*exchange.Exchange{page.X},
			})
		}
		p.Saw("lists", 1)
	}
}

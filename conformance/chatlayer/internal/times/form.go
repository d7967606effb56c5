package times

import (
	"context"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

var usualForm = conformance.Check{
	ID:          "chatlayer.time.form",
	Level:       conformance.Should,
	Requirement: "CHL-TIME-8",
	Title:       "Bounds in RFC 3339, in UTC with milliseconds and Z, are taken.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"lists": 2},
	Run:         takesForm,
}

// takesForm wants every list to take bounds in the form that the run has.
func takesForm(ctx context.Context, t *conformance.T) {
	s, _ := t.Session().(*kit.Session)
	p := s.NewProbe(ctx, t)
	ops := []string{kit.Get, kit.Post}
	if s.Team != "" && s.TeamRefused == 0 {
		ops = append(ops, kit.Team)
	}
	for _, op := range ops {
		page := p.Strange(ctx, s.HostileRequest(kit.Query{
			Op: op, Start: kit.Bound(s.Base), End: kit.Bound(s.Base.Add(time.Minute)),
			Size: 1,
		}))
		switch {
		case page.Declined() && s.BoundsRefused == "":
			p.Inconclusive("%s refuses the list with status %d, and bounds in other forms, too", kit.Called(op), page.X.Status)
		case page.Declined():
			p.Fail(conformance.Failure{
				Message: kit.Called(op) + " refuses bounds in RFC 3339, in UTC with milliseconds and Z", Expected: "a page",
				Got:       kit.Gist(page.X),
				Exchanges: []*exchange.Exchange{page.X},
			})
		}
		p.Saw("lists", 1)
	}
}

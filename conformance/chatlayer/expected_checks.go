package chatlayer

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
)

// expectedChecks are about what should be there by what was tracked alone. It comes last: it tells what checks of level must saw.
func expectedChecks() []conformance.Check {
	return []conformance.Check{
		filterAsTracked,
	}
}

var filterAsTracked = conformance.Check{
	ID:          "chatlayer.filters.as-tracked",
	Level:       conformance.Should,
	Requirement: "CHL-PAGE-32",
	Also:        []string{"CHL-FLT-10", "CHL-LAW-1"},
	Title:       "Every list shows all events that match by what was tracked, shown elsewhere or not.",
	Operations:  tracked(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Closing,
	Floor:       map[string]int{"lists": 1},
	Run:         with(asTracked),
}

// asTracked tells of the first list that a check of level must judged and that lacked an event which the target had not shown
// with what the list asked for.
func asTracked(_ context.Context, p *probe) {
	p.Saw("lists", int(p.s.judged.Load()))
	if lacking := p.s.lacking.Load(); lacking != nil {
		p.Fail(*lacking)
	}
}

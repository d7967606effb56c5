package filters

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

// AsTracked are about what should be there by what was tracked alone. It comes last: it tells what checks of level must saw.
func AsTracked() []conformance.Check {
	return []conformance.Check{
		asTracked,
	}
}

var asTracked = conformance.Check{
	ID:          "chatlayer.filters.as-tracked",
	Level:       conformance.Should,
	Requirement: "CHL-PAGE-32",
	Also:        []string{"CHL-FLT-10", "CHL-LAW-1"},
	Title:       "Every list shows all events that match by what was tracked, shown elsewhere or not.",
	Operations:  kit.TrackAndLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Closing,
	Floor:       map[string]int{"lists": 1},
	Run:         kit.WithPlanted(runAsTracked),
}

// runAsTracked tells of the first list that a check of level must judged and that lacked an event which the target had not shown
// with what the list asked for.
func runAsTracked(_ context.Context, p *kit.Probe) {
	p.Saw("lists", int(p.Judged.Load()))
	if lacking := p.Lacking.Load(); lacking != nil {
		p.Fail(*lacking)
	}
}

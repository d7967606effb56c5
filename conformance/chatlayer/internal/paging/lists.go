package paging

import (
	"math/rand/v2"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

// exactly returns a window of a list that holds n of the run's events and splits no instant; ok is false if there is none.
func exactly(p *kit.Probe, op string, n int, chance *rand.Rand) (q kit.Query, ok bool) {
	all := p.Moments(op)
	offset := 0
	if len(all) > 0 {
		offset = chance.IntN(len(all))
	}
	for i := range all {
		first := (i + offset) % len(all)
		count := 0
		for last := first; last < len(all) && count < n; last++ {
			if count += all[last].N; count == n {
				return kit.Query{Op: op, Start: kit.Bound(all[first].At), End: kit.Bound(all[last].At.Add(p.Unit))}, true
			}
		}
	}
	return kit.Query{}, false
}

var filtersMet = conformance.Check{
	ID:          "chatlayer.paging.filters-met",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-1",
	Also:        []string{"CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-4"},
	Title:       "Every event that was ever listed meets the filters that were asked for.",
	Operations:  kit.AllLists(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Closing,
	Floor:       map[string]int{"filtered events": 1},
	Watch:       meetsFilters(),
	Run:         kit.WithoutPlanted(kit.ReportWatch),
}

// meetsFilters holds every event to the filters that were asked for.
func meetsFilters() func() conformance.Watcher {
	from, to := kit.AllTime()
	return kit.EveryEvent("an event does not meet a filter that was asked for", "only events that the filters let through",
		kit.Stateless(func(a kit.Answer, e kit.Event, saw kit.Count) string {
			q := kit.Query{Op: kit.Team}
			for _, f := range kit.PlainFilters {
				f.Ask(&q, f.Asked(a.Asked))
			}
			if !q.Narrowed() || a.Asked.Op == kit.Team { // what user_id means in a team's list is only implied
				return ""
			}
			saw("filtered events", 1)
			return a.S.Forbidden(a.S.Identify(e), e, q, from, to)
		}))
}

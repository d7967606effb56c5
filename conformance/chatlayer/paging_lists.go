package chatlayer

import (
	"math/rand/v2"

	"github.com/understudy-mock/understudy/conformance"
)

// exactly returns a window of a list that holds n known events and splits no instant; ok is false if there is none.
func exactly(s *session, op string, n int, chance *rand.Rand) (q Query, ok bool) {
	all := s.moments(op)
	offset := 0
	if len(all) > 0 {
		offset = chance.IntN(len(all))
	}
	for i := range all {
		first := (i + offset) % len(all)
		count := 0
		for last := first; last < len(all) && count < n; last++ {
			if count += all[last].n; count == n {
				return Query{Op: op, Start: bound(all[first].at), End: bound(all[last].at.Add(s.unit))}, true
			}
		}
	}
	return Query{}, false
}

var filtersMet = conformance.Check{
	ID:          "chatlayer.paging.filters-met",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-1",
	Also:        []string{"CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-4"},
	Title:       "Every event that was ever listed meets the filters that were asked for.",
	Operations:  listing(),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Closing,
	Floor:       map[string]int{"filtered events": 1},
	Watch:       meetsFilters(),
	Run:         bare(told),
}

// meetsFilters holds every event to the filters that were asked for.
func meetsFilters() func() conformance.Watcher {
	from, to := ever()
	return everyEvent("an event does not meet a filter that was asked for", "only events that the filters let through",
		alike(func(a answer, e Event, saw saw) string {
			q := Query{Op: team}
			for _, f := range plainFilters {
				f.ask(&q, f.asked(a.q))
			}
			if !q.narrowed() || a.q.Op == team { // what user_id means in a team's list is only implied
				return ""
			}
			saw("filtered events", 1)
			return a.s.forbidden(a.s.identify(e), e, q, from, to)
		}))
}

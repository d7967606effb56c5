package variant

import (
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

type event = chatlayer.TrackingEvent

const (
	everything = 1 << 30
	// handful is how many events are read at once to find the few that a page shows.
	handful = 1000
)

// collect finds all events that the lookup asks for, on whichever page it is.
func collect(next pipeline.List, l *pipeline.Lookup) ([]event, error) {
	whole := *l
	whole.Token, whole.Query.Limit = "", everything
	var all []event
	for {
		page, err := next(&whole)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Events...)
		if page.Next == "" {
			return all, nil
		}
		whole.Token = page.Next
	}
}

// sieve shows only the events that keep holds for. Pages are as full as without it.
func sieve(next pipeline.List, l *pipeline.Lookup, keep func(event) bool) (pipeline.Page, error) {
	want := l.Query.Limit
	page := pipeline.Page{Events: []event{}}
	for {
		l.Query.Limit = max(want, handful)
		got, err := next(l)
		if err != nil {
			return pipeline.Page{}, err
		}
		fit, used := first(got.Events, want-len(page.Events), keep)
		if used < len(got.Events) { // the token of this place is wanted
			l.Query.Limit = used
			if got, err = next(l); err != nil {
				return pipeline.Page{}, err
			}
			fit = among(got.Events, fit)
		}
		page.Events, page.Next = append(page.Events, fit...), got.Next
		if page.Next == "" || len(page.Events) >= want {
			return page, nil
		}
		l.Token = got.Next
	}
}

// first returns the first n events to keep, and after how many of all events these are found.
func first(all []event, n int, keep func(event) bool) (kept []event, used int) {
	for i, e := range all {
		if !keep(e) {
			continue
		}
		kept = append(kept, e)
		if len(kept) == n {
			return kept, i + 1
		}
	}
	return kept, len(all)
}

// among returns the events of all that were chosen before: what is kept may change from one moment to the next.
func among(all, chosen []event) []event {
	type key struct{ bot, id string }
	known := map[key]bool{}
	for _, e := range chosen {
		known[key{e.BotID, e.ID}] = true
	}
	var kept []event
	for _, e := range all {
		if known[key{e.BotID, e.ID}] {
			kept = append(kept, e)
		}
	}
	return kept
}

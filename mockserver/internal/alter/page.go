package alter

import (
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

type event = chatlayer.TrackingEvent

// handful is how many events are read at once to find the few that a page shows.
const handful = 1000

// Recut reads all events of a lookup and cuts pages anew from those that keep holds for, in the order of the store. No page
// is empty but the only one.
func Recut(p *pipeline.Pipeline, next chatlayersteps.List, l *chatlayersteps.Lookup, keep func(event) bool) (chatlayersteps.Page, error) {
	all, err := next.All(l)
	if err != nil {
		return chatlayersteps.Page{}, err
	}
	return chatlayersteps.Of(p).Cut(l, slices.DeleteFunc(all, func(e event) bool { return !keep(e) }))
}

// Sift shows only the events that keep holds for, in the order and with the tokens of the steps below, whatever these are.
// Pages are as full as without it; the last may be empty.
func Sift(next chatlayersteps.List, l *chatlayersteps.Lookup, keep func(event) bool) (chatlayersteps.Page, error) {
	want := l.Query.Limit
	page := chatlayersteps.Page{Events: []event{}}
	for {
		l.Query.Limit = max(want, handful)
		got, err := next(l)
		if err != nil {
			return chatlayersteps.Page{}, err
		}
		fit, used := first(got.Events, want-len(page.Events), keep)
		if used < len(got.Events) { // the token of this place is wanted
			l.Query.Limit = used
			if got, err = next(l); err != nil {
				return chatlayersteps.Page{}, err
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
	wanted := map[key]bool{}
	for _, e := range chosen {
		wanted[key{e.BotID, e.ID}] = true
	}
	var kept []event
	for _, e := range all {
		if wanted[key{e.BotID, e.ID}] {
			kept = append(kept, e)
		}
	}
	return kept
}

package paging

import (
	"context"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// fineOffsets are parts of one millisecond: two lie in one microsecond, and two in the later half. None comes to a whole millisecond
// where a target cuts or rounds to four digits or more. They are not in the order of time: where they are, a token that knows the
// millisecond and the order of arrival leads right.
func fineOffsets() []time.Duration {
	return []time.Duration{600_200, 123_400, 943_800, 110 * time.Microsecond, 123_900}
}

var fineTies = conformance.Check{
	ID:          "chatlayer.paging.fine-ties",
	Level:       conformance.Should,
	Requirement: "CHL-PAGE-32",
	Also:        []string{"CHL-PAGE-10", "CHL-TIME-9"},
	Title:       "Events of one millisecond are neither lost nor repeated where a page ends among them.",
	Operations:  []string{kit.Get, kit.Post, "TrackEvent"},
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"later pages": 2},
	Run:         kit.WithPlanted(runFineTies),
}

// runFineTies walks events that share a millisecond, as the target prints them, with pages that end among them. How finely a bound is
// read nobody documents, so that is recorded.
func runFineTies(ctx context.Context, p *kit.Probe) {
	if !p.Honoured {
		p.NotApplicable("the target dates events itself, so none can be put within a millisecond")
	}
	own := trackFine(ctx, p)
	first := own[0].When().Truncate(time.Millisecond)
	for _, op := range []string{kit.Get, kit.Post} {
		q := kit.Query{
			Op: op, User: own[0].User, Start: kit.Bound(first.Add(-time.Millisecond)), End: kit.Bound(first.Add(time.Millisecond)),
			Size: 2,
		}
		w := p.Walk(ctx, q)
		if w.Endless && coarseCursor(ctx, p, w) {
			f := p.EndlessWalk(w)
			f.LooksLike, f.Symptoms = kit.CutCursor, nil // which other walks without an end have for other reasons
			p.Fail(f)
		}
		p.MustEnd(ctx, w)
		p.Hold(ctx, w, own, kit.Called(op)+" with pages that end within a millisecond")
		p.Saw("later pages", len(w.Pages)-1)
	}
	recordFine(ctx, p, own)
}

// coarseCursor reports whether a walk without an end is one within a millisecond alone: each page is the first again, each time that it
// is walked, and a walk over events some milliseconds apart, with a page for each, comes to its end.
func coarseCursor(ctx context.Context, p *kit.Probe, w kit.Walk) bool {
	apart := slices.CompactFunc(slices.Clone(p.Planted), func(a, b *kit.RunEvent) bool { return kit.SameMillisecond(a.When(), b.When()) })
	if len(apart) < 3 {
		return false
	}
	control := kit.ListBetween(w.Query.Op, apart[0].Moment(), apart[2].Moment().Add(time.Millisecond))
	control.Size = 1
	for range 3 { // where walks disturb each other it may be so by chance
		ended, again := p.Walk(ctx, control), p.Walk(ctx, w.Query)
		if !ended.Ended || len(ended.Pages) < 3 || !again.Endless || !beginsAgain(again) || !beginsAgain(w) {
			return false
		}
	}
	return true
}

// beginsAgain reports whether each page of a walk is the first one again.
func beginsAgain(w kit.Walk) bool {
	same := func(a, b kit.Event) bool { return a.Key() == b.Key() }
	return !slices.ContainsFunc(w.Pages, func(page kit.Page) bool { return !slices.EqualFunc(page.Events, w.Pages[0].Events, same) })
}

// recordFine records whether a bound within a millisecond is refused, means its instant, or something coarser.
func recordFine(ctx context.Context, p *kit.Probe, own []*kit.RunEvent) {
	said := []string{}
	for _, k := range []*kit.RunEvent{own[2], own[3]} { // the first lies in the microsecond of the one before it
		from := own[0].When().Truncate(time.Millisecond).Add(-time.Millisecond)
		for _, q := range []kit.Query{
			kit.ListBetween(kit.Get, k.When(), from.Add(3*time.Millisecond)),
			kit.ListBetween(kit.Get, from, k.When()),
		} {
			q.User = k.User
			page := p.Strange(ctx, p.HostileRequest(q))
			words := "refused"
			if page.Problem == "" {
				words = "coarser"
				if p.Compare(kit.Walk{Query: q, Pages: []kit.Page{page}}, own).None() {
					words = "its instant"
				}
			}
			if !slices.Contains(said, words) {
				said = append(said, words)
			}
		}
	}
	p.Record("a bound with more than three digits: %s", kit.Joined(said))
}

// trackFine tracks the events and returns them in the order of time. It ends the check unless the target prints all of them, and apart.
func trackFine(ctx context.Context, p *kit.Probe) []*kit.RunEvent {
	var own []*kit.RunEvent
	for _, offset := range fineOffsets() {
		e := p.OwnEvent("fine", offset)
		k, x := p.Stamping(kit.Bound(e.At)).Track(ctx, e)
		if k == nil && x.Refused() {
			p.NotApplicable("a timestamp with more than three digits is refused with status %d", x.Status)
		}
		if k == nil {
			p.Inconclusive("an event could not be tracked: %s", kit.Gist(x))
		}
		own = append(own, k)
	}
	there := kit.Query{
		User: own[0].User, Start: kit.Bound(p.Slot().Add(-time.Second)), End: kit.Bound(p.Slot().Add(time.Second)),
		Size: 100,
	} // in the form that all take
	if lost, _ := p.Settle(ctx, []kit.Query{there}, nil, own); len(lost) > 0 {
		p.Inconclusive("%s did not become visible", english.Of(len(lost), len(own), "event"))
	}
	slices.SortFunc(own, func(a, b *kit.RunEvent) int { return a.At.Compare(b.At) })
	for i, k := range own {
		if k.When().Nanosecond()%int(time.Millisecond) == 0 || i > 0 && k.When().Before(own[i-1].When()) {
			p.NotApplicable("the target prints no parts of a millisecond, such as of %s: %s", kit.Bound(k.At), k.Listed.Timestamp)
		}
	}
	return own
}

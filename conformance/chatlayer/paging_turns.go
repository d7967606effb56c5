package chatlayer

import (
	"context"
	"fmt"
	"time"
	"unicode/utf16"

	"github.com/understudy-mock/understudy/conformance"
)

// utf16Of returns the code units that JSON escapes.
func utf16Of(s string) []uint16 { return utf16.Encode([]rune(s)) }

// walkInTurn walks several queries in turn, a page each, and calls between after each round. It ends the check if a page is no page
// or a walk does not end.
func walkInTurn(ctx context.Context, p *probe, between func(round int), queries ...Query) []Walk {
	walks := make([]Walk, len(queries))
	for i, q := range queries {
		walks[i].Query = q
	}
	for round := 0; round < generous().pages; round++ {
		open := false
		for i := range walks {
			if !walks[i].Ended {
				step(ctx, p, &walks[i])
				open = open || !walks[i].Ended
			}
		}
		if !open {
			return walks
		}
		between(round)
	}
	p.Fail(conformance.Failure{Message: fmt.Sprintf("a walk along the page tokens does not end: there were still tokens after %d pages",
		generous().pages), Symptoms: withoutEnd()})
	return nil
}

// step reads the next page of a walk.
func step(ctx context.Context, p *probe, w *Walk) {
	q := w.Query
	if len(w.Pages) > 0 {
		q.Token = w.Last().Next
	}
	page := p.Whole(ctx, q)
	w.Pages = append(w.Pages, page)
	w.Ended = page.Next == ""
}

// mostArrivals is between how many pages events arrive: with small pages a walk would never end otherwise.
const mostArrivals = 6

func nothingBetween(int) {}

var pagingTwoWalks = conformance.Check{
	ID:          "chatlayer.paging.two-walks",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Also:        []string{"CHL-PAGE-6"},
	Title:       "Two walks in turn do not disturb each other.",
	Operations:  listing(),
	Floor:       map[string]int{"walks": 4, "later pages": 2},
	Run:         with(twoWalks),
}

// twoWalks walks in turn: the same query twice, and two different windows.
func twoWalks(ctx context.Context, p *probe) {
	for _, op := range p.everyList() {
		one := p.s.some(op, 12, p.s.random("turn one "+op)).sized(5)
		two := p.s.some(op, 13, p.s.random("turn two "+op)).sized(6)
		pairs := [][]Query{{one, two}}
		if op == get {
			pairs = append(pairs, []Query{one, one})
		}
		for _, pair := range pairs {
			for _, w := range p.patiently(ctx, func() []Walk { return walkInTurn(ctx, p, nothingBetween, pair...) }) {
				p.Hold(ctx, w, p.s.seed, called(op)+", one of two walks in turn")
				p.Saw("walks", 1)
				p.Saw("later pages", len(w.Pages)-1)
			}
		}
	}
}

var sizeChanges = conformance.Check{
	ID:          "chatlayer.paging.size-changes",
	Level:       conformance.Info,
	Requirement: "CHL-PAGE-19",
	Title:       "What another page_size in the middle of a walk does.",
	Operations:  []string{get},
	Floor:       map[string]int{"changes": 1},
	Unproved:    "records only",
	Run:         with(sizeChange),
}

// sizeChange records what another page_size in the middle of a walk does.
func sizeChange(ctx context.Context, p *probe) {
	q := p.s.some(get, 30, p.s.random("change")).sized(4)
	w := Walk{Query: q, Pages: []Page{p.open(ctx, q).first}}
	for _, q.Size = range []int{7, 3, 100, 100, 100} {
		q.Token = w.Last().Next
		page := p.strange(ctx, p.s.wrong(q))
		p.Saw("changes", 1)
		if page.Refused() {
			p.Record("another page_size in the middle of a walk is refused with status %d", page.X.Status)
			return
		}
		p.answered(page)
		w.Pages = append(w.Pages, page)
		if w.Ended = page.Next == ""; w.Ended {
			p.Hold(ctx, w, p.s.seed, "another page_size on each page")
			p.Record("with another page_size on each page the walk goes on where it was: %s, each once", w.size())
			return
		}
	}
	p.Record("with another page_size on each page the walk does not end within %s", w.size())
}

var pagingWritesElsewhere = conformance.Check{
	ID:          "chatlayer.paging.writes-elsewhere",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-31",
	Also:        []string{"CHL-PAGE-10"},
	Title:       "Events that arrive outside the window do not change a walk.",
	Operations:  append(listing(), "TrackEvent"),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"writes": 2, "later pages": 2},
	Run:         with(writesElsewhere),
}

// writesElsewhere tracks events between the pages of a walk whose window and version they do not have.
func writesElsewhere(ctx context.Context, p *probe) {
	from, _ := p.s.window()
	place := Sent{Version: "LIVE", Event: p.s.names.of("elsewhere"), User: p.s.names.of("elsewhere"), At: from.Add(-time.Hour)}
	draft := place
	draft.Version, draft.At = "DRAFT", from.Add(-2*time.Hour)
	for _, op := range p.everyList() {
		q := p.s.some(op, 12, p.s.random("elsewhere "+op)).sized(4)
		write := func(round int) {
			if round >= mostArrivals {
				return
			}
			for _, e := range []Sent{place, draft} {
				e.At = e.At.Add(time.Duration(round) * time.Second)
				if k, _ := p.Track(ctx, e); k != nil {
					p.Saw("writes", 1)
				}
			}
		}
		w := p.patiently(ctx, func() []Walk { return walkInTurn(ctx, p, write, q) })[0]
		p.Hold(ctx, w, p.s.seed, called(op)+" while events arrive outside its window")
		p.Saw("later pages", len(w.Pages)-1)
	}
}

var pagingArrivals = conformance.Check{
	ID:          "chatlayer.paging.arrivals",
	Level:       conformance.Info,
	Requirement: "CHL-PAGE-23",
	Title:       "Whether a walk keeps the events that were there before it while others arrive.",
	Operations:  []string{get, "TrackEvent"},
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"arrivals": 2},
	Unproved:    "records only",
	Run:         with(arrivals),
}

// arrivals tracks events of one user between the pages of a walk over that user's events: before the first, in the middle
// and behind the last.
func arrivals(ctx context.Context, p *probe) {
	at, user := p.s.base.Add(70*time.Minute), p.s.names.of("arrivals")
	event := func(offset time.Duration) *Known {
		k, x := p.Track(ctx, Sent{Version: "LIVE", Event: p.s.names.of("arrival"), User: user, At: at.Add(offset)})
		if k == nil {
			p.Inconclusive("an event of this check was not taken: %s", gist(x))
		}
		return k
	}
	var there []*Known
	for i := range 6 {
		there = append(there, event(time.Duration(i)*time.Second))
	}
	if lost := p.settleOwn(ctx, there...); len(lost) > 0 {
		p.Inconclusive("%d of %d events did not become visible", len(lost), len(there))
	}
	from, to := p.s.span(there)
	var later []*Known
	walks := walkInTurn(ctx, p, func(round int) {
		if round < mostArrivals {
			offset := []time.Duration{-500 * time.Millisecond, 5500 * time.Millisecond, 2500 * time.Millisecond}[round%3]
			later = append(later, event(offset+time.Duration(round)*time.Millisecond))
			p.Saw("arrivals", 1)
		}
	}, Query{User: user, Start: bound(from), End: bound(to), Size: 2})
	oncePresent(p, walks[0], there)
	p.Record("a walk shows each of %s that were there before once, and %d of %d that came meanwhile",
		plural(len(there), "event"), len(later)-len(unseen(p.seen(walks[0]), later)), len(later))
}

// oncePresent wants each event exactly once; others may be there.
func oncePresent(p *probe, w Walk, there []*Known) {
	times := p.s.knownOf(w)
	d := difference{}
	for _, k := range there {
		switch n := times[k]; {
		case n == 0:
			d.missing = append(d.missing, k)
		case n > 1:
			d.repeated = append(d.repeated, k.Listed)
		}
	}
	switch {
	case d.none():
		return
	case len(d.repeated) == 0 && p.s.eventual.Load():
		p.Inconclusive("the target's lists take their time, so what a walk lacks proves nothing")
	}
	p.Fail(conformance.Failure{
		Message:  fmt.Sprintf("%s while events arrive: of those that were there before, %s", called(w.Query.Op), d),
		Expected: fmt.Sprintf("%d events, each once", len(there)), Got: d.details(p.s), Exchanges: lastOf(w, 3),
		Pictures: []conformance.Picture{strip(p.s, w, d)},
	})
}

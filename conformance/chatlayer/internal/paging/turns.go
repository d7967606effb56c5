package paging

import (
	"context"
	"fmt"
	"time"
	"unicode/utf16"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// utf16Of returns the code units that JSON escapes.
func utf16Of(s string) []uint16 { return utf16.Encode([]rune(s)) }

// walkInTurn walks several queries in turn, a page each, and calls between after each round. It ends the check if a page is no page
// or a walk does not end.
func walkInTurn(ctx context.Context, p *kit.Probe, between func(round int), queries ...kit.Query) []kit.Walk {
	walks := make([]kit.Walk, len(queries))
	for i, q := range queries {
		walks[i].Query = q
	}
	for round := 0; round < kit.UsualLimits().Pages; round++ {
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
		kit.UsualLimits().Pages), Symptoms: kit.WithoutEnd()})
	return nil
}

// step reads the next page of a walk.
func step(ctx context.Context, p *kit.Probe, w *kit.Walk) {
	q := w.Query
	if len(w.Pages) > 0 {
		q.Token = w.Last().Next
	}
	page := p.MustPage(ctx, q)
	w.Pages = append(w.Pages, page)
	w.Ended = page.Next == ""
}

// mostArrivals is between how many pages events arrive: with small pages a walk would never end otherwise.
const mostArrivals = 6

func nothingBetween(int) {}

var twoWalks = conformance.Check{
	ID:          "chatlayer.paging.two-walks",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-10",
	Also:        []string{"CHL-PAGE-6"},
	Title:       "Two walks in turn do not disturb each other.",
	Operations:  kit.AllLists(),
	Floor:       map[string]int{"walks": 4, "later pages": 2},
	Run:         kit.WithPlanted(runTwoWalks),
}

// runTwoWalks walks in turn: the same query twice, and two different windows.
func runTwoWalks(ctx context.Context, p *kit.Probe) {
	for _, op := range p.EveryList() {
		one := p.ListSome(op, 12, p.Random("turn one "+op)).Sized(5)
		two := p.ListSome(op, 13, p.Random("turn two "+op)).Sized(6)
		pairs := [][]kit.Query{{one, two}}
		if op == kit.Get {
			pairs = append(pairs, []kit.Query{one, one})
		}
		for _, pair := range pairs {
			for _, w := range p.Patiently(ctx, func() []kit.Walk { return walkInTurn(ctx, p, nothingBetween, pair...) }) {
				p.Hold(ctx, w, p.Planted, kit.Called(op)+", one of two walks in turn")
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
	Operations:  []string{kit.Get},
	Floor:       map[string]int{"changes": 1},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(sizeChange),
}

// sizeChange records what another page_size in the middle of a walk does.
func sizeChange(ctx context.Context, p *kit.Probe) {
	q := p.ListSome(kit.Get, 30, p.Random("change")).Sized(4)
	w := kit.Walk{Query: q, Pages: []kit.Page{p.Open(ctx, q).First}}
	for _, q.Size = range []int{7, 3, 100, 100, 100} {
		q.Token = w.Last().Next
		page := p.Strange(ctx, p.HostileRequest(q))
		p.Saw("changes", 1)
		if page.Declined() {
			p.Record("another page_size in the middle of a walk is refused with status %d", page.X.Status)
			return
		}
		p.MustBePage(page)
		w.Pages = append(w.Pages, page)
		if w.Ended = page.Next == ""; w.Ended {
			p.Hold(ctx, w, p.Planted, "another page_size on each page")
			p.Record("with another page_size on each page the walk goes on where it was: %s, each once", w.Size())
			return
		}
	}
	p.Record("with another page_size on each page the walk does not end within %s", w.Size())
}

var writesElsewhere = conformance.Check{
	ID:          "chatlayer.paging.writes-elsewhere",
	Level:       conformance.Must,
	Requirement: "CHL-PAGE-31",
	Also:        []string{"CHL-PAGE-10"},
	Title:       "Events that arrive outside the window do not change a walk.",
	Operations:  append(kit.AllLists(), "TrackEvent"),
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"writes": 2, "later pages": 2},
	Run:         kit.WithPlanted(runWritesElsewhere),
}

// runWritesElsewhere tracks events between the pages of a walk whose window and version they do not have.
func runWritesElsewhere(ctx context.Context, p *kit.Probe) {
	from, _ := p.PlantedWindow()
	place := kit.Sent{Version: "LIVE", Event: p.Names.Of("elsewhere"), User: p.Names.Of("elsewhere"), At: from.Add(-time.Hour)}
	draft := place
	draft.Version, draft.At = "DRAFT", from.Add(-2*time.Hour)
	for _, op := range p.EveryList() {
		q := p.ListSome(op, 12, p.Random("elsewhere "+op)).Sized(4)
		write := func(round int) {
			if round >= mostArrivals {
				return
			}
			for _, e := range []kit.Sent{place, draft} {
				e.At = e.At.Add(time.Duration(round) * time.Second)
				if k, _ := p.Track(ctx, e); k != nil {
					p.Saw("writes", 1)
				}
			}
		}
		w := p.Patiently(ctx, func() []kit.Walk { return walkInTurn(ctx, p, write, q) })[0]
		p.Hold(ctx, w, p.Planted, kit.Called(op)+" while events arrive outside its window")
		p.Saw("later pages", len(w.Pages)-1)
	}
}

var arrivals = conformance.Check{
	ID:          "chatlayer.paging.arrivals",
	Level:       conformance.Info,
	Requirement: "CHL-PAGE-23",
	Title:       "Whether a walk keeps the events that were there before it while others arrive.",
	Operations:  []string{kit.Get, "TrackEvent"},
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Writing,
	Floor:       map[string]int{"arrivals": 2},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(runArrivals),
}

// runArrivals tracks events of one user between the pages of a walk over that user's events: before the first, in the middle
// and behind the last.
func runArrivals(ctx context.Context, p *kit.Probe) {
	at, user := p.Base.Add(70*time.Minute), p.Names.Of("arrivals")
	event := func(offset time.Duration) *kit.RunEvent {
		k, x := p.Track(ctx, kit.Sent{Version: "LIVE", Event: p.Names.Of("arrival"), User: user, At: at.Add(offset)})
		if k == nil {
			p.Inconclusive("an event of this check was not taken: %s", kit.Gist(x))
		}
		return k
	}
	var there []*kit.RunEvent
	for i := range 6 {
		there = append(there, event(time.Duration(i)*time.Second))
	}
	if lost := p.SettleOwn(ctx, there...); len(lost) > 0 {
		p.Inconclusive("%s did not become visible", english.Of(len(lost), len(there), "event"))
	}
	from, to := p.EventWindow(there)
	var later []*kit.RunEvent
	walks := walkInTurn(ctx, p, func(round int) {
		if round < mostArrivals {
			offset := []time.Duration{-500 * time.Millisecond, 5500 * time.Millisecond, 2500 * time.Millisecond}[round%3]
			later = append(later, event(offset+time.Duration(round)*time.Millisecond))
			p.Saw("arrivals", 1)
		}
	}, kit.Query{User: user, Start: kit.Bound(from), End: kit.Bound(to), Size: 2})
	oncePresent(p, walks[0], there)
	p.Record("a walk shows each of %s that were there before once, and %d of %d that came meanwhile",
		english.Count(len(there), "event"), len(later)-len(kit.Unseen(p.Seen(walks[0]), later)), len(later))
}

// oncePresent wants each event exactly once; others may be there.
func oncePresent(p *kit.Probe, w kit.Walk, there []*kit.RunEvent) {
	times := p.TimesOf(w)
	d := kit.Difference{}
	for _, k := range there {
		switch n := times[k]; {
		case n == 0:
			d.Missing = append(d.Missing, k)
		case n > 1:
			d.Repeated = append(d.Repeated, k.Listed)
		}
	}
	switch {
	case d.None():
		return
	case len(d.Repeated) == 0 && p.Eventual.Load():
		p.Inconclusive("the target's lists take their time, so what a walk lacks proves nothing")
	}
	p.Fail(conformance.Failure{
		Message:  fmt.Sprintf("%s while events arrive: of those that were there before, %s", kit.Called(w.Query.Op), d),
		Expected: english.Count(len(there), "event") + ", each once", Got: p.Details(d), Exchanges: kit.LastOf(w, 3),
		Pictures: []conformance.Picture{p.Strip(w, d)},
	})
}

package misbehave

import (
	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

type event = chatlayer.TrackingEvent

func pageEdges() []Misbehaviour {
	return area("paging",
		breaks("page.repeats-last", 2, "The last event of a page is also the first of the next.", "CHL-PAGE-10", repeatLast(alter.Always)),
		breaks("page.skips-first", 2, "The first event of every page but the first is skipped.", "CHL-PAGE-10", skipFirst(alter.Later)),
		breaks("page.single-rest-lost", 3,
			"If exactly one event is left for the next page, there is no token, and the event is missing.",
			"CHL-PAGE-10", loseSingleRest),
		breaks("page.token-at-end", 2, "The last page has a token that leads to the same page again.", "CHL-PAGE-11 CHL-PAGE-24",
			tokenAtEnd),
		breaks("page.ten-pages", 3, "The list ends after ten pages, although there are more events.", "CHL-PAGE-10", endAfter(10)),
	)
}

// repeatLast makes room for the last event of the page before, so that no page is too long.
func repeatLast(holds func(*chatlayersteps.Lookup) bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		last := alter.NewMemory[event]()
		alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
			again, known := last.Get(l.Token)
			known = known && holds(l) && l.Query.Limit > 1
			if known {
				l.Query.Limit--
			}
			page, err := next(l)
			if page.Next != "" {
				last.Put(page.Next, page.Events[len(page.Events)-1])
			}
			if known && err == nil {
				page.Events = append([]event{again}, page.Events...)
			}
			return page, err
		})(p)
	}
}

func skipFirst(holds func(*chatlayersteps.Lookup) bool) alter.Decorator {
	return alter.AfterPage(func(l *chatlayersteps.Lookup, page *chatlayersteps.Page) {
		if holds(l) && len(page.Events) > 0 {
			page.Events = page.Events[1:]
		}
	})
}

// numbered tells decorators on which page of its walk a lookup is, counted from one.
func numbered(change func(number int, l *chatlayersteps.Lookup, page *chatlayersteps.Page)) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		numbers := alter.NewMemory[int]()
		alter.AfterPage(func(l *chatlayersteps.Lookup, page *chatlayersteps.Page) {
			number, _ := numbers.Get(l.Token)
			number++
			if page.Next != "" {
				numbers.Put(page.Next, number)
			}
			change(number, l, page)
		})(p)
	}
}

func endAfter(pages int) alter.Decorator {
	return numbered(func(number int, _ *chatlayersteps.Lookup, page *chatlayersteps.Page) {
		if number >= pages {
			page.Next = ""
		}
	})
}

func loseSingleRest(p *pipeline.Pipeline) {
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		page, err := next(l)
		if err != nil || page.Next == "" {
			return page, err
		}
		rest := *l
		rest.Token, rest.Query.Limit = page.Next, 2
		if left, err := next(&rest); err == nil && len(left.Events) == 1 {
			page.Next = ""
		}
		return page, nil
	})(p)
}

func tokenAtEnd(p *pipeline.Pipeline) {
	alter.AfterPage(func(l *chatlayersteps.Lookup, page *chatlayersteps.Page) {
		switch {
		case page.Next != "":
		case l.First():
			page.Next = chatlayersteps.Of(p).Tokens.Encode(l.Bound, chatlayersteps.PositionOf(event{BotID: " "}))
		default:
			page.Next = l.Token
		}
	})(p)
}

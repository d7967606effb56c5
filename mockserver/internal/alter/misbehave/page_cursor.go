package misbehave

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func pageCursors() []Misbehaviour {
	return area("paging",
		breaks("page.cursor-moves", 3, "A page_token leads to another page each time it is used.", "CHL-PAGE-6", movingCursor),
		breaks("page.ties-lost", 4, "Events with the same timestamp as the last event of a page are missing from the next.", "CHL-PAGE-10",
			cutAt(alter.Always, func(e event, after mark) bool { return e.Timestamp.After(after.at) })),
		breaks("page.ties-repeated", 4, "Events with the same timestamp as the last event of a page come again on the next.", "CHL-PAGE-10",
			repeatTies),
		breaks("page.offset-unstable", 4,
			"Pages are cut by offset, and events with the same timestamp change places between requests.",
			"CHL-PAGE-10", unstable),
		breaks("page.cursor-cut-to-millisecond", 4,
			"Events in the same millisecond as the last event of a page come again on the next.",
			"CHL-PAGE-10", cutToMillisecond),
	)
}

// ownToken begins the tokens that a decorator makes itself.
const ownToken = "o."

// mark is the last event of a page, as far as a cursor knows it.
type mark struct {
	at  time.Time
	bot string
	id  string
}

// cutAt pages over all events and takes as behind the edge what the cursor takes for it.
func cutAt(holds func(*chatlayersteps.Lookup) bool, behind func(e event, after mark) bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		marks := alter.NewMemory[mark]()
		alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
			after, known := marks.Get(l.Token)
			if !holds(l) || !l.First() && !known {
				return next(l)
			}
			all, err := next.All(l)
			if err != nil {
				return chatlayersteps.Page{}, err
			}
			page := chatlayersteps.Page{Events: []event{}}
			for _, e := range all {
				if known && !behind(e, after) {
					continue
				}
				if len(page.Events) == l.Query.Limit {
					last := page.Events[len(page.Events)-1]
					page.Next = chatlayersteps.Of(p).Tokens.Encode(l.Bound, chatlayersteps.PositionOf(last))
					marks.Put(page.Next, mark{last.Timestamp, last.BotID, last.ID})
					break
				}
				page.Events = append(page.Events, e)
			}
			return page, nil
		})(p)
	}
}

// repeatTies moves on behind an instant that fills a page, so that a walk ends all the same.
func repeatTies(p *pipeline.Pipeline) {
	marks := alter.NewMemory[time.Time]()
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		from, known := marks.Get(l.Token)
		if !known {
			page, err := next(l)
			return remember(marks, page), err
		}
		rest := *l
		rest.Query.Start = from
		all, err := next.All(&rest)
		if err != nil {
			return chatlayersteps.Page{}, err
		}
		page := chatlayersteps.Page{Events: all[:min(len(all), l.Query.Limit)]}
		if len(all) > l.Query.Limit {
			last := page.Events[len(page.Events)-1]
			if last.Timestamp.Equal(from) {
				last.Timestamp = last.Timestamp.Add(1)
			}
			page.Next = chatlayersteps.Of(p).Tokens.Encode(l.Bound, chatlayersteps.PositionOf(last))
			marks.Put(page.Next, last.Timestamp)
		}
		return page, nil
	})(p)
}

func remember(marks *alter.Memory[time.Time], page chatlayersteps.Page) chatlayersteps.Page {
	if page.Next != "" {
		marks.Put(page.Next, page.Events[len(page.Events)-1].Timestamp)
	}
	return page
}

func movingCursor(p *pipeline.Pipeline) {
	moved := alter.NewMemory[string]()
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		asked := l.Token
		if now, known := moved.Get(asked); known && now != "" {
			l.Token = now
		}
		page, err := next(l)
		if asked != "" && err == nil {
			moved.Put(asked, page.Next)
		}
		return page, err
	})(p)
}

// byOffset pages by how many events came before.
func byOffset(order func([]event)) alter.Decorator {
	return alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		from := 0
		if !l.First() {
			var err error
			if from, err = strconv.Atoi(strings.TrimPrefix(l.Token, ownToken)); err != nil || from < 0 {
				return chatlayersteps.Page{}, pagetoken.ErrMalformed
			}
		}
		all, err := next.All(l)
		if err != nil {
			return chatlayersteps.Page{}, err
		}
		order(all)
		from = min(from, len(all))
		to := min(from+l.Query.Limit, len(all))
		page := chatlayersteps.Page{Events: all[from:to]}
		if to < len(all) {
			page.Next = ownToken + strconv.Itoa(to)
		}
		return page, nil
	})
}

func unstable(p *pipeline.Pipeline) {
	var calls atomic.Int64
	byOffset(func(all []event) {
		salt := decimal(calls.Add(1))
		slices.SortStableFunc(all, func(a, b event) int {
			return cmp.Or(a.Timestamp.Compare(b.Timestamp), cmp.Compare(alter.Hash(salt+a.ID), alter.Hash(salt+b.ID)))
		})
	})(p)
}

func cutToMillisecond(p *pipeline.Pipeline) {
	steps := chatlayersteps.Of(p)
	steps.Tokens = coarseTokens{steps.Tokens}
}

// coarseTokens forget what of a time is less than a millisecond.
type coarseTokens struct{ chatlayersteps.Tokens }

func (t coarseTokens) Encode(q pagetoken.Query, at eventstore.Position) string {
	at.Time = at.Time.Truncate(time.Millisecond)
	return t.Tokens.Encode(q, at)
}

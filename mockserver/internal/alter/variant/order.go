package variant

import (
	"cmp"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

type position = eventstore.Position

func orders() []Variant {
	return []Variant{
		legal("L02", "order.newest-first", "Lists begin with the newest event.", ordered(newestFirst)),
		legal("L02", "order.by-id", "Lists are in the order of the events' ids.", ordered(byID)),
		legal("", "order.alternates", "Every other walk lists the newest event first.", alternating),
	}
}

// before tells which of two places comes first, as slices.SortFunc wants it. No two events may be equal.
type before func(a, b position) int

func newestFirst(a, b position) int { return b.Compare(a) }

func byID(a, b position) int { return cmp.Or(cmp.Compare(a.ID, b.ID), cmp.Compare(a.Stream, b.Stream)) }

func ordered(order before) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
			return reorder(p, order, next, l)
		})(p)
	}
}

// reorder finds the page in another order. Its token is the place of the last event, so what arrives meanwhile never makes
// another event appear twice or go missing.
func reorder(p *pipeline.Pipeline, order before, next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
	var after position
	if !l.First() {
		var err error
		if after, err = chatlayersteps.Of(p).Tokens.Decode(l.Bound, l.Token); err != nil {
			return chatlayersteps.Page{}, err
		}
	}
	events, err := next.All(l)
	if err != nil {
		return chatlayersteps.Page{}, err
	}
	if !l.First() {
		events = slices.DeleteFunc(events, func(e event) bool { return order(chatlayersteps.PositionOf(e), after) <= 0 })
	}
	page := chatlayersteps.Page{Events: leading(events, l.Query.Limit, order)}
	if n := len(page.Events); n < len(events) {
		page.Next = chatlayersteps.Of(p).Tokens.Encode(l.Bound, chatlayersteps.PositionOf(page.Events[n-1]))
	}
	return page, nil
}

// leading returns the first n events in an order. Few of many are found without sorting all.
func leading(events []event, n int, order before) []event {
	compare := func(a, b event) int { return order(chatlayersteps.PositionOf(a), chatlayersteps.PositionOf(b)) }
	const few = 8
	if len(events) < few*n {
		slices.SortFunc(events, compare)
		return append([]event{}, events[:min(n, len(events))]...)
	}
	first := make([]event, 0, n+1)
	for _, e := range events {
		if len(first) == n && compare(e, first[n-1]) > 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(first, e, compare)
		first = slices.Insert(first, at, e)
		first = first[:min(n, len(first))]
	}
	return first
}

const backwards = "down."

// alternating starts every other walk at the other end. The token says which way a walk goes.
func alternating(p *pipeline.Pipeline) {
	var walks atomic.Uint64
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		token, down := strings.CutPrefix(l.Token, backwards)
		if l.First() {
			down = walks.Add(1)%2 == 0
		} else if token == "" {
			return chatlayersteps.Page{}, pagetoken.ErrMalformed
		}
		if !down {
			return next(l)
		}
		l.Token = token
		page, err := reorder(p, newestFirst, next, l)
		if page.Next != "" {
			page.Next = backwards + page.Next
		}
		return page, err
	})(p)
}

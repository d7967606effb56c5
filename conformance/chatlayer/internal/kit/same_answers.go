package kit

import (
	"context"
	"hash/maphash"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// sameness is which lists were asked for, and what came byte for byte for several of them. The zero value is ready to use.
type sameness struct {
	mu      sync.Mutex
	seed    maphash.Seed
	first   map[uint64][]heldPage // first pages with events by what came, once for each query
	asked   []heldPage
	foreign []foreign
}

// heldPage is a list that was answered with a page.
type heldPage struct {
	q            Query
	number       int // of the exchange
	began, ended time.Time
	sum          uint64 // a number for the answer
	next         string
	hostile      bool
	empty        bool
}

// foreign is a page that does not belong there, and the query to which it is the answer.
type foreign struct {
	q, before Query
	from, to  time.Time
	none      bool // whether none of the page belongs there
}

// hold notes a page, and compares a first page that has events with those that came before it.
func (s *Session) hold(p Page) {
	q, list := p.X.Request.Meta.(Query)
	if !list || p.Problem != "" {
		return
	}
	q = s.WithDefaults(q)
	c := &s.same
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.first == nil {
		c.seed, c.first = maphash.MakeSeed(), map[uint64][]heldPage{}
	}
	one := heldPage{
		q, p.X.Number, p.X.Began, p.X.Began.Add(p.X.Took), c.sum(q.Op, p.X.Body), p.Next, wrongOnPurpose(p.X.Request),
		len(p.Events) == 0,
	}
	c.asked = append(c.asked, one)
	if len(p.Events) == 0 || q.Token != "" {
		return
	}
	before := c.first[one.sum]
	if len(before) == mostAlike || slices.ContainsFunc(before, func(l heldPage) bool { return l.q.sameList(q) && l.q.differs(q) == 0 }) {
		return
	}
	c.first[one.sum] = append(before, one)
	for _, other := range before {
		s.compare(one, other, p)
		s.compare(other, one, p)
	}
}

// mostAlike is how many queries are remembered that got the same page.
const mostAlike = 10

// compare notes a page that came for two queries if it is the answer to the second alone.
func (s *Session) compare(one, other heldPage, p Page) {
	q := one.q
	from, to := Instants(q)
	plain := q.Start == Bound(from) && q.End == Bound(to) && len(q.Filters) == 0 && !one.hostile
	if !plain || !q.sameList(other.q) || !s.allows(other.q, p.Events) {
		return
	}
	none := !slices.ContainsFunc(p.Events, func(e Event) bool { return s.allows(q, []Event{e}) })
	if none || q.shorter(other.q) && p.Held() > q.Size || !s.allows(q, p.Events) {
		s.same.foreign = append(s.same.foreign, foreign{q, other.q, from, to, none || q.shorter(other.q)})
	}
}

// shorter reports whether a query asks for shorter pages, and for nothing else that is different.
func (q Query) shorter(than Query) bool {
	return q.differs(than) == partSize && q.Size > 0 && (q.Size < than.Size || than.Size == 0)
}

// lacks reports whether the page had to show something else.
func (f foreign) lacks(planted []*RunEvent) bool {
	return f.q.shorter(f.before) || slices.ContainsFunc(planted, func(k *RunEvent) bool { return k.Seen && k.Matches(f.q, f.from, f.to) })
}

// heeded reports whether a walk that was right would not have been, if what is different in the two queries were ignored always.
func (f foreign) heeded(v *Sighting) bool {
	q, from, to := v.q, v.from, v.to
	if f.q.shorter(f.before) {
		return q.Op == f.q.Op && q.Size == f.q.Size && len(v.pages) > 1 &&
			!slices.ContainsFunc(v.pages, func(page []shown) bool { return len(page) > q.Size })
	}
	if f.q.Version != f.before.Version {
		q.Op = Team // which asks for no version
	}
	if f.q.Start != f.before.Start {
		from = time.Time{}
	}
	if f.q.End != f.before.End {
		to = to.AddDate(100, 0, 0)
	}
	for _, filter := range PlainFilters {
		if filter.Asked(f.q) != filter.Asked(f.before) {
			filter.Ask(&q, "")
		}
	}
	return v.q.Op == f.q.Op && slices.ContainsFunc(v.planted,
		func(k *RunEvent) bool { return v.right[k] != (k.fits(q) && Inside(k.When(), from, to)) })
}

// sameAnswers finds lists that give one query the answer to another, and at other times heed what is different in the two: a mistake
// that is made always does not do that. Where no walk was right, queries that differ in several parts do as well. It explains the failures
// in which all that is wrong is what such an answer shows.
func (s *Session) sameAnswers(ctx context.Context, failed []conformance.Case, right []*Sighting) []conformance.Cause {
	passing := s.passing(ctx, right)
	s.same.mu.Lock()
	defer s.same.mu.Unlock()
	cause, names, first := conformance.Cause{}, []string(nil), map[string]int{}
	for _, op := range []string{Get, Post, Team} {
		m, found := s.mixed(op, right, passing)
		if !found {
			continue
		}
		before := len(cause.Explains)
		for _, c := range failed {
			if !slices.Contains(cause.Explains, c.Check.ID) && m.explains(c.Failure) {
				cause.Explains, first[c.Check.ID] = append(cause.Explains, c.Check.ID), m.earlier(c.Failure)
			}
		}
		if len(cause.Explains) > before {
			names = append(names, Called(op))
		}
	}
	if cause.Explains == nil {
		return nil
	}
	cause.Before = s.numbered(first)
	cause.Name = mixedUp + ", by " + strings.Join(names, " and ") +
		": a cache whose key lacks a part of what is asked, or a variable that requests share"
	return []conformance.Cause{cause}
}

// numbered finds the exchanges that have some numbers.
func (s *Session) numbered(numbers map[string]int) map[string]*exchange.Exchange {
	kept, found := map[int]*exchange.Exchange{}, map[string]*exchange.Exchange{}
	for _, x := range s.client.Exchanges() {
		kept[x.Number] = x
	}
	for id, number := range numbers {
		found[id] = kept[number]
	}
	return found
}

// passing reports whether pages of which a part does not belong there are right when they are asked for again. What is wrong for good is
// another mistake: a filter that lets others through, too, may give two queries one answer.
func (s *Session) passing(ctx context.Context, right []*Sighting) bool {
	s.same.mu.Lock()
	asked := slices.DeleteFunc(slices.Clone(s.same.foreign), func(f foreign) bool { return f.none || !f.lately(s.Planted, right) })
	s.same.mu.Unlock()
	if len(asked) == 0 {
		return false
	}
	again := s.askAgain()
	return !slices.ContainsFunc(asked[:min(len(asked), 3)], func(f foreign) bool { return !again.right(ctx, f.q, s.Planted) })
}

// lately reports whether the page had to show something else, and lists of its kind were right at other times.
func (f foreign) lately(planted []*RunEvent, right []*Sighting) bool {
	return f.lacks(planted) && slices.ContainsFunc(right, func(v *Sighting) bool {
		return f.heeded(v) && (f.none || v.q.Version == f.q.Version && v.q.asks().asked() == f.q.asks().asked())
	})
}

// mixed reports whether the lists of an operation give the answers to other queries. Pages that are wrong in part count if what is wrong
// with them passes.
func (s *Session) mixed(op string, right []*Sighting, passing bool) (m mixing, found bool) {
	const least = 2 // one may be chance
	n, lacks := 0, 0
	never := !slices.ContainsFunc(right, func(v *Sighting) bool { return v.q.Op == op })
	for _, f := range s.same.foreign {
		if f.q.Op == op && (f.none || passing) && (never || f.lately(s.Planted, right)) {
			n, lacks = n+1, lacks|f.q.differs(f.before)
		}
	}
	if n < least || never && lacks&(lacks-1) == 0 {
		return m, false
	}
	m = s.mixing(op, lacks, right)
	if never {
		m.heeded = everyPart
	}
	return m, true
}

// sum is a number for the answer of an operation.
func (c *sameness) sum(op string, body []byte) uint64 {
	return maphash.Bytes(c.seed, append([]byte(op), body...))
}

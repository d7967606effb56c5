package kit

import (
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
		q, p.X.Number, p.X.Began, p.X.Began.Add(p.X.Took), c.sum(q.Op, p.X.Body), p.Next, p.X.Request.Hostile,
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
		c.compare(one, other, p)
		c.compare(other, one, p)
	}
}

// mostAlike is how many queries are remembered that got the same page.
const mostAlike = 10

// compare notes a page that came for two queries if it is the answer to the second alone.
func (c *sameness) compare(one, other heldPage, p Page) {
	q := one.q
	from, to := Instants(q)
	plain := q.Start == Bound(from) && q.End == Bound(to) && len(q.Filters) == 0 && !one.hostile
	if !plain || !q.sameList(other.q) || !other.q.allows(p.Events) {
		return
	}
	none := !slices.ContainsFunc(p.Events, func(e Event) bool { return Allowed(e, q, from, to) == "" })
	if none || q.shorter(other.q) && p.Held() > q.Size {
		c.foreign = append(c.foreign, foreign{q, other.q, from, to})
	}
}

// shorter reports whether a query asks for shorter pages, and for nothing else that is different.
func (q Query) shorter(than Query) bool {
	return q.differs(than) == partSize && q.Size > 0 && (q.Size < than.Size || than.Size == 0)
}

// lacks reports whether the page had to show something else.
func (f foreign) lacks(known []*Known) bool {
	return f.q.shorter(f.before) || slices.ContainsFunc(known, func(k *Known) bool { return k.Seen && k.Matches(f.q, f.from, f.to) })
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
	return v.q.Op == f.q.Op && slices.ContainsFunc(v.known,
		func(k *Known) bool { return v.right[k] != (k.fits(q) && Inside(k.When(), from, to)) })
}

// sameAnswers finds lists that give one query the answer to another, and at other times heed what is different in the two: a mistake
// that is made always does not do that. Where no walk was right, queries that differ in several parts do as well. It explains the failures
// in which all that is wrong is what such an answer shows.
func (s *Session) sameAnswers(failed []conformance.Case, right []*Sighting) []conformance.Cause {
	s.same.mu.Lock()
	defer s.same.mu.Unlock()
	cause, names, first := conformance.Cause{}, []string(nil), map[string]int{}
	for _, op := range []string{Get, Post, Team} {
		m, found := s.mixed(op, right)
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
	cause.Name = "the same answer to different queries, by " + strings.Join(names, " and ") +
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

// mixed reports whether the lists of an operation give the answers to other queries.
func (s *Session) mixed(op string, right []*Sighting) (m mixing, found bool) {
	const least = 2 // one may be chance
	n, lacks := 0, 0
	never := !slices.ContainsFunc(right, func(v *Sighting) bool { return v.q.Op == op })
	for _, f := range s.same.foreign {
		if f.q.Op == op && (never || f.lacks(s.Planted) && slices.ContainsFunc(right, f.heeded)) {
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

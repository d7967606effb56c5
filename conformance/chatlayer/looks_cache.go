package chatlayer

import (
	"hash/maphash"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/wire"
)

// sameness is which first pages of lists came byte for byte for several queries. The zero value is ready to use.
type sameness struct {
	mu      sync.Mutex
	seed    maphash.Seed
	first   map[uint64]Query // who got a page first
	numbers map[int]string   // the operations of the exchanges in which it came again, for another query
	foreign []foreign
}

// foreign is a page none of whose events belongs there, and the query for which it had come before.
type foreign struct {
	q, before Query
	from, to  time.Time
}

// hold compares a first page that has events with those that came before it.
func (s *session) hold(p Page) {
	q, _ := p.X.Request.Meta.(Query)
	if p.Problem != "" || len(p.Events) == 0 || q.Token != "" {
		return
	}
	q = s.filled(q)
	c := &s.same
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.first == nil {
		c.seed, c.first, c.numbers = maphash.MakeSeed(), map[uint64]Query{}, map[int]string{}
	}
	body := c.sum(q.Op, p.X.Body)
	before, again := c.first[body]
	if !again {
		c.first[body] = q
		return
	}
	if before.Bot+before.describe() == q.Bot+q.describe() {
		return
	}
	c.numbers[p.X.Number] = q.Op
	from, to := instants(q)
	plain := q.Start == bound(from) && q.End == bound(to) && len(q.Filters) == 0
	if plain && !slices.ContainsFunc(p.Events, func(e Event) bool { return allowed(e, q, from, to) == "" }) {
		c.foreign = append(c.foreign, foreign{q, before, from, to})
	}
}

// lacks reports whether the page had to show something else.
func (f foreign) lacks(known []*Known) bool {
	return slices.ContainsFunc(known, func(k *Known) bool { return k.Seen && k.matches(f.q, f.from, f.to) })
}

// heeded reports whether a walk that was right would not have been, if what is different in the two queries were ignored always.
func (f foreign) heeded(v *sighting) bool {
	q, from, to := v.q, v.from, v.to
	if f.q.Version != f.before.Version {
		q.Op = team // which asks for no version
	}
	if f.q.Start != f.before.Start {
		from = time.Time{}
	}
	if f.q.End != f.before.End {
		to = to.AddDate(100, 0, 0)
	}
	for _, filter := range filters() {
		if *filter.of(&f.q) != *filter.of(&f.before) {
			*filter.of(&q) = ""
		}
	}
	return v.q.Op == f.q.Op && slices.ContainsFunc(v.known, func(k *Known) bool { return v.right[k] != (k.fits(q) && inside(k.when(), from, to)) })
}

// sameAnswers finds lists that give one query the answer to another, and at other times heed what is different in the two: a mistake
// that is made always does not do that. It explains all that such answers show, and the walks of the list that differ.
func (s *session) sameAnswers(failed []conformance.Case, right []*sighting) []conformance.Cause {
	const least = 2 // one may be chance
	s.same.mu.Lock()
	defer s.same.mu.Unlock()
	var mixed []string
	for _, op := range []string{get, post, team} {
		n := 0
		for _, f := range s.same.foreign {
			if f.q.Op == op && f.lacks(s.seed) && slices.ContainsFunc(right, f.heeded) {
				n++
			}
		}
		if n < least {
			continue
		}
		mixed = append(mixed, op)
	}
	if mixed == nil {
		return nil
	}
	var names []string
	for _, op := range mixed {
		names = append(names, called(op))
	}
	cause := conformance.Cause{Name: "the same answer to different queries, by " + strings.Join(names, " and ") + ": a cache whose key lacks a part of what is asked, or a variable that requests share"}
	for _, c := range failed {
		v, _ := c.Failure.Observed.(*sighting)
		if v != nil && slices.Contains(mixed, v.q.Op) || slices.ContainsFunc(c.Failure.Exchanges, func(x *wire.Exchange) bool { return s.mixedUp(x, mixed) }) {
			cause.Explains = append(cause.Explains, c.Check.ID)
		}
	}
	if cause.Explains == nil {
		return nil
	}
	return []conformance.Cause{cause}
}

// mixedUp reports whether an exchange shows the answer to another query, or what follows from one: a page token that came with it is
// refused.
func (s *session) mixedUp(x *wire.Exchange, ops []string) bool {
	q, list := s.queryOf(x.Request)
	if came, _ := x.Came(); !list || !slices.Contains(ops, q.Op) || came > len(x.Body) {
		return false
	}
	if s.same.numbers[x.Number] != "" || x.Refused() && q.Token != "" && !x.Request.Hostile {
		return true
	}
	before, again := s.same.first[s.same.sum(q.Op, x.Body)]
	return again && (q.Token != "" || before.Bot+before.describe() != q.Bot+q.describe())
}

// sum is a number for the answer of an operation.
func (c *sameness) sum(op string, body []byte) uint64 {
	return maphash.Bytes(c.seed, append([]byte(op), body...))
}

package kit

import (
	"context"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
)

// What servers do that keep the place to which a page token leads, and move it when the token is used.
const (
	TokenMoves = "a page token leads a page further each time it is used"
	oneToken   = "one page token for different lists, with one place for all of them: each walk moves the others"
)

// movedTokens puts together the walks that lack nothing but what a page token led to before, where it leads to the page behind that now.
func (s *Session) movedTokens(failed []conformance.Case) []conformance.Cause {
	s.same.mu.Lock()
	defer s.same.mu.Unlock()
	uses := map[string][]heldPage{}
	for _, l := range s.same.asked {
		uses[l.q.Token] = append(uses[l.q.Token], l)
	}
	moved := func(number int) bool {
		i := slices.IndexFunc(s.same.asked, func(l heldPage) bool { return l.number == number })
		return i >= 0 && s.same.asked[i].movedOn(uses)
	}
	cause := conformance.Cause{Name: TokenMoves, Requirement: onceEach}
	for _, c := range failed {
		if v, walked := c.Failure.Observed.(*Sighting); walked && v.lacksBefore(moved) {
			cause.Explains = append(cause.Explains, c.Check.ID)
		}
	}
	if cause.Explains == nil {
		return nil
	}
	return []conformance.Cause{cause}
}

// movedOn reports whether a page is the one to which the token of another page leads, to which its own token led before.
func (l heldPage) movedOn(uses map[string][]heldPage) bool {
	if l.q.Token == "" || l.empty {
		return false
	}
	same := func(o heldPage) bool { return o.q.sameList(l.q) && o.q.differs(l.q) == 0 }
	return slices.ContainsFunc(uses[l.q.Token], func(before heldPage) bool {
		further := func(o heldPage) bool { return same(o) && o.sum == l.sum }
		return before.number < l.number && same(before) && before.sum != l.sum && before.next != "" && before.next != l.q.Token &&
			slices.ContainsFunc(uses[before.next], further)
	})
}

// lacksBefore reports whether all that is wrong with a walk is that events are missing before some of its pages.
func (v *Sighting) lacksBefore(page func(number int) bool) bool {
	if len(v.missing) == 0 || len(v.extra) > 0 || v.repeats() {
		return false
	}
	left := slices.Clone(v.missing)
	var before []Event
	for _, p := range v.numbered {
		if len(before) > 0 && len(p.events) > 0 && page(p.number) {
			a, b := before[len(before)-1].At, p.events[0].At
			left = slices.DeleteFunc(left, func(k *RunEvent) bool { return amid(k.When(), a, b) })
		}
		if len(p.events) > 0 {
			before = p.events
		}
	}
	return len(left) == 0
}

// oneForAll puts together the walks that went along a page token which lists that ask for something else have, too, and that are right
// alone: what a token leads to is not a matter of the walk then.
func (s *Session) oneForAll(ctx context.Context, failed []conformance.Case) []conformance.Cause {
	shared := s.sharedTokens()
	if len(shared) == 0 {
		return nil
	}
	cause, again := conformance.Cause{Name: oneToken, Requirement: onceEach}, s.askAgain()
	for _, c := range failed {
		var queries []Query
		for _, x := range c.Failure.Exchanges {
			if q, list := s.queryOf(x.Request); list && q.Filters == nil && (shared[q.Token] || shared[s.newPage(x).Next]) {
				queries = append(queries, q)
			}
		}
		wrong := func(q Query) bool { return !again.right(ctx, q, s.Planted) }
		if len(queries) > 0 && !slices.ContainsFunc(queries, wrong) {
			cause.Explains = append(cause.Explains, c.Check.ID)
		}
	}
	const least = 2 // one may be chance
	if len(cause.Explains) < least {
		return nil
	}
	return []conformance.Cause{cause}
}

// sharedTokens are the page tokens that are given again with the page to which they lead, in lists that ask for different things and show
// different pages. A page that another query got before is its answer, with its token.
func (s *Session) sharedTokens() map[string]bool {
	s.same.mu.Lock()
	defer s.same.mu.Unlock()
	first, shared, came := map[string]heldPage{}, map[string]bool{}, map[uint64]Query{}
	for _, l := range s.same.asked {
		q, known := came[l.sum]
		if !known {
			came[l.sum] = l.q
		}
		if l.q.Token == "" || l.q.Token != l.next || l.empty || known && l.q.differs(q)&^partSize != 0 {
			continue
		}
		if before, known := first[l.next]; !known {
			first[l.next] = l
		} else if l.q.differs(before.q)&^partSize != 0 && l.sum != before.sum {
			shared[l.next] = true
		}
	}
	return shared
}

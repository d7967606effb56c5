package kit

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// books makes walks whose pages are held as a run holds them, numbered as they come.
type books struct {
	s       *Session
	planted []*RunEvent
	number  int
}

// page holds the page of some events to which a token led.
func (b *books) page(q Query, token, next string, events []*RunEvent) Page {
	b.number++
	q.Token = token
	x := &exchange.Exchange{Number: b.number, Status: 200, Request: exchange.Request{Meta: q}, Body: fmt.Append(nil, next)}
	p := Page{X: x, Query: q, Next: next}
	for _, k := range events {
		p.Events, x.Body = append(p.Events, k.Listed), fmt.Append(x.Body, " ", k.Tag)
	}
	b.s.hold(p)
	return p
}

// failed is the case of a walk that differs.
func (b *books) failed(q Query, pages ...Page) conformance.Case {
	w := Walk{Query: q, Pages: pages, Ended: true}
	d := b.s.Compare(w, b.planted)
	return conformance.Case{
		Check:   conformance.Check{ID: "walk"},
		Failure: conformance.Failure{Symptoms: d.Symptoms(), Observed: b.s.Sight(w, b.planted, d)},
	}
}

func TestTokensThatLeadFurtherEachTime(t *testing.T) {
	s, all := world(9)
	q := Query{Op: Get, Bot: "b", Version: "LIVE", Start: Bound(all[0].When()), End: Bound(all[8].When().Add(1e9)), Size: 3}
	first := func(b *books) Page { return b.page(q, "", "a", all[:3]) }
	right := func(b *books) { first(b); b.page(q, "a", "b", all[3:6]); b.page(q, "b", "", all[6:]) }
	names := func(walk func(b *books) conformance.Case) (names []string) {
		b := &books{s: s, planted: all}
		s.same = sameness{}
		right(b)
		for _, cause := range s.movedTokens([]conformance.Case{walk(b)}) {
			names = append(names, cause.Name)
			require.Equal(t, []string{"walk"}, cause.Explains)
		}
		return names
	}
	t.Run("a_token_that_leads_to_the_page_behind_the_one_before_is_named", func(t *testing.T) {
		require.Equal(t, []string{TokenMoves}, names(func(b *books) conformance.Case {
			return b.failed(q, first(b), b.page(q, "a", "", all[6:]))
		}))
	})
	t.Run("one_that_leads_to_another_part_of_the_same_page_is_not", func(t *testing.T) {
		require.Empty(t, names(func(b *books) conformance.Case {
			return b.failed(q, first(b), b.page(q, "a", "b", all[4:6]), b.page(q, "b", "", all[6:]))
		}))
	})
	t.Run("what_is_missing_elsewhere_is_not_explained", func(t *testing.T) {
		require.Empty(t, names(func(b *books) conformance.Case {
			return b.failed(q, b.page(q, "", "a", all[1:3]), b.page(q, "a", "", all[6:]))
		}))
	})
	t.Run("the_page_of_another_list_proves_nothing", func(t *testing.T) {
		require.Empty(t, names(func(b *books) conformance.Case {
			other := q
			other.User = "u0"
			return b.failed(other, b.page(other, "", "a", all[:3:3]), b.page(other, "a", "", all[6:]))
		}))
	})
}

func TestTokensThatListsShare(t *testing.T) {
	s, all := world(9)
	mine := Query{Op: Get, Bot: "b", Version: "LIVE", User: "u0", Size: 2}
	yours, longer := mine, mine
	yours.User, longer.Size = "u1", 3
	shared := func(pages func(b *books)) map[string]bool {
		s.same = sameness{}
		pages(&books{s: s, planted: all})
		return s.sharedTokens()
	}
	require.Equal(t, map[string]bool{"t": true}, shared(func(b *books) {
		b.page(mine, "t", "t", all[2:4])
		b.page(yours, "t", "t", all[3:5])
	}), "one for different lists")
	require.Empty(t, shared(func(b *books) {
		b.page(mine, "t", "t", all[2:4])
		b.page(longer, "t", "t", all[2:5])
	}), "of one list")
	require.Empty(t, shared(func(b *books) {
		b.page(mine, "t", "t", all[2:4])
		b.page(yours, "t", "t", all[2:4])
	}), "one page for different lists")
	require.Empty(t, shared(func(b *books) {
		b.page(mine, "2", "4", all[2:4])
		b.page(yours, "2", "4", all[3:5])
	}), "a place, which may be the same in two lists")
	require.Empty(t, shared(func(b *books) {
		b.page(mine, "", "t", all[2:4])
		b.page(yours, "t", "t", all[2:4])
		b.page(mine, "t", "t", all[3:5])
	}), "the answer to another query, with its token")
}

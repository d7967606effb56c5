package kit

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// TestTwoEventsAreShownByTheirTracksAndOneList wants the three exchanges that a report prints to show what became of two events: a list
// that was asked for between their tracks shows nothing.
func TestTwoEventsAreShownByTheirTracksAndOneList(t *testing.T) {
	s, planted := world(4)
	tracked := func(k *RunEvent) *exchange.Exchange {
		return &exchange.Exchange{Check: "one", Request: exchange.Request{Meta: k.Sent}}
	}
	listed := func(k *RunEvent) *exchange.Exchange {
		return &exchange.Exchange{
			Check: "one", Request: exchange.Request{Meta: Query{}}, Status: 200,
			Body: []byte(`{"cf":"` + k.Tag + `"}`),
		}
	}
	a, between, b, behind := tracked(planted[0]), listed(planted[0]), tracked(planted[1]), listed(planted[1])
	all := []*exchange.Exchange{a, between, b, behind}
	require.Equal(t, []*exchange.Exchange{a, b, behind}, s.ExchangesOfTwo(all, planted[0], planted[1]))
	require.Equal(t, []*exchange.Exchange{b, behind}, s.ExchangesOfTwo([]*exchange.Exchange{b, behind}, planted[0], planted[1]))
}

// TestAnEventWithoutATagIsShownByItsTrackAndTheListOfItsUser wants what shows that an event is missing: a later page of a long list does
// not.
func TestAnEventWithoutATagIsShownByItsTrackAndTheListOfItsUser(t *testing.T) {
	s, planted := world(4)
	bare := planted[1]
	bare.Attributes, bare.Listed = nil, Event{}
	sent := func(e Sent) *exchange.Exchange {
		return &exchange.Exchange{Check: "one", Request: exchange.Request{Meta: e}}
	}
	listed := func(q Query) *exchange.Exchange {
		q.Start, q.End = Bound(bare.At.Add(-time.Second)), Bound(bare.At.Add(time.Second))
		return &exchange.Exchange{Check: "one", Request: s.Request(q), Status: 200, Body: []byte(`{"events":[]}`)}
	}
	track := sent(bare.Sent)
	first, later, ofUser := listed(Query{}), listed(Query{Token: "second"}), listed(Query{User: bare.User})
	require.Equal(t, []*exchange.Exchange{track, ofUser},
		s.ExchangesOf([]*exchange.Exchange{sent(planted[0].Sent), track, first, ofUser, later}, bare))
	require.Equal(t, []*exchange.Exchange{track, first}, s.ExchangesOf([]*exchange.Exchange{track, first, later}, bare))
}

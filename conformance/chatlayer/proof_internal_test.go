package chatlayer

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// TestTwoEventsAreShownByTheirTracksAndOneList wants the three exchanges that a report prints to show what became of two events: a list
// that was asked for between their tracks shows nothing.
func TestTwoEventsAreShownByTheirTracksAndOneList(t *testing.T) {
	s, known := world(4)
	tracked := func(k *Known) *exchange.Exchange {
		return &exchange.Exchange{Check: "one", Request: exchange.Request{Meta: k.Sent}}
	}
	listed := func(k *Known) *exchange.Exchange {
		return &exchange.Exchange{Check: "one", Request: exchange.Request{Meta: Query{}}, Status: 200, Body: []byte(`{"cf":"` + k.Tag + `"}`)}
	}
	a, between, b, behind := tracked(known[0]), listed(known[0]), tracked(known[1]), listed(known[1])
	require.Equal(t, []*exchange.Exchange{a, b, behind}, s.exchangesOfTwo([]*exchange.Exchange{a, between, b, behind}, known[0], known[1]))
	require.Equal(t, []*exchange.Exchange{b, behind}, s.exchangesOfTwo([]*exchange.Exchange{b, behind}, known[0], known[1]))
}

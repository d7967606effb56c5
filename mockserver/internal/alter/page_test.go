package alter_test

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

type event = chatlayer.TrackingEvent

func TestSiftFillsPagesAndLosesNothing(t *testing.T) {
	var all []event
	for n := range 5000 {
		all = append(all, event{BotID: "b", ID: fmt.Sprintf("%05d", n)})
	}
	paged := func(l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		from := 0
		if _, err := fmt.Sscan(l.Token, &from); l.Token != "" && err != nil {
			return chatlayersteps.Page{}, err
		}
		to := min(from+l.Query.Limit, len(all))
		page := chatlayersteps.Page{Events: all[from:to]}
		if to < len(all) {
			page.Next = fmt.Sprint(to)
		}
		return page, nil
	}
	rare := func(e event) bool { return alter.Hash(e.ID)%150 == 0 }
	var want, got []event
	for _, e := range all {
		if rare(e) {
			want = append(want, e)
		}
	}
	token := ""
	for {
		l := &chatlayersteps.Lookup{Token: token}
		l.Query.Limit = 7
		page, err := alter.Sift(paged, l, rare)
		require.NoError(t, err)
		got = append(got, page.Events...)
		if token = page.Next; token == "" {
			break
		}
		require.Len(t, page.Events, 7)
	}
	require.Equal(t, want, got)
}

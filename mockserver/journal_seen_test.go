package mockserver_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// What people see of an exchange at a glance, before they look into its bodies.

func TestJournalSaysHowMuchAListHeld(t *testing.T) {
	s := mockserver.Start(t, seeded(200))
	c := demo(s)
	of := func(more args) args { return everything().with(more) }
	held := func(n int) *int { return &n }
	for what, tt := range map[string]struct {
		ask  func() reply
		want *int
	}{
		"a_page":              {func() reply { return c.ask(t, http.MethodGet, "demobot1", of(args{"page_size": "7"})) }, held(7)},
		"an_empty_list":       {func() reply { return c.ask(t, http.MethodGet, "demobot1", of(args{"user_id": "Nobody"})) }, held(0)},
		"a_list_of_another":   {func() reply { return apiKey(s).get(t, "/conversations?limit=3") }, held(3)},
		"what_was_refused":    {func() reply { return c.ask(t, http.MethodGet, "demobot1", of(args{"version": "x"})) }, nil},
		"what_is_no_list":     {func() reply { return c.post(t, trackOf("demobot1"), `{"event":"signup"}`) }, nil},
		"what_nobody_answers": {func() reply { return c.get(t, "/nowhere/at/all") }, nil},
	} {
		t.Run(what, func(t *testing.T) {
			tt.ask()
			require.Equal(t, tt.want, c.last(t).Returned)
			all := c.journal(t, "?bodies=false&limit=1").Exchanges
			require.Equal(t, tt.want, all[0].Returned, "without the bodies, too")
		})
	}
}

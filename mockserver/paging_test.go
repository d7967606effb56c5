package mockserver_test

import (
	"fmt"
	"net/http"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

func TestPageSize(t *testing.T) {
	s := fresh(t)
	c, bot := demo(s), ownBot(t)
	c.trackAll(t, bot, ties(120, "2026-01-10T10:00:00Z")...)
	for _, tt := range []struct {
		size any
		want int
	}{
		{nil, 50}, {0, 50}, {1, 1}, {2, 2}, {50, 50}, {99, 99}, {100, 100}, {101, 100}, {1000, 100}, {2147483647, 100},
	} {
		t.Run(fmt.Sprint("page_size_", tt.size), func(t *testing.T) {
			p := c.list(t, bot, args{"page_size": tt.size})
			require.Len(t, p.Events, tt.want)
			require.NotEmpty(t, p.Next)
			var team page
			c.get(t, teamOf("demo-team")+"?"+args{
				"start_time": "2026-01-10", "end_time": "2026-01-11",
				"page_size": tt.size,
			}.with(nil).query()).into(t, &team)
			require.Len(t, team.Events, tt.want)
		})
	}
}

// TestWalk follows the tokens through ties by the dozen, with the last page full, nearly full and nearly empty.
func TestWalk(t *testing.T) {
	s := fresh(t)
	c, bot := demo(s), ownBot(t)
	var want []string
	for _, at := range []string{"2026-01-10T10:00:00Z", "2026-01-10T10:00:00.000000001Z", "2026-01-10T10:00:01Z"} {
		for _, e := range ties(12, at) {
			want = append(want, e["id"].(string))
			c.track(t, bot, e)
		}
	}
	for _, size := range []int{1, 2, 3, 5, 6, 11, 12, 13, 35, 36, 37, 100} {
		t.Run("in_pages_of_"+strconv.Itoa(size), func(t *testing.T) {
			require.Equal(t, want, ids(c.walk(t, bot, args{"page_size": size})))
			pages := 0
			for token := ""; pages == 0 || token != ""; pages++ {
				token = c.list(t, bot, args{"page_size": size, "page_token": token}).Next
			}
			require.Equal(t, (len(want)+size-1)/size, pages, "no empty page at the end")
		})
	}
	t.Run("page_size_may_change_on_the_way", func(t *testing.T) {
		var got []string
		token := ""
		for i, done := 0, false; !done; i++ {
			p := c.list(t, bot, args{"page_size": []int{1, 7, 3, 100, 2}[i%5], "page_token": token})
			got = append(got, ids(p.Events)...)
			token, done = p.Next, p.Next == ""
		}
		require.Equal(t, want, got)
	})
	t.Run("with_a_filter", func(t *testing.T) {
		require.Equal(t, want, ids(c.walk(t, bot, args{"page_size": 5, "event": "tie"})))
	})
	t.Run("inside_a_window", func(t *testing.T) {
		got := c.walk(t, bot, args{"page_size": 4, "start_time": "2026-01-10T10:00:00.000000001Z", "end_time": "2026-01-10T10:00:01Z"})
		require.Equal(t, want[12:24], ids(got))
	})
}

// TestWalkWhileEventsArrive tracks between the pages: behind the cursor nothing shows, ahead of it everything does.
func TestWalkWhileEventsArrive(t *testing.T) {
	s := fresh(t)
	c, bot := demo(s), ownBot(t)
	const at = "2026-01-10T10:00:00Z"
	c.trackAll(t, bot, args{"id": "b", "timestamp": at}, args{"id": "d", "timestamp": at}, args{"id": "f", "timestamp": at})

	first := c.list(t, bot, args{"page_size": 2})
	require.Equal(t, []string{"b", "d"}, ids(first.Events))
	c.trackAll(t, bot,
		args{"id": "a", "timestamp": at}, args{"id": "c", "timestamp": at}, args{"id": "e", "timestamp": at},
		args{"id": "g", "timestamp": at},
		args{"id": "y", "timestamp": "2026-01-10T09:59:59.999999999Z"}, args{"id": "1", "timestamp": "2026-01-10T10:00:00.000000001Z"},
	)
	second := c.list(t, bot, args{"page_size": 2, "page_token": first.Next})
	require.Equal(t, []string{"e", "f"}, ids(second.Events))
	third := c.list(t, bot, args{"page_size": 2, "page_token": second.Next})
	require.Equal(t, []string{"g", "1"}, ids(third.Events))
	require.Empty(t, third.Next)

	t.Run("a_token_may_be_used_again", func(t *testing.T) {
		require.Equal(t, []string{"e", "f", "g", "1"}, c.listed(t, bot, args{"page_token": first.Next}))
	})
	t.Run("a_new_walk_sees_all", func(t *testing.T) {
		require.Equal(t, []string{"y", "a", "b", "c", "d", "e", "f", "g", "1"}, ids(c.walk(t, bot, args{"page_size": 2})))
	})
}

// TestWalkOfSeededEvents walks what every server starts with and finds each event once, by both methods and in the team.
func TestWalkOfSeededEvents(t *testing.T) {
	for _, scenario := range []string{"busy-month", "edges"} {
		t.Run(scenario, func(t *testing.T) {
			opts := seeded(300)
			opts.Scenario = scenario
			s := mockserver.Start(t, opts)
			c := demo(s)
			total := 0
			for _, bot := range []string{"demobot1", "demobot2"} {
				for _, version := range []string{"LIVE", "DRAFT"} {
					all := c.walk(t, bot, args{"version": version, "page_size": 100})
					require.Equal(t, ids(all), ids(c.walk(t, bot, args{"version": version, "page_size": 7})))
					requireOrder(t, all)
					total += len(all)
				}
			}
			require.Greater(t, total, 300)
			team := c.walkTeam(t, "demo-team", args{"page_size": 100})
			require.Len(t, team, total)
			require.Equal(t, team, c.walkTeam(t, "demo-team", args{"page_size": 7}))
			requireOrder(t, team)
		})
	}
}

// requireOrder wants events by time, then id, none twice. The timestamps have one width, so they compare as text.
func requireOrder(t testing.TB, events []event) {
	t.Helper()
	seen := map[string]bool{}
	for i, e := range events {
		require.False(t, seen[e.BotID+" "+e.ID], "%s is listed twice", e.ID)
		seen[e.BotID+" "+e.ID] = true
		if i > 0 {
			before := events[i-1]
			require.LessOrEqual(t, before.Timestamp+" "+before.ID, e.Timestamp+" "+e.ID)
		}
	}
}

func TestWalkByBothMethods(t *testing.T) {
	s := fresh(t)
	c, bot := demo(s), ownBot(t)
	c.trackAll(t, bot, ties(6, "2026-01-10T10:00:00Z")...)
	var got []string
	token := ""
	for i, done := 0, false; !done; i++ {
		var p page
		method := []string{http.MethodGet, http.MethodPost}[i%2]
		c.ask(t, method, bot, everything().with(args{"page_size": 1, "page_token": token})).into(t, &p)
		got = append(got, ids(p.Events)...)
		token, done = p.Next, p.Next == ""
	}
	require.Equal(t, c.listed(t, bot, nil), got)
	require.Len(t, got, 6)
}

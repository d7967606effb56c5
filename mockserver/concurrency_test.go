package mockserver_test

import (
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver"
)

// atOnce calls f so many times at the same moment.
func atOnce(n int, f func(i int)) {
	var all sync.WaitGroup
	start := make(chan struct{})
	for i := range n {
		all.Go(func() {
			<-start
			f(i)
		})
	}
	close(start)
	all.Wait()
}

// TestSameIDAtOnce posts one id fifty times at the same moment: one event, whichever came first, and fifty times its id.
func TestSameIDAtOnce(t *testing.T) {
	s := mockserver.Start(t, seeded(20))
	c := demo(s)
	seededID := c.walk(t, "demobot2", nil)[0].ID
	t.Run("tracked", func(t *testing.T) {
		for _, bot := range []string{"demobot1", "nobodysbot"} {
			replies := make([]reply, 50)
			atOnce(len(replies), func(i int) { replies[i] = c.post(t, trackOf(bot), fmt.Sprintf(`{"id":"same","event":"%d"}`, i)) })
			for _, r := range replies {
				require.JSONEq(t, `{"event_id":"same"}`, r.body)
			}
			found := 0
			for _, id := range ids(c.walk(t, bot, nil)) {
				if id == "same" {
					found++
				}
			}
			require.Equal(t, 1, found)
		}
	})
	t.Run("of_a_seeded_event", func(t *testing.T) {
		before := c.walk(t, "demobot2", nil)
		atOnce(10, func(int) { c.post(t, trackOf("demobot2"), fmt.Sprintf(`{"id":%q,"event":"x"}`, seededID)) })
		require.Equal(t, before, c.walk(t, "demobot2", nil))
	})
	t.Run("logged", func(t *testing.T) {
		statuses := make([]int, 50)
		atOnce(len(statuses), func(i int) {
			statuses[i] = apiKey(s).post(t, "/events",
				fmt.Sprintf(`{"id":"same","entityType":"search","type":"x","searchQuery":"%d"}`, i)).status
		})
		slices.Sort(statuses)
		require.Equal(t, http.StatusOK, statuses[0])
		require.Equal(t, http.StatusConflict, statuses[1], "one of them was first")
		require.Equal(t, http.StatusConflict, statuses[49])
	})
}

// TestOneBotTwoTeams lets two teams use a new bot at the same moment: it becomes one team's.
func TestOneBotTwoTeams(t *testing.T) {
	s := fresh(t)
	for round := range 10 {
		bot := fmt.Sprint("contested-", round)
		statuses := make([]int, 20)
		atOnce(len(statuses), func(i int) {
			c := []client{demo(s), other(s)}[i%2]
			statuses[i] = c.post(t, trackOf(bot), fmt.Sprintf(`{"id":"%d"}`, i)).status
		})
		winner := demo(s)
		if statuses[1] == http.StatusOK {
			winner = other(s)
		}
		for i, status := range statuses {
			want := http.StatusForbidden
			if (i%2 == 1) == (statuses[1] == http.StatusOK) {
				want = http.StatusOK
			}
			require.Equal(t, want, status)
		}
		require.Len(t, winner.list(t, bot, nil).Events, 10, "nothing of the other team's")
	}
}

// TestVisibleAtOnce tracks and lists from many clients: what was answered is listed, and a walk never misses what was there.
func TestVisibleAtOnce(t *testing.T) {
	s := fresh(t)
	c, bot := demo(s), "busybot"
	old := ties(30, "2026-01-10T10:00:00Z")
	c.trackAll(t, bot, old...)
	atOnce(16, func(i int) {
		if i%4 == 0 {
			all := ids(c.walk(t, bot, args{"page_size": 4}))
			for _, e := range old {
				require.Contains(t, all, e["id"])
			}
			return
		}
		for n := range 5 {
			id := fmt.Sprintf("mine-%02d-%d", i, n)
			at := []string{"2026-01-10T10:00:00Z", "2026-01-09T10:00:00Z", "2026-01-11T10:00:00Z"}[n%3]
			c.post(t, trackOf(bot), args{"id": id, "timestamp": at, "user_id": fmt.Sprint("u", i)}.json(t))
			var p page
			c.ask(t, http.MethodGet, bot, everything().with(args{"user_id": fmt.Sprint("u", i)})).into(t, &p)
			require.Contains(t, ids(p.Events), id)
			require.Len(t, p.Events, n+1)
		}
	})
	all := c.walk(t, bot, args{"page_size": 7})
	require.Len(t, all, 30+12*5)
	requireOrder(t, all)
}

// TestRequestsAreApart sends requests of several kinds beside each other, whose memory is used in turns: each is answered as what it is, by
// its own id, and kept in the journal as what was sent and answered.
func TestRequestsAreApart(t *testing.T) {
	s := mockserver.Start(t, seeded(300))
	c, inkeep, bot := demo(s), apiKey(s), "demobot1"
	atOnce(8, func(i int) {
		for n := range 12 {
			me := fmt.Sprintf("user-%d-%d", i, n)
			id := c.track(t, bot, args{"user_id": me, "attributes": args{"me": me}})
			listed := c.ask(t, http.MethodPost, bot, everything().with(args{"user_id": me}))
			require.Equal(t, []string{id}, texts(gjson.Get(listed.body, "events.#.id")))
			require.Equal(t, me, gjson.Get(listed.body, "events.0.attributes.me").Str)
			refused := c.ask(t, http.MethodGet, bot, everything().with(args{"version": me}))
			require.Contains(t, refused.body, me)
			logged := inkeep.post(t, "/events", fmt.Sprintf(`{"entityType":"search","type":"x","searchQuery":%q}`, me))
			require.Equal(t, me, gjson.Get(logged.body, "searchQuery").Str)
			pages := c.walk(t, bot, args{"page_size": 40, "conversation_id": "", "event": "feedback_given"})
			requireOrder(t, pages)
			for _, r := range []reply{listed, refused, logged} {
				kept := gjson.Parse(c.get(t, "/__understudy/journal/"+r.header.Get("Understudy-Request-Id")).body)
				require.Equal(t, int64(r.status), kept.Get("status").Int())
				require.JSONEq(t, r.body, kept.Get("response.body").Raw)
				require.Contains(t, kept.Get("request.body").Raw+kept.Get("query").Raw, me)
			}
		}
	})
}

// TestResetUnderLoad resets while others write and read: nobody gets an error, and the last reset leaves the seeded data.
func TestResetUnderLoad(t *testing.T) {
	s := mockserver.Start(t, seeded(20))
	c := demo(s)
	start := c.walkTeam(t, "demo-team", args{})
	atOnce(12, func(i int) {
		for n := range 5 {
			var r reply
			switch i % 4 {
			case 0:
				r = nobody(s).post(t, "/__understudy/reset", "")
			case 1:
				r = c.post(t, trackOf(fmt.Sprint("bot", n)), `{"event":"x"}`)
			case 2:
				r = c.ask(t, http.MethodGet, "demobot1", everything())
			default:
				r = c.get(t, teamOf("demo-team")+"?start_time=2026-01-01&end_time=2026-02-01")
			}
			require.Equal(t, http.StatusOK, r.status, r.body)
		}
	})
	require.Equal(t, http.StatusOK, nobody(s).post(t, "/__understudy/reset", "").status)
	require.Equal(t, start, c.walkTeam(t, "demo-team", args{}))
}

// TestManyBots asks for more bots than stay in memory; those that were forgotten come back the same.
func TestManyBots(t *testing.T) {
	s := mockserver.Start(t, seeded(5))
	c := demo(s)
	first := c.walk(t, "bot-0", nil)
	c.track(t, "bot-0", args{"id": "mine", "timestamp": "2026-01-15T12:00:00.123Z"})
	for i := range 80 {
		c.list(t, fmt.Sprint("bot-", i), nil)
	}
	again := c.walk(t, "bot-0", nil)
	require.Equal(t, append(ids(first), "mine"), ids(again))
	require.Equal(t, "mine", c.track(t, "bot-0", args{"id": "mine", "event": "again"}))
	require.Len(t, c.walk(t, "bot-0", nil), len(again))
}

package mockserver_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

func TestTeamEvents(t *testing.T) {
	s := fresh(t)
	c := demo(s)
	const at = "2026-01-10T10:00:00Z"
	c.trackAll(t, "demobot1", args{"id": "b", "timestamp": at, "user_id": "u"}, args{"id": "d", "timestamp": at, "version": "DRAFT"})
	c.trackAll(t, "demobot2", args{"id": "a", "timestamp": at}, args{"id": "c", "timestamp": at, "user_id": "u", "version": "DRAFT"})
	c.trackAll(t, "newbot", args{"id": "e", "timestamp": at},
		args{"id": "0", "timestamp": "2026-01-10T10:00:00.000000001Z", "user_id": "u"})
	other(s).trackAll(t, "otherbot", args{"id": "theirs", "timestamp": at, "user_id": "u"})

	t.Run("all_bots_and_versions_in_one_order_by_time_then_id", func(t *testing.T) {
		require.Equal(t, []string{"a", "b", "c", "d", "e", "0"}, ids(c.team(t, "demo-team", args{}).Events))
	})
	for _, size := range []int{1, 2, 3, 5, 6} {
		require.Equal(t, []string{"a", "b", "c", "d", "e", "0"}, ids(c.walkTeam(t, "demo-team", args{"page_size": size})))
	}
	t.Run("of_one_user", func(t *testing.T) {
		require.Equal(t, []string{"b", "c", "0"}, ids(c.walkTeam(t, "demo-team", args{"user_id": "u", "page_size": 1})))
	})
	t.Run("an_empty_user_is_no_filter", func(t *testing.T) {
		require.Len(t, c.team(t, "demo-team", args{"user_id": ""}).Events, 6)
	})
	t.Run("in_a_window", func(t *testing.T) {
		require.Len(t, c.team(t, "demo-team", args{"start_time": at, "end_time": "2026-01-10T10:00:00.000000001Z"}).Events, 5)
		require.Empty(t, c.team(t, "demo-team", args{"end_time": at}).Events)
	})
	t.Run("own_team_only", func(t *testing.T) {
		require.Equal(t, []string{"theirs"}, ids(other(s).team(t, "other-team", args{}).Events))
		for _, team := range []string{"other-team", "no-such-team", "Demo-team"} {
			r := c.get(t, teamOf(team)+"?"+everything().with(args{"version": nil}).query())
			r.refusedByChatlayer(t, http.StatusForbidden, team, "demo-team")
		}
	})
	t.Run("nothing_is_an_empty_list_and_an_empty_token", func(t *testing.T) {
		r := c.get(t, teamOf("demo-team")+"?start_time=2020-01-01&end_time=2020-01-02")
		require.JSONEq(t, `{"events":[],"next_page_token":""}`, r.body)
	})
	t.Run("the_other_filters_are_undeclared", func(t *testing.T) {
		r := c.get(t, teamOf("demo-team")+"?"+everything().query())
		require.Equal(t, http.StatusOK, r.status)
		r.recordedAsBroken(t, "")
	})
}

// TestTeamOfTies pages over several bots whose events all happened at once, some with the same ids.
func TestTeamOfTies(t *testing.T) {
	s := fresh(t)
	c := demo(s)
	for _, bot := range []string{"zeta", "alpha", "midway"} {
		c.trackAll(t, bot, ties(7, "2026-01-10T10:00:00Z")...)
	}
	want := c.team(t, "demo-team", args{"page_size": 100}).Events
	require.Len(t, want, 21)
	requireOrder(t, want)
	for size := 1; size <= 22; size++ {
		require.Equal(t, want, c.walkTeam(t, "demo-team", args{"page_size": size}), "pages of %d", size)
	}
	t.Run("a_bot_that_appears_on_the_way", func(t *testing.T) {
		first := c.team(t, "demo-team", args{"page_size": 10})
		cursor := first.Events[9]
		c.trackAll(t, "between", args{"id": "aaa", "timestamp": cursor.Timestamp}, args{"id": "zzz", "timestamp": cursor.Timestamp})
		rest := c.team(t, "demo-team", args{"page_size": 100, "page_token": first.Next}).Events
		require.Equal(t, append(ids(want[10:]), "zzz"), ids(rest))
	})
}

// TestBotBelongsToWhoWritesFirst wants a bot that nobody knew to be everybody's to read, with seeded events of its own, and
// from its first tracked event on to be that event's team's.
func TestBotBelongsToWhoWritesFirst(t *testing.T) {
	s := mockserver.Start(t, seeded(10))
	c, rival := demo(s), other(s)
	count := func() int { return len(c.walkTeam(t, "demo-team", args{"page_size": 100})) }
	before := count()

	t.Run("reading_makes_nobody_its_owner", func(t *testing.T) {
		mine := append(c.walk(t, "listed", nil), c.walk(t, "listed", args{"version": "DRAFT"})...)
		require.NotEmpty(t, mine)
		require.Equal(t, before, count(), "the team has no new bot")
		theirs := append(rival.walk(t, "listed", nil), rival.walk(t, "listed", args{"version": "DRAFT"})...)
		require.Equal(t, mine, theirs)
	})
	t.Run("a_tracked_event_does", func(t *testing.T) {
		c.track(t, "listed", args{"id": "x"})
		require.Equal(t, before+10+1, count(), "the team lists its new bot")
		rival.ask(t, http.MethodGet, "listed", everything()).refusedByChatlayer(t, http.StatusForbidden, "listed")
		rival.post(t, trackOf("listed"), `{"id":"intruder"}`).refusedByChatlayer(t, http.StatusForbidden, "listed")
		require.Equal(t, before+10+1, count(), "nothing of a refused event is stored")
		rival.track(t, "tracked", args{"id": "x"})
		c.ask(t, http.MethodPost, "tracked", everything()).refusedByChatlayer(t, http.StatusForbidden, "tracked")
	})
	t.Run("a_refused_request_takes_no_bot", func(t *testing.T) {
		now := count()
		for bot, refused := range map[string]reply{
			"free-1": c.get(t, streamOf("free-1")),
			"free-2": c.ask(t, http.MethodGet, "free-2", everything().with(args{"start_time": "9999-12-31", "end_time": "2026-01-01"})),
			"free-3": c.ask(t, http.MethodGet, "free-3", everything().with(args{"page_token": "garbage"})),
			"free-4": c.post(t, trackOf("free-4"), `{"timestamp":"9999-12-31T23:59:59-01:00"}`),
			"free-5": c.ask(t, http.MethodPost, "free-5", everything().with(args{"filters": []args{filter("a", "like", "b")}})),
		} {
			require.Equal(t, http.StatusBadRequest, refused.status, "%s: %s", bot, refused.body)
			require.Equal(t, now, count(), "the team has no new bot %s", bot)
			rival.list(t, bot, nil)
		}
	})
	t.Run("unknown_bots_differ", func(t *testing.T) {
		require.NotEqual(t, ids(c.walk(t, "one", nil)), ids(c.walk(t, "two", nil)))
	})
}

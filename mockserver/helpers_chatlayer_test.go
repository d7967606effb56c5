package mockserver_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

// event is a listed event as clients see it.
type event struct {
	ID             string            `json:"id"`
	Event          string            `json:"event"`
	BotID          string            `json:"bot_id"`
	Version        string            `json:"version"`
	UserID         string            `json:"user_id"`
	ChannelID      string            `json:"channel_id"`
	ChannelType    string            `json:"channel_type"`
	ConversationID string            `json:"conversation_id"`
	Attributes     map[string]string `json:"attributes"`
	Timestamp      string            `json:"timestamp"`
}

// page is one answer of a list.
type page struct {
	Events []event `json:"events"`
	Next   string  `json:"next_page_token"`
}

func ids(events []event) []string {
	all := make([]string, len(events))
	for i, e := range events {
		all[i] = e.ID
	}
	return all
}

func streamOf(bot string) string { return "/v1/bots/" + bot + "/events/stream" }
func trackOf(bot string) string  { return "/v1/bots/" + bot + "/events/track" }
func teamOf(team string) string  { return "/v1/teams/" + team + "/events" }

// everything are arguments of a list that leave nothing LIVE out.
func everything() args {
	return args{"version": "LIVE", "start_time": "0001-01-01", "end_time": "9999-12-31"}
}

// ask lists a bot's events by GET or POST.
func (c client) ask(t testing.TB, method, bot string, a args) reply {
	t.Helper()
	if method == http.MethodPost {
		return c.post(t, streamOf(bot), a.json(t))
	}
	return c.get(t, streamOf(bot)+"?"+a.query())
}

// list returns the first page of a bot's events; the arguments go over everything. GET and POST must agree to the byte.
func (c client) list(t testing.TB, bot string, over args) page {
	t.Helper()
	a := everything().with(over)
	byPost := c.ask(t, http.MethodPost, bot, a)
	if a["filters"] == nil {
		byGet := c.ask(t, http.MethodGet, bot, a)
		require.Equal(t, byGet.status, byPost.status)
		require.Equal(t, byGet.body, byPost.body, "GET and POST list the same")
	}
	var p page
	byPost.into(t, &p)
	return p
}

// listed returns the ids of the first page.
func (c client) listed(t testing.TB, bot string, over args) []string {
	t.Helper()
	return ids(c.list(t, bot, over).Events)
}

// walk follows the tokens of a bot's list to the end.
func (c client) walk(t testing.TB, bot string, over args) []event {
	t.Helper()
	return walk(t, func(token string) page {
		var p page
		c.ask(t, http.MethodGet, bot, everything().with(over).with(args{"page_token": token})).into(t, &p)
		return p
	})
}

// walkTeam follows the tokens of a team's list to the end.
func (c client) walkTeam(t testing.TB, team string, over args) []event {
	t.Helper()
	return walk(t, func(token string) page {
		return c.team(t, team, over.with(args{"page_token": token}))
	})
}

func walk(t testing.TB, next func(token string) page) []event {
	t.Helper()
	var all []event
	token := ""
	for range 10_000 {
		p := next(token)
		require.NotNil(t, p.Events, "events are a list, never null")
		all = append(all, p.Events...)
		if p.Next == "" {
			return all
		}
		require.NotEmpty(t, p.Events, "a page with more to follow")
		token = p.Next
	}
	t.Fatal("the walk does not end")
	return nil
}

// team returns a page of a team's events.
func (c client) team(t testing.TB, team string, over args) page {
	t.Helper()
	var p page
	a := everything().with(args{"version": nil}).with(over)
	c.get(t, teamOf(team)+"?"+a.query()).into(t, &p)
	return p
}

// track stores an event and returns its id.
func (c client) track(t testing.TB, bot string, a args) string {
	t.Helper()
	var answer map[string]string
	c.post(t, trackOf(bot), a.json(t)).into(t, &answer)
	require.Len(t, answer, 1)
	require.NotEmpty(t, answer["event_id"])
	return answer["event_id"]
}

// trackAll stores events, one after another.
func (c client) trackAll(t testing.TB, bot string, all ...args) {
	t.Helper()
	for _, a := range all {
		c.track(t, bot, a)
	}
}

// ties are so many events at the same instant, with ids in order.
func ties(n int, at string) []args {
	all := make([]args, n)
	for i := range all {
		all[i] = args{"id": fmt.Sprintf("tie-%s-%03d", at, i), "timestamp": at, "event": "tie"}
	}
	return all
}

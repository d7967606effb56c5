package mockserver_test

import (
	"encoding/base64"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// TestTokenOfOtherArguments changes one argument of a walk at a time and wants it named.
func TestTokenOfOtherArguments(t *testing.T) {
	s := fresh(t)
	c, bot := demo(s), ownBot(t)
	for _, version := range []string{"LIVE", "DRAFT"} {
		for _, e := range ties(3, "2026-01-10T10:00:00Z") {
			c.track(t, bot, e.with(args{"id": version + e["id"].(string), "version": version, "attributes": args{"flow": "f"}}))
		}
	}
	asked := everything().with(args{"page_size": 1})
	token := c.list(t, bot, args{"page_size": 1}).Next
	require.NotEmpty(t, token)

	for name, over := range map[string]args{
		"version":         {"version": "DRAFT"},
		"start_time":      {"start_time": "2026-01-10"},
		"end_time":        {"end_time": "2026-01-10T10:00:00.000000001Z"},
		"event":           {"event": "tie"},
		"conversation_id": {"conversation_id": "c"},
		"user_id":         {"user_id": "u"},
		"campaign_id":     {"campaign_id": "k"},
	} {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			t.Run("other_"+name+"_by_"+method, func(t *testing.T) {
				r := c.ask(t, method, bot, asked.with(over).with(args{"page_token": token}))
				r.refusedByChatlayer(t, http.StatusBadRequest, "page_token", "another "+name)
			})
		}
	}
	t.Run("other_bot", func(t *testing.T) {
		c.ask(t, http.MethodGet, bot+"2", asked.with(args{"page_token": token})).refusedByChatlayer(t, http.StatusBadRequest,
			"another bot_id")
	})
	t.Run("several_are_all_named", func(t *testing.T) {
		r := c.ask(t, http.MethodGet, bot, asked.with(args{"page_token": token, "version": "DRAFT", "user_id": "u"}))
		r.refusedByChatlayer(t, http.StatusBadRequest, "version", "user_id")
	})
	t.Run("a_list_of_the_team_takes_no_token_of_a_bot", func(t *testing.T) {
		a := args{"start_time": asked["start_time"], "end_time": asked["end_time"], "page_token": token}
		c.get(t, teamOf("demo-team")+"?"+a.query()).refusedByChatlayer(t, http.StatusBadRequest, "page_token")
	})
	t.Run("a_list_of_a_bot_takes_no_token_of_the_team", func(t *testing.T) {
		ofTeam := c.team(t, "demo-team", args{"page_size": 1}).Next
		require.NotEmpty(t, ofTeam)
		c.ask(t, http.MethodGet, bot, asked.with(args{"page_token": ofTeam})).refusedByChatlayer(t, http.StatusBadRequest, "page_token")
		a := args{"start_time": asked["start_time"], "end_time": asked["end_time"], "page_token": ofTeam, "user_id": "u"}
		c.get(t, teamOf("demo-team")+"?"+a.query()).refusedByChatlayer(t, http.StatusBadRequest, "another user_id")
	})
}

// TestTokenOfOtherFilters changes the attribute filters of a walk.
func TestTokenOfOtherFilters(t *testing.T) {
	c, bot := demo(fresh(t)), ownBot(t)
	for _, e := range ties(3, "2026-01-10T10:00:00Z") {
		c.track(t, bot, e.with(args{"attributes": args{"flow": "f"}}))
	}
	one := args{"page_size": 1, "filters": []args{filter("flow", "eq", "f")}}
	ofOne := c.list(t, bot, one).Next
	require.NotEmpty(t, ofOne)
	for _, filters := range [][]args{
		nil,
		{filter("flow", "eq", "g")},
		{filter("flow", "neq", "f")},
		{filter("flo", "eq", "wf")},
		{filter("flow", "eq", "f", "f2")},
		{filter("flow", "eq", "f"), filter("flow", "eq", "f")},
	} {
		over := args{"filters": filters, "page_token": ofOne}
		if filters == nil {
			over["filters"] = nil
		}
		c.ask(t, http.MethodPost, bot, everything().with(one).with(over)).refusedByChatlayer(t, http.StatusBadRequest, "page_token",
			"another filters")
	}
}

// TestTokenOfTheSameQuestion writes the arguments of a walk in other ways that mean the same.
func TestTokenOfTheSameQuestion(t *testing.T) {
	s := fresh(t)
	c, bot := demo(s), ownBot(t)
	c.trackAll(t, bot, ties(4, "2026-01-10T10:00:00Z")...)
	first := c.list(t, bot, args{"page_size": 1, "start_time": "2026-01-10", "end_time": "2026-01-11"})
	want := c.listed(t, bot, nil)[1:]
	for name, over := range map[string]args{
		"another_page_size":      {"page_size": 100},
		"no_page_size":           {"page_size": nil},
		"a_date_as_an_instant":   {"start_time": "2026-01-10T00:00:00Z"},
		"another_offset":         {"end_time": "2026-01-11T01:00:00.000+01:00"},
		"lower_case":             {"end_time": "2026-01-11t00:00:00z"},
		"empty_filters_are_none": {"event": "", "user_id": "", "campaign_id": "", "conversation_id": ""},
	} {
		t.Run(name, func(t *testing.T) {
			a := args{"start_time": "2026-01-10", "end_time": "2026-01-11", "page_token": first.Next}.with(over)
			require.Equal(t, want, c.listed(t, bot, a))
		})
	}
	t.Run("an_empty_list_of_filters_is_none", func(t *testing.T) {
		a := args{"start_time": "2026-01-10", "end_time": "2026-01-11", "page_token": first.Next, "filters": []args{}}
		require.Equal(t, want, c.listed(t, bot, a))
	})
	t.Run("operators_of_one_meaning", func(t *testing.T) {
		a := args{"page_size": 1, "filters": []args{filter("flow", "not_in", "x")}}
		token := c.list(t, bot, a).Next
		require.Equal(t, want, c.listed(t, bot, args{"page_token": token, "filters": []args{filter("flow", "!=", "x")}}))
	})
}

func TestTokenForged(t *testing.T) {
	s := fresh(t)
	c, bot := demo(s), ownBot(t)
	c.trackAll(t, bot, ties(3, "2026-01-10T10:00:00Z")...)
	token := c.list(t, bot, args{"page_size": 1}).Next
	refused := func(t *testing.T, forged string) {
		t.Helper()
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			r := c.ask(t, method, bot, everything().with(args{"page_token": forged}))
			r.refusedByChatlayer(t, http.StatusBadRequest, "page_token")
		}
	}
	for name, forged := range map[string]string{
		"garbage": "garbage", "one_letter": "A", "space": " ", "spaces_around": " " + token + " ", "twice": token + token,
		"padded": token + "=", "number": "0", "json": `{"offset":1}`, "longer": token + "A", "unicode": "é", "line_break": token + "\n",
		"ten_thousand_letters": strings.Repeat("A", 10_000), "nothing_signed": base64.RawURLEncoding.EncodeToString(make([]byte, 64)),
	} {
		t.Run(name, func(t *testing.T) { refused(t, forged) })
	}
	t.Run("truncated_anywhere", func(t *testing.T) {
		for n := 1; n < len(token); n += 7 {
			refused(t, token[:n])
		}
		refused(t, token[:len(token)-1])
	})
	t.Run("any_bit_changed", func(t *testing.T) {
		raw, err := base64.RawURLEncoding.DecodeString(token)
		require.NoError(t, err)
		for i := range raw {
			raw[i] ^= 1 << (i % 8)
			refused(t, base64.RawURLEncoding.EncodeToString(raw))
			raw[i] ^= 1 << (i % 8)
		}
	})
	t.Run("the_true_one_still_works", func(t *testing.T) {
		require.Len(t, c.list(t, bot, args{"page_token": token}).Events, 2)
	})
}

// TestTokenElsewhere takes a token to other servers: those of the same seed take it, others do not.
func TestTokenElsewhere(t *testing.T) {
	opts := seeded(20)
	a, b := demo(mockserver.Start(t, opts)), demo(mockserver.Start(t, opts))
	opts.Seed = 2
	foreign := demo(mockserver.Start(t, opts))

	first := a.list(t, "demobot1", args{"page_size": 3})
	want := ids(a.walk(t, "demobot1", nil))
	require.Greater(t, len(want), 4)
	require.Equal(t, want[3:], b.listed(t, "demobot1", args{"page_token": first.Next}), "a replica")
	foreign.ask(t, http.MethodGet, "demobot1", everything().with(args{"page_token": first.Next})).refusedByChatlayer(t,
		http.StatusBadRequest,
		"page_token")

	reset := client{url: a.url}
	require.Equal(t, http.StatusOK, reset.post(t, "/__understudy/reset", "").status)
	require.Equal(t, want[3:], a.listed(t, "demobot1", args{"page_token": first.Next}), "after a reset")
}

package mockserver_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

func TestMisbehavingTimes(t *testing.T) {
	on := args{"id": "on-the-end", "timestamp": "2026-01-02T00:00:00Z"}
	window := args{"start_time": "2026-01-01T00:00:00Z", "end_time": "2026-01-02T00:00:00Z"}
	for name, listed := range map[string][3]bool{ // by GET, by POST, by the team's list
		"list.end-inclusive":          {true, true, true},
		"list.post-end-inclusive":     {false, true, false},
		"list.midnight-end-takes-day": {true, true, true},
		"list.start-exclusive":        {false, false, false},
	} {
		t.Run(name, func(t *testing.T) {
			c := demo(wayward(t, name))
			c.track(t, "b", on)
			var byGet, byPost page
			c.ask(t, http.MethodGet, "b", everything().with(window)).into(t, &byGet)
			c.ask(t, http.MethodPost, "b", everything().with(window)).into(t, &byPost)
			byTeam := c.team(t, "demo-team", window)
			require.Equal(t, listed, [3]bool{len(byGet.Events) == 1, len(byPost.Events) == 1, len(byTeam.Events) == 1})
		})
	}
}

func TestMisbehavingPages(t *testing.T) {
	for name, want := range map[string]string{
		"page.repeats-last":     "0 1 2 2 3 4 4 5 6",
		"page.skips-first":      "0 1 2 4 5",
		"page.single-rest-lost": "0 1 2 3 4 5",
		"page.one-too-many":     "0 1 2 3 4 5 6",
		"page.ties-lost":        "0 1 2",
	} {
		t.Run(name, func(t *testing.T) {
			c := demo(wayward(t, name))
			c.trackAll(t, "b", ties(7, "2026-01-02T00:00:00Z")...)
			var got []string
			for _, id := range ids(c.walk(t, "b", args{"page_size": 3})) {
				got = append(got, id[len(id)-1:])
			}
			require.Equal(t, want, strings.Join(got, " "))
		})
	}
}

func TestMisbehavingFilters(t *testing.T) {
	events := []args{
		{"id": "both", "event": "open", "user_id": "u"},
		{"id": "event", "event": "open", "user_id": "v"},
		{"id": "user", "event": "Opened", "user_id": "u", "attributes": args{"n": "07"}},
	}
	asked := args{"event": "open", "user_id": "u"}
	for name, want := range map[string][]string{
		"filter.user-ignored":       {"both", "event"},
		"filter.no-match-gives-all": {"both"},
	} {
		t.Run(name, func(t *testing.T) {
			c := demo(wayward(t, name))
			c.trackAll(t, "b", events...)
			var p page
			c.ask(t, http.MethodGet, "b", everything().with(asked)).into(t, &p)
			got := ids(p.Events)
			slices.Sort(got)
			require.Equal(t, want, got)
		})
	}
}

func TestMisbehavingAccess(t *testing.T) {
	list := streamOf("b") + "?" + everything().query()
	for name, pair := range map[string]string{
		"auth.secret-any-case":     "demo-token-id:DEMO-token-secret",
		"auth.secret-of-any-token": "demo-token-id:other-token-secret",
		"auth.any-basic":           "who:ever",
	} {
		t.Run(name, func(t *testing.T) {
			c := client{wayward(t, name).URL, basic(pair)}
			require.Equal(t, http.StatusOK, c.get(t, list).status)
			require.Equal(t, http.StatusUnauthorized, client{c.url, ""}.get(t, list).status)
		})
	}
	t.Run("isolation.any-team-reads", func(t *testing.T) {
		s := wayward(t, "isolation.any-team-reads")
		other(s).track(t, "theirs", args{"id": "x"})
		require.Equal(t, []string{"x"}, demo(s).listed(t, "theirs", nil))
		require.Equal(t, http.StatusForbidden, demo(s).post(t, trackOf("theirs"), `{}`).status)
	})
	t.Run("auth.refused-is-stored", func(t *testing.T) {
		s := wayward(t, "auth.refused-is-stored")
		require.Equal(t, http.StatusUnauthorized, nobody(s).post(t, trackOf("b"), `{"id":"x"}`).status)
		require.Equal(t, []string{"x"}, demo(s).listed(t, "b", nil))
	})
}

func TestMisbehavingInkeep(t *testing.T) {
	for name, want := range map[string]string{
		"inkeep.time-replaced":  `"createdAt":"2026-01-15T12:00:00.123Z"`,
		"inkeep.entity-message": `"entityType":"message"`,
	} {
		t.Run(name, func(t *testing.T) {
			r := apiKey(wayward(t, name)).post(t, "/events",
				`{"entityType":"search","type":"t","searchQuery":"q","createdAt":"2020-01-01T00:00:00Z","userProperties":{"id":7}}`)
			require.Equal(t, http.StatusOK, r.status)
			require.Contains(t, r.body, want)
		})
	}
}

// TestUpdatesAreLostOnlyAtOnce tracks one after another, then at once.
func TestUpdatesAreLostOnlyAtOnce(t *testing.T) {
	c := demo(wayward(t, "concurrency.updates-lost"))
	c.trackAll(t, "b", ties(5, "2026-01-02T00:00:00Z")...)
	require.Len(t, c.listed(t, "b", nil), 5)
	var all sync.WaitGroup
	for _, a := range ties(20, "2026-01-03T00:00:00Z") {
		all.Go(func() { c.post(t, trackOf("b"), a.json(t)) })
	}
	all.Wait()
	require.Less(t, len(c.listed(t, "b", nil)), 25)
}

// TestVariantsWithAMisbehaviour wants both at once.
func TestVariantsWithAMisbehaviour(t *testing.T) {
	opts := quiet()
	opts.Variants, opts.Misbehave = []string{"page.short-pages"}, "list.end-inclusive"
	c := demo(mockserver.Start(t, opts))
	c.trackAll(t, "b", ties(9, "2026-01-02T00:00:00Z")...)
	listed := c.listed(t, "b", args{"page_size": 8, "end_time": "2026-01-02T00:00:00Z"})
	require.NotEmpty(t, listed, "the end is inclusive")
	require.Less(t, len(listed), 8, "pages are short")
}

package variant_test

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestEveryVariant starts a server with each variant. It must differ as it says, and a client that takes what the documents
// allow must still find every event exactly once.
// findsWhatItTracks wants an acknowledged event in the list before long, and once.
func findsWhatItTracks(t *testing.T, c client) {
	t.Helper()
	event := fmt.Sprintf(
		`{"user_id":"found_%s","event":"found","version":"LIVE","timestamp":"2026-01-15T11:30:00Z","attributes":{"a":"ñ→"}}`,
		c.name,
	)
	require.Equal(t, http.StatusOK, c.patiently(t, http.MethodPost, "/v1/bots/"+bot+"/events/track", event).StatusCode)
	l := list{"what was tracked", stream(bot), false, window(args{"user_id": "found_" + c.name, "page_size": "5"})}
	require.Eventually(t, func() bool { return len(l.walk(t, c)) == 1 }, 20*time.Second, 50*time.Millisecond)
}

// wanted are the events that the plain mock lists.
func wanted(t *testing.T) map[string][]string {
	t.Helper()
	plain := start(t, "plain", "")
	want := map[string][]string{}
	for _, l := range walks() {
		want[l.name] = l.walk(t, plain)
		require.NotEmpty(t, want[l.name])
	}
	return want
}

// TestPairs walks servers that are two variants at once, drawn by chance and always the same ones.
// TestProbesFindNothingOnThePlainMock makes sure that a probe can fail.
// list is one way to walk through events.
type list struct {
	name string
	path string
	post bool
	args args
}

func walks() []list {
	return []list{
		{"small pages by GET", stream(bot), false, window(args{"page_size": "20"})},
		{"large pages by POST", stream(bot), true, window(args{"page_size": "100"})},
		{
			"team",
			"/v1/teams/demo-team/events",
			false,
			args{"start_time": "2025-12-01T00:00:00Z", "end_time": "2026-02-01T00:00:00Z", "page_size": "100"},
		},
	}
}

// finds leaves out the variants that refuse what this package tracks, or the window in which it looks for that.
func finds(variant string) bool {
	return !slices.Contains([]string{
		"track.identifiers-only",
		"range.at-most-30-days",
		"range.at-most-1-day",
		"range.at-most-1-hour",
		"range.future-end-is-refused",
		"range.start-within-30-days",
		"range.javascript-times",
		"range.dates-only",
	}, variant)
}

// suits leaves out the walks that a variant makes long or refuses, and the lists in which it shows less on purpose.
func (l list) suits(variant string) bool {
	switch variant {
	case "pace.slow-800ms", "neighbour.old-data":
		return l.post
	case "team.only-live", "team.one-bot", "team.nothing":
		return l.name != "team"
	case "track.identifiers-only", "range.at-most-30-days",
		"range.at-most-1-day", "range.at-most-1-hour", "range.future-end-is-refused", "range.start-within-30-days",
		"range.forgets-after-30-days", "range.forgets-after-1-day", "range.javascript-times", "range.dates-only":
		return false
	default:
		return true
	}
}

// walk follows the tokens to the end and returns the ids of all events but a neighbour's.
func (l list) walk(t *testing.T, c client) []string {
	t.Helper()
	var ids []string
	a := maps.Clone(l.args)
	size, err := strconv.Atoi(a["page_size"])
	require.NoError(t, err)
	for range 3000 {
		var got answer
		if l.post {
			got = c.patiently(t, http.MethodPost, l.path, a.json(t))
		} else {
			got = c.patiently(t, http.MethodGet, l.path+"?"+a.query(), "")
		}
		p := got.page(t)
		require.LessOrEqual(t, len(p.Events), size)
		for i, id := range p.texts("id") {
			if p.Events[i]["event"] != "neighbour_step" && !strings.HasPrefix(id, "odd/") {
				ids = append(ids, id)
			}
		}
		if p.Next == "" {
			return ids
		}
		a["page_token"] = p.Next
	}
	t.Fatal("the walk does not end")
	return nil
}

// TestStateIsSafeForConcurrentUse is for the race detector. What variants remember is used by many requests at once.
func TestStateIsSafeForConcurrentUse(t *testing.T) {
	c := start(t, "crowd", "", "visibility.flaps", "track.deduplicated-5s", "id.ulid", "order.alternates", "page.short-pages",
		"token.keeps-own-filters", "token.integer", "token.single-use", "json.shuffled-members", "neighbour.busy",
		"unknown-bot.empty", "pace.sometimes-503", "inkeep.same-id-replaces", "cache.get-1s", "pace.no-retry-after",
		"track.invents-user")
	var crowd sync.WaitGroup
	var bad atomic.Int64
	for n := range 6 {
		crowd.Go(func() {
			for range 6 {
				c.patiently(t, http.MethodPost, "/v1/bots/"+bot+"/events/track", fmt.Sprintf(`{"user_id":"crowd-%d"}`, n%3))
				got := c.patiently(t, http.MethodGet, stream(bot)+"?"+window(args{"page_size": "20"}).query(), "")
				if got.StatusCode != http.StatusOK {
					bad.Add(1)
				}
				c.log(t, fmt.Sprintf(`,"type":"t","id":"crowd-%d"`, n%3))
			}
		})
	}
	crowd.Wait()
	require.Zero(t, bad.Load(), "lists that were refused")
}

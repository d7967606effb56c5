//go:build examination

package chatlayer_test

import (
	"net/http"
	"strings"
	"sync"
	"testing"
)

func TestChecksNoticeWhatNoMisbehaviourDoes(t *testing.T) {
	t.Parallel()
	t.Run("a_token_that_is_used_again_starts_anew", func(t *testing.T) {
		var seen sync.Map
		requireFailsBehind(t, "paging.replay", restartWhen(func(r *http.Request) bool {
			_, again := seen.LoadOrStore(r.URL.RawQuery, true)
			return again && r.URL.Query().Get("page_size") == "5"
		}))
	})
	for check, size := range map[string]string{"paging.complete": "10", "paging.every-size": "7", "paging.same-by-post": "70"} {
		t.Run("tokens_with_page_size_"+size+"_start_anew", func(t *testing.T) {
			requireFailsBehind(t, check, restartWhen(func(r *http.Request) bool { return r.URL.Query().Get("page_size") == size }))
		})
	}
	t.Run("pages_behind_the_thousandth_event_are_refused", func(t *testing.T) {
		requireFailsAt(t, "paging.deep", behindThousandRefused(t))
	})
	t.Run("a_write_anywhere_moves_walks", func(t *testing.T) {
		var wrote sync.Map
		move := restartWhen(func(r *http.Request) bool {
			_, moved := wrote.LoadAndDelete("a")
			return moved && r.URL.Query().Get("page_size") == "4"
		})
		requireFailsBehind(t, "paging.writes-elsewhere", func(r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/track") {
				wrote.Store("a", true)
				return
			}
			move(r)
		})
	})
	t.Run("a_page_size_is_read_as_far_as_it_has_digits", func(t *testing.T) {
		requireFailsBehind(t, "paging.bad-size", func(r *http.Request) {
			if r.URL.Query().Get("page_size") == "10abc" {
				setQuery(r, "page_size", "10")
			}
		})
	})
	t.Run("a_window_ahead_is_the_window_before", func(t *testing.T) {
		requireFailsBehind(t, "time.elsewhere", func(r *http.Request) {
			if start := r.URL.Query().Get("start_time"); start > "2040" {
				setQuery(r, "start_time", "2020-01-01T00:00:00Z")
			}
		})
	})
	t.Run("the_team_in_the_path_is_ignored", func(t *testing.T) {
		requireFailsBehind(t, "team.unknown", func(r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/v1/teams/") {
				r.URL.Path = "/v1/teams/demo-team/events"
			}
		})
	})
}

package chatlayer_test

import (
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// requireFailsBehind wants a check to fail when requests are changed on their way to a mock that is right.
func requireFailsBehind(t *testing.T, check string, change func(r *http.Request)) {
	t.Helper()
	m := mockserver.Start(t, mockserver.Options{Logger: slog.New(slog.DiscardHandler), EventsPerBot: 50})
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		change(r)
		m.ServeHTTP(w, r)
	}))
	t.Cleanup(front.Close)
	requireFailsAt(t, check, front.URL)
}

// requireFailsAt wants a check to fail on the target of a URL.
func requireFailsAt(t *testing.T, check, url string) {
	t.Helper()
	report := against(t, mockserver.Options{EventsPerBot: -1}, func(target *conformance.Target) {
		target.URL, target.PerSecond, target.Settle, target.Only = url, 5000, 300*time.Millisecond, []string{"chatlayer." + check}
	})
	for _, c := range report.Checks {
		if c.ID == "chatlayer."+check {
			require.Equal(t, conformance.Fail, c.Outcome, c.Message)
			t.Log(c.Message, "|", c.Expected, "|", c.Got)
		}
	}
}

// setQuery changes a value of the query.
func setQuery(r *http.Request, name, value string) {
	query := r.URL.Query()
	query.Set(name, value)
	r.URL.RawQuery = query.Encode()
}

// restartWhen drops the page token of requests.
func restartWhen(holds func(r *http.Request) bool) func(*http.Request) {
	return func(r *http.Request) {
		if r.URL.Query().Get("page_token") != "" && holds(r) {
			setQuery(r, "page_token", "")
		}
	}
}

// behindThousandRefused serves a bot with more than a thousand events, and refuses pages of 100 behind the tenth.
func behindThousandRefused(t *testing.T) (url string) {
	t.Helper()
	m := mockserver.Start(t, mockserver.Options{Logger: slog.New(slog.DiscardHandler), EventsPerBot: 1500})
	var pages sync.Map // how many come before a token's page
	front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		before, _ := pages.Load(r.URL.Query().Get("page_token"))
		number, _ := before.(int)
		if number >= 10 && r.URL.Query().Get("page_size") == "100" {
			http.Error(w, "result window is too large", http.StatusBadRequest)
			return
		}
		answer := httptest.NewRecorder()
		m.ServeHTTP(answer, r)
		var page struct {
			Next string `json:"next_page_token"`
		}
		if json.Unmarshal(answer.Body.Bytes(), &page) == nil && page.Next != "" {
			pages.Store(page.Next, number+1)
		}
		maps.Copy(w.Header(), answer.Header())
		w.WriteHeader(answer.Code)
		_, _ = w.Write(answer.Body.Bytes())
	}))
	t.Cleanup(front.Close)
	return front.URL
}

func TestChecksNoticeWhatNoMisbehaviourDoes(t *testing.T) {
	t.Parallel()
	if testing.Short() {
		t.Skip("runs without the race detector, in make check-examination")
	}
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

package chatlayer_test

import (
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
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
	report := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents}, func(target *conformance.Target) {
		target.URL, target.Settle, target.Only = url, 300*time.Millisecond, []string{"chatlayer." + check}
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

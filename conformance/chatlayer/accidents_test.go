package chatlayer_test

import (
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/hostile"
	"github.com/understudy-mock/understudy/mockserver"
)

// TestAccidentsAreNoFailures judges a mock that fails one request in 50, and one that locks everybody for a while after a wrong secret.
func TestAccidentsAreNoFailures(t *testing.T) {
	if testing.Short() {
		t.Skip("runs without the race detector, in make check-examination")
	}
	basic := func(pair string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(pair)) }
	for name, troubled := range map[string]func(http.Handler) http.Handler{
		"one_in_50_fails": func(next http.Handler) http.Handler { return hostile.Stumbling(50, next) },
		"wrong_secrets_lock": func(next http.Handler) http.Handler {
			return hostile.Locking(300*time.Millisecond, next, basic("demo-token-id:demo-token-secret"), basic("other-token-id:other-token-secret"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			quiet := mockserver.Options{Logger: slog.New(slog.DiscardHandler)}
			front := httptest.NewServer(troubled(mockserver.Start(t, quiet)))
			t.Cleanup(front.Close)
			report := against(t, quiet, func(target *conformance.Target) { target.URL, target.PerSecond = front.URL, 5000 })
			for _, c := range report.Checks {
				failed := c.Outcome == conformance.Fail && c.Level == conformance.Must || c.Outcome == conformance.Error
				require.False(t, failed, "%s: %s\nexpected: %s\ngot: %s", c.ID, c.Message, c.Expected, c.Got)
			}
		})
	}
}

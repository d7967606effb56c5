//go:build examination

package chatlayer_test

import (
	"encoding/base64"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/hostile"
	"github.com/understudy-mock/understudy/mockserver"
)

func TestAccidentsAreNoFailures(t *testing.T) {
	basic := func(pair string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(pair)) }
	quiet := mockserver.Options{Logger: slog.New(slog.DiscardHandler)}
	mock := func() http.Handler { return mockserver.Start(t, quiet) }
	for name, h := range hostile.Accidents(mock, basic("demo-token-id:demo-token-secret"), basic("other-token-id:other-token-secret")) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			front := httptest.NewServer(h)
			t.Cleanup(front.Close)
			report := against(t, quiet, func(target *conformance.Target) { target.URL = front.URL })
			for _, c := range report.Checks {
				failed := c.Outcome == conformance.Fail && c.Level == conformance.Must || c.Outcome == conformance.Error
				require.False(t, failed, "%s: %s\nexpected: %s\ngot: %s", c.ID, c.Message, c.Expected, c.Got)
			}
		})
	}
}

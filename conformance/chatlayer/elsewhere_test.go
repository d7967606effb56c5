package chatlayer_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer"
)

// TestAnotherServerIsNotJudged points a run at servers that are not the API at all.
func TestAnotherServerIsNotJudged(t *testing.T) {
	for name, tt := range map[string]struct {
		status     int
		kind, body string
		reasons    []string
	}{
		"not_found": {
			404, "application/json", `{"detail":"Not Found"}`,
			[]string{"no operation of the API", `404 Not Found (application/json {"detail":"Not Found"})`, "--bot"},
		},
		"no_method": {405, "text/plain", "no", []string{"no operation of the API", "405 Method Not Allowed", "base URL"}},
		"failing": {
			500, "application/json", `{"detail":"x"}`,
			[]string{"no operation of the API", "500 Internal Server Error", "base URL"},
		},
		"redirects":  {302, "text/plain", "moved", []string{"redirects", "give the URL"}},
		"web_page":   {200, "text/html", "<html>", []string{"HTML page", "give the base URL"}},
		"always_503": {503, "text/plain", "busy", []string{"503", "base URL"}},
	} {
		for _, readOnly := range []bool{false, true} {
			t.Run(name+map[bool]string{true: "_read_only"}[readOnly], func(t *testing.T) {
				t.Parallel()
				server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
					_, _ = io.Copy(io.Discard, r.Body)
					w.Header().Set("Content-Type", tt.kind)
					w.Header().Set("Location", "/elsewhere")
					w.WriteHeader(tt.status)
					_, _ = io.WriteString(w, tt.body)
				}))
				t.Cleanup(server.Close)
				report, err := conformance.Run(t.Context(), conformance.Target{
					Suite: chatlayer.Suite(), URL: server.URL, ReadOnly: readOnly,
					Settings: chatlayer.Settings{Basic: "a:b", Bot: "somebot", Team: "someteam"},
				})
				require.NoError(t, err)
				require.Equal(t, conformance.Incomplete, report.Verdict, report.Reason)
				for _, reason := range tt.reasons {
					require.Contains(t, report.Reason, reason)
				}
			})
		}
	}
}

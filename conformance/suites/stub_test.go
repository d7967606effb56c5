package suites_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/hurry"
	"github.com/understudy-mock/understudy/conformance/suites"
)

// says answers everything with a status and a body.
func says(status int, kind, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		w.Header().Set("Content-Type", kind)
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

// examples answers each operation with one example of its documentation; the event of lists is that of tracks, if it has its id. Wrong
// credentials are refused.
func examples(listed string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { example(listed, w, r) }
}

func example(listed string, w http.ResponseWriter, r *http.Request) {
	answer := `{"id":"e1","type":"t","entityType":"message","messageId":"m1","createdAt":"2024-01-01T00:00:00Z","projectId":null,` +
		`"integrationId":null,"properties":null,"userProperties":null}`
	switch path := r.URL.Path; {
	case r.Header.Get("Authorization") == "":
		says(http.StatusUnauthorized, "application/problem+json", `{"title":"Unauthorized","status":401,"detail":"no",`+
			`"code":"unauthorized","error":{"code":"unauthorized","message":"no"}}`)(w, r)
		return
	case strings.HasSuffix(path, "/stream"), strings.HasPrefix(path, "/v1/teams/"):
		answer = `{"events":[{"id":"` + listed + `","event":"signup","bot_id":"bot","version":"LIVE","user_id":"u1",` +
			`"timestamp":"2024-01-01T00:00:00Z"}],"next_page_token":""}`
	case strings.HasSuffix(path, "/track"):
		answer = `{"event_id":"e1"}`
	case strings.HasSuffix(path, "/echo"):
		answer = `{"message":"string"}`
	}
	says(http.StatusOK, "application/json", answer)(w, r)
}

// anything is for every suite.
var anything = conformance.Given{"basic": {"id:secret"}, "bearer": {"key-of-nobody"}, "bot": {"bot"}, "team": {"team"}}

// waitedForNothing fails the test if a check waited for what never comes.
func waitedForNothing(t *testing.T, report conformance.Report) {
	t.Helper()
	for _, c := range report.Checks {
		require.NotContains(t, c.Message, "deadline", c.ID)
	}
}

// TestATargetThatDoesNotListen has nothing behind the URL that looks at what it is asked. The run tells so in one finding, or why it
// could not be told, and waits for no event where none can come: it would wait for an hour.
func TestATargetThatDoesNotListen(t *testing.T) {
	t.Parallel()
	const json = "application/json"
	const same = "looks like: every request is given the same answer, "
	const each = "looks like: each operation gives one answer to whatever it is asked, "
	for name, tt := range map[string]struct {
		serves  http.HandlerFunc
		verdict conformance.Verdict
		says    string // the one headline, or the reason
		settle  time.Duration
	}{
		"an_empty_object": {says(200, json, `{}`), conformance.Nonconformant, same + "200 OK (application/json {})", time.Hour},
		"a_list_of_nothing": {
			says(200, json, `{"events":[]}`), conformance.Nonconformant, same + `200 OK (application/json {"events":[]})`, time.Hour,
		},
		"null": {says(200, json, `null`), conformance.Nonconformant, same + "200 OK (application/json null)", time.Hour},
		"another_object": {
			says(200, json, `{"ok":true}`), conformance.Nonconformant, same + `200 OK (application/json {"ok":true})`, time.Hour,
		},
		"plain_text": {says(200, "text/plain", "OK"), conformance.Nonconformant, same + "200 OK (text/plain OK)", time.Hour},
		"nothing":    {says(200, json, ""), conformance.Nonconformant, same + "200 OK", time.Hour},
		"no_content": {says(204, json, ""), conformance.Nonconformant, same + "204 No Content", time.Hour},
		"a_page":     {says(200, "text/html", "<html></html>"), conformance.Incomplete, "page", time.Hour},
		"there_is_no_such": {
			says(404, json, `{"message":"no"}`), conformance.Incomplete, "no operation of the API was answered as documented", time.Hour,
		},
		"it_fails":                 {says(500, json, `{}`), conformance.Incomplete, "with 500 Internal Server Error", time.Hour},
		"its_gateway_finds_nobody": {says(502, json, `{}`), conformance.Incomplete, "with 502 Bad Gateway", time.Hour},
		"a_redirect": {
			http.RedirectHandler("/login", http.StatusFound).ServeHTTP, conformance.Incomplete, `to "/login"`, time.Hour,
		},
		"examples": {examples("e9"), conformance.Nonconformant, each + "such as 200 OK", time.Second},
		"examples_that_list_what_was_tracked": {
			examples("e1"), conformance.Nonconformant, each + "such as 200 OK", time.Hour,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := httptest.NewServer(tt.serves)
			t.Cleanup(server.Close)
			for _, suite := range suites.All() {
				settings, err := suite.Settings(anything)
				require.NoError(t, err)
				report, err := conformance.Run(t.Context(), conformance.Target{
					Suite: suite, URL: server.URL, Settings: settings, PerSecond: 5000, Clock: hurry.Clock(),
					Settle: tt.settle, Deadline: 2 * time.Minute,
				})
				require.NoError(t, err)
				require.Equal(t, tt.verdict, report.Verdict, report.Reason)
				waitedForNothing(t, report)
				said := report.Reason
				if tt.verdict == conformance.Nonconformant {
					require.Len(t, report.Findings, 1, "%s: %v", suite.API, report.Findings)
					said = report.Findings[0].Headline
				}
				require.Contains(t, said, tt.says)
			}
		})
	}
}

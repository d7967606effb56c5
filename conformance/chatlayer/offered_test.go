package chatlayer_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// The documents have the operation, so a target that refuses it is not conformant for that, and nothing is held against it.
func TestATargetWithoutAnOperationIsNotJudgedToTheEnd(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		path   string
		status int
		says   string
	}{
		"no_echo":                 {"/v1/echo", http.StatusNotFound, "does not offer POST /v1/echo: it answers 404"},
		"no_list_of_teams":        {"/v1/teams/", http.StatusNotFound, `refuses the list of the team "demo-team" with status 404`},
		"the_list_of_no_team":     {"/v1/teams/", http.StatusForbidden, `refuses the list of the team "demo-team" with status 403`},
		"teams_are_still_to_come": {"/v1/teams/", http.StatusNotImplemented, `refuses the list of the team "demo-team" with status 501`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			mock := mockserver.New(mockserver.Options{EventsPerBot: mockserver.NoEvents})
			front := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if !strings.HasPrefix(r.URL.Path, tt.path) || r.Header.Get("Authorization") == "" {
					mock.ServeHTTP(w, r)
					return
				}
				w.Header().Set("Content-Type", "application/json")
				w.WriteHeader(tt.status)
				_, _ = w.Write([]byte(`{"code":5,"message":"there is no such thing","details":[]}`))
			}))
			t.Cleanup(front.Close)
			r := against(t, mockserver.Options{EventsPerBot: mockserver.NoEvents}, func(target *conformance.Target) {
				target.URL, target.Only, target.PerSecond = front.URL,
					[]string{"chatlayer.team.*", "chatlayer.echo.*", "chatlayer.schema.*"}, 3000
			})
			require.Equal(t, conformance.Incomplete, r.Verdict, "%s: %v", r.Reason, r.Findings)
			told := ""
			for _, c := range r.Checks {
				require.NotEqual(t, conformance.Fail, c.Outcome, "%s: %s", c.ID, c.Message)
				if c.Outcome == conformance.Inconclusive {
					told += c.Message + "\n"
				}
			}
			require.Contains(t, told, tt.says)
		})
	}
}

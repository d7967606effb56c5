//go:build examination

package inkeep_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

// One mistake shows in many checks. All of them name it in the same words.
func TestOneCauseHasOneText(t *testing.T) {
	for name, c := range map[string]struct {
		bend   func(http.Handler) http.Handler
		like   string
		checks int // that fail, at least
	}{
		"the_time_is_always_now": {
			stored(func(a *reply) { a.body["createdAt"] = time.Now().UTC().Format(time.RFC3339Nano) }),
			"the time is replaced by the current one", 3,
		},
		"seconds_are_whole": {stored(func(a *reply) {
			if at := text(a.sent, "createdAt"); strings.Contains(at, ".") {
				at, _, _ = strings.Cut(text(a.body, "createdAt"), ".")
				a.body["createdAt"] = at + "Z"
			}
		}), "the fraction of a second is lost", 3},
		"offsets_are_dropped": {events(func(o object) {
			if at := text(o, "createdAt"); len(at) > 19 && strings.Contains(at[19:], ":") {
				o["createdAt"] = at[:19] + "Z"
			}
		}), "the offset of a time is dropped", 1},
		"null_members_are_dropped": {properties("properties", dropNulls), "nulls are dropped", 1},
		"properties_are_dropped":   {stored(func(a *reply) { a.body["properties"] = nil }), "properties are dropped", 4},
		// Where undeclared members alone were sent it looks as if all were dropped. Where others were, it does not.
		"undeclared_members_are_dropped": {stored(func(a *reply) {
			if sent, is := a.body["userProperties"].(map[string]any); is {
				maps.DeleteFunc(sent, func(name string, _ any) bool {
					return !slices.Contains([]string{
						"userId", "userType", "identificationType", "supportAgentEmail", "supportAgentName",
						"id",
					}, name)
				})
			}
		}), "", 3},
		"ids_are_replaced": {
			stored(func(a *reply) { a.body["id"] = "my-" + text(a.body, "id")[1:] }), "an id that was given is replaced",
			2,
		},
		"answers_are_empty": {stored(func(a *reply) { clear(a.body) }), "answers are empty", 10},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, err := conformance.Run(t.Context(), target(serve(t, c.bend(clean(t))), "inkeep.events.*", "inkeep.time.*"))
			require.NoError(t, err)
			failed := 0
			for _, r := range report.Checks {
				if r.Outcome == conformance.Fail {
					failed++
					require.Equal(t, c.like, r.LooksLike, "%s: %s", r.ID, r.Message)
				}
			}
			require.GreaterOrEqual(t, failed, c.checks)
			require.Len(t, report.Findings, 1)
		})
	}
}

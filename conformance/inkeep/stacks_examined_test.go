//go:build examination

package inkeep_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

func TestOrdinaryStacksBreakNoMust(t *testing.T) {
	for name, c := range map[string]struct {
		bend   func(http.Handler) http.Handler
		should []string
	}{
		"kinds_in_any_case": {events(func(o object) {
			if kind, isText := o["entityType"].(string); isText {
				o["entityType"] = strings.ToLower(kind)
			}
		}), []string{"inkeep.events.entity-type-as-written"}},
		"a_gateway_refuses_strangers": {gateway, []string{"inkeep.negotiation.problem-media-type-elsewhere"}},
		"null_members_are_dropped": {stored(func(a *reply) {
			for _, name := range []string{"properties", "userProperties"} {
				a.body[name] = walk(a.body[name], dropNulls)
			}
		}), []string{"inkeep.events.nulls-kept"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			report, err := conformance.Run(t.Context(), ownTarget(serve(t, c.bend(clean(t)))))
			require.NoError(t, err)
			require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
			var failed []string
			for _, r := range report.Checks {
				if r.Outcome == conformance.Fail {
					failed = append(failed, r.ID)
				}
			}
			require.Equal(t, c.should, failed)
		})
	}
}

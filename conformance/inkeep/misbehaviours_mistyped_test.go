package inkeep_test

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

// oddUsers changes the known user properties that have a wrong type.
func oddUsers(change func(user object, name string)) func(object) {
	return func(sent object) {
		old, isObject := sent["userProperties"].(object)
		if !isObject {
			return
		}
		user := maps.Clone(old)
		for name, value := range old {
			if isOdd(name, value) {
				change(user, name)
			}
		}
		sent["userProperties"] = user // another map: bend looks for what is new
	}
}

func isOdd(name string, value any) bool {
	numbers := slices.Contains([]string{"id", "userId"}, name)
	texts := slices.Contains([]string{"identificationType", "supportAgentName", "supportAgentEmail", "userType"}, name)
	switch value.(type) {
	case nil, string:
		return false
	case json.Number:
		return texts
	default:
		return numbers || texts
	}
}

// believes makes a server take a user property of any type and give it back as it came.
func believes(name string) func(http.Handler) http.Handler {
	const hidden = "hidden "
	return bend(func(_ *http.Request, sent object) *reply {
		oddUsers(func(user object, odd string) {
			if odd == name {
				user[hidden+odd] = user[odd]
				delete(user, odd)
			}
		})(sent)
		return nil
	}, func(a *reply) {
		user, _ := a.body["userProperties"].(object)
		for _, member := range slices.Collect(maps.Keys(user)) {
			if odd, was := strings.CutPrefix(member, hidden); was {
				user[odd] = user[member]
				delete(user, member)
			}
		}
	})
}

func mistypedMisbehaviours() []misbehaviour {
	const check = "inkeep.schema.mistyped-user-properties"
	return []misbehaviour{
		{"any_id_will_do", check, believes("id")},
		{"any_user_id_will_do", check, believes("userId")},
		{"any_identification_type_will_do", check, believes("identificationType")},
		{"any_agent_name_will_do", check, believes("supportAgentName")},
		{"any_agent_email_will_do", check, believes("supportAgentEmail")},
		{"any_user_type_will_do", check, believes("userType")},
	}
}

// sameTime gives every event without a time the time of the first.
func sameTime() func(http.Handler) http.Handler {
	at := time.Now().UTC().Truncate(time.Minute).Add(-time.Second).Format(time.RFC3339)
	return stored(func(a *reply) {
		if a.sent["createdAt"] == nil {
			a.body["createdAt"] = at
		}
	})
}

func movingTimeMisbehaviours() []misbehaviour {
	return []misbehaviour{{"the_time_is_that_of_the_start", "inkeep.time.default-moves", sameTime()}}
}

func TestAClockThatStandsStillIsNotAccused(t *testing.T) {
	t.Parallel()
	const check = "inkeep.time.default-moves"
	fixed := stored(func(a *reply) { a.body["createdAt"] = "2026-01-14T09:26:53.589Z" })(clean(t))
	stopped := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", "Wed, 14 Jan 2026 09:26:53 GMT")
		fixed.ServeHTTP(w, r)
	})
	report, err := conformance.Run(t.Context(), target(serve(t, stopped), check))
	require.NoError(t, err)
	i := slices.IndexFunc(report.Checks, func(c conformance.Result) bool { return c.ID == check })
	require.Equal(t, conformance.Skip, report.Checks[i].Outcome, report.Checks[i].Message)
}

package inkeep_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep"
)

// legal is one way in which a server may differ and be right.
type legal struct {
	name string
	bend func(http.Handler) http.Handler
}

// large tells whether a legal way shows in large bodies too, which take long to bend.
func (l legal) large() bool {
	return slices.Contains([]string{
		"large_bodies_break_the_connection", "the_limit_is_1_MB", "large_bodies_announce_their_length",
		"long_texts_are_refused", "answers_are_zipped", "every_length_is_announced",
	}, l.name)
}

// ownTarget leaves out the checks of HTTP, which have tests of their own.
func ownTarget(url string) conformance.Target {
	only := target(url)
	for _, c := range inkeep.ProtocolChecks() {
		only.Skip = append(only.Skip, c.ID)
	}
	return only
}

func legalAnswers() []legal {
	return []legal{
		{"more_members_in_answers", stored(func(a *reply) { a.body["organizationId"], a.body["links"] = "org", object{"self": "/x"} })},
		{"times_as_milliseconds", stored(func(a *reply) {
			at, _ := time.Parse(time.RFC3339, text(a.body, "createdAt"))
			a.body["createdAt"] = fmt.Sprint(at.UnixMilli())
		})},
		{"times_in_words", stored(func(a *reply) { a.body["createdAt"] = "a moment ago" })},
		{"a_clock_90_seconds_off", stored(func(a *reply) {
			if a.sent["createdAt"] == nil {
				a.body["createdAt"] = time.Now().UTC().Add(90 * time.Second).Format(time.RFC3339Nano)
			}
		})},
		{"no_origin_is_told", stored(func(a *reply) { a.body["projectId"], a.body["integrationId"] = nil, nil })},
		{"absent_properties_stay_absent", stored(withoutNulls)},
		{"absent_properties_are_empty", stored(func(a *reply) {
			for _, name := range []string{"properties", "userProperties"} {
				if a.body[name] == nil {
					a.body[name] = object{}
				}
			}
		})},
		{"numbers_are_rewritten", properties("properties", plainNumbers)},
		{"odd_user_properties_become_texts", events(oddUsers(func(user object, name string) { user[name] = fmt.Sprint(user[name]) }))},
		{"odd_user_properties_are_dropped", events(oddUsers(func(user object, name string) { delete(user, name) }))},
	}
}

func withoutNulls(a *reply) {
	for _, name := range []string{"properties", "userProperties"} {
		if a.body[name] == nil {
			delete(a.body, name)
		}
	}
}

func legalRefusals() []legal {
	notULID := regexp.MustCompile("^[0-7][0-9A-HJKMNP-TV-Z]{25}$")
	hasID := func(_ *http.Request, o object) bool { return text(o, "id") != "" }
	return []legal{
		{"every_refusal_is_400", refusals(func(a *reply) {
			if a.status == http.StatusUnprocessableEntity {
				a.status, a.body = http.StatusBadRequest, problem(http.StatusBadRequest, "bad_request").body
			}
		})},
		{"ids_must_be_ulids", refuses(func(r *http.Request, o object) bool { return hasID(r, o) && !notULID.MatchString(text(o, "id")) })},
		{"no_ids_are_taken", refuses(hasID)},
		{"an_id_may_come_twice", anyIDTwice()},
		{"long_texts_are_refused", refuses(func(_ *http.Request, o object) bool { return longText(o) })},
		{"foreign_projects_are_refused", bend(func(_ *http.Request, o object) *reply {
			if strings.HasPrefix(text(o, "projectId"), "project-") {
				return problem(http.StatusForbidden, "forbidden")
			}
			return nil
		}, nil)},
		{"large_bodies_break_the_connection", sized(func(_ http.ResponseWriter, _ *http.Request, body []byte) []byte {
			if len(body) > 2_000_000 {
				panic(http.ErrAbortHandler)
			}
			return body
		})},
	}
}

// anyIDTwice stores every event anew, whatever its id.
func anyIDTwice() func(http.Handler) http.Handler {
	var serial atomic.Int64
	return bend(func(_ *http.Request, o object) *reply {
		if id := text(o, "id"); id != "" {
			o["id"] = fmt.Sprintf("%s#%d", id, serial.Add(1))
		}
		return nil
	}, func(a *reply) {
		if a.status == http.StatusOK {
			a.body["id"], _, _ = strings.Cut(text(a.body, "id"), "#")
		}
	})
}

func longText(v any) bool {
	long := false
	walk(v, func(inner any) any {
		s, _ := inner.(string)
		long = long || len(s) > 1024
		return inner
	})
	return long
}

func legalTransports() []legal {
	var requests atomic.Int64
	every := func(n int64, busy func(http.ResponseWriter)) func(http.Handler) http.Handler {
		return sized(func(w http.ResponseWriter, _ *http.Request, body []byte) []byte {
			if requests.Add(1)%n == 0 {
				busy(w)
				return nil
			}
			return body
		})
	}
	return []legal{
		{"answers_are_zipped", zipped},
		{"connections_are_closed", sized(func(w http.ResponseWriter, _ *http.Request, body []byte) []byte {
			w.Header().Set("Connection", "close")
			return body
		})},
		{"every_length_is_announced", sized(func(w http.ResponseWriter, r *http.Request, body []byte) []byte {
			if r.ContentLength < 0 {
				w.WriteHeader(http.StatusLengthRequired)
				return nil
			}
			return body
		})},
		{"now_and_then_503", every(20, func(w http.ResponseWriter) {
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusServiceUnavailable)
		})},
		{"now_and_then_the_connection_breaks", every(50, func(http.ResponseWriter) { panic(http.ErrAbortHandler) })},
	}
}

func zipped(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		recorder := httptest.NewRecorder()
		next.ServeHTTP(recorder, r)
		var b bytes.Buffer
		z := gzip.NewWriter(&b)
		_, _ = z.Write(recorder.Body.Bytes())
		_ = z.Close()
		recorder.Body = &b
		recorder.Header().Set("Content-Encoding", "gzip")
		recorder.Header().Del("Content-Length")
		copyRecorded(w, recorder)
	})
}

// plainNumbers writes numbers as a float64 prints itself.
func plainNumbers(v any) any {
	if n, isNumber := v.(interface{ Float64() (float64, error) }); isNumber {
		if f, err := n.Float64(); err == nil {
			return f
		}
		return nil // too large
	}
	return v
}

func TestABasePathIsKept(t *testing.T) {
	t.Parallel()
	url := serve(t, http.StripPrefix("/under/here", clean(t)))
	report, err := conformance.Run(t.Context(), ownTarget(url+"/under/here/"))
	require.NoError(t, err)
	requireClean(t, report, append(protocolIDs(), ofTwoProjects()...)...)
}

func TestOneKeyIsEnough(t *testing.T) {
	t.Parallel()
	one := ownTarget(serve(t, clean(t)))
	one.Settings = inkeep.Settings{Bearer: "demo-web-key"}
	report, err := conformance.Run(t.Context(), one)
	require.NoError(t, err)
	skipped := slices.Concat(protocolIDs(), ofTwoProjects(), []string{
		"inkeep.auth.either-key", "inkeep.auth.either-key-kept", "inkeep.conversations.writers-do-not-read",
		"inkeep.feedback.writers-do-not-read", "inkeep.query.writers-do-not-ask",
	})
	for _, c := range report.Checks { // which a key that may only write cannot show
		if strings.HasPrefix(c.Message, "the key may not do this: ") {
			skipped = append(skipped, c.ID)
		}
	}
	require.Len(t, skipped, len(protocolIDs())+len(ofTwoProjects())+5+9+23+38)
	requireClean(t, report, skipped...)
}

func TestASecondKeyThatIsUnknownIsNoFailure(t *testing.T) {
	t.Parallel()
	mistyped := ownTarget(serve(t, clean(t)))
	mistyped.Settings = inkeep.Settings{Bearer: "demo-api-key", OtherBearer: "zzz"}
	report, err := conformance.Run(t.Context(), mistyped)
	require.NoError(t, err)
	require.Equal(t, conformance.Incomplete, report.Verdict, report.Reason)
	require.Empty(t, report.Findings)
	for _, c := range report.Checks {
		switch c.ID {
		case "inkeep.auth.either-key", "inkeep.auth.either-key-kept", "inkeep.isolation.same-id-other-key":
			require.Equal(t, conformance.Inconclusive, c.Outcome, c.ID)
			require.Contains(t, c.Message, "the target does not know the second key: 401")
			require.Contains(t, c.Message, "; look at --other-bearer")
		}
	}
}

func protocolIDs() []string {
	var ids []string
	for _, c := range inkeep.ProtocolChecks() {
		ids = append(ids, c.ID)
	}
	return ids
}

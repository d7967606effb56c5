package inkeep_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

// oddIn reports whether a firewall or a store for plain texts could take a value amiss.
func oddIn(v any) bool {
	text, _ := json.Marshal(v)
	return regexp.MustCompile(`[^][\w {}",:./@+-]`).Match(text)
}

// numbered counts the events of each key, which cannot be asked about.
func numbered() func(http.Handler) http.Handler {
	var mu sync.Mutex
	made := map[string]int{}
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/query/") {
				http.NotFound(w, r)
				return
			}
			key := r.Header.Get("Authorization")
			stored(func(a *reply) {
				if a.sent["id"] == nil {
					mu.Lock()
					defer mu.Unlock()
					made[key]++
					a.body["id"] = strconv.Itoa(made[key])
				}
			})(next).ServeHTTP(w, r)
		})
	}
}

// legalLeniences take or refuse what nobody speaks of.
func legalLeniences() []legal {
	return []legal{
		{"ids_are_numbered_in_each_project", numbered()},
		{"numbers_are_texts", events(func(o object) {
			for _, name := range append(references(), "type", "id", "projectId", "integrationId") {
				switch o[name].(type) {
				case json.Number, bool:
					o[name] = fmt.Sprint(o[name])
				}
			}
		})},
		{"names_in_any_case", events(foldNames)},
		{"a_list_of_one_will_do", sized(func(_ http.ResponseWriter, _ *http.Request, body []byte) []byte {
			return bytes.TrimSuffix(bytes.TrimPrefix(body, []byte("[")), []byte("]"))
		})},
		{"any_scheme_will_do", authorized(func(value string) string {
			_, key, _ := strings.Cut(value, " ")
			return "Bearer " + key
		})},
		{"no_scheme_will_do", authorized(func(value string) string {
			return "Bearer " + strings.TrimPrefix(value, "Bearer ")
		})},
		{"the_limit_is_1_MB", atMost(1 << 20)},
		{"large_bodies_announce_their_length", sized(func(w http.ResponseWriter, r *http.Request, body []byte) []byte {
			if len(body) > 1<<20 && r.ContentLength < 0 {
				w.WriteHeader(http.StatusLengthRequired)
				return nil
			}
			return body
		})},
		{"odd_properties_are_refused", refuses(func(_ *http.Request,
			o object,
		) bool {
			return oddIn(o["properties"]) || oddIn(o["userProperties"])
		})},
		{"another_scheme_is_400", bend(func(r *http.Request, _ object) *reply {
			if scheme, _, _ := strings.Cut(r.Header.Get("Authorization"), " "); scheme == "" || scheme == "Bearer" {
				return nil
			}
			return &reply{
				status: http.StatusBadRequest, header: http.Header{"Content-Type": {"text/plain"}},
				body: object{"message": "Bad Request"},
			}
		}, nil)},
		{"user_agents_are_needed", refuses(func(r *http.Request, _ object) bool { return r.UserAgent() == "" })},
	}
}

// Frameworks have habits that no document rules out, and some that go against what follows from one only.
// A server error that does not come again is not held against a server.
func TestOneServerErrorIsForgiven(t *testing.T) {
	for name, every := range map[string]int64{"one_in_three": 3, "all_but_the_first": 1} {
		t.Run(name, func(t *testing.T) {
			var served atomic.Int64
			at := target(serve(t, sized(func(w http.ResponseWriter, _ *http.Request, body []byte) []byte {
				if served.Add(1)%every == 0 && served.Load() > 1 {
					w.WriteHeader(http.StatusBadGateway)
					return nil
				}
				return body
			})(clean(t))))
			at.Only, at.Parallel = []string{"inkeep.events.*-accepted", "inkeep.events.type-kept", "inkeep.time.*"}, 1
			report, err := conformance.Run(t.Context(), at)
			require.NoError(t, err)
			if every == 1 {
				require.Equal(t, conformance.Incomplete, report.Verdict, "a target that takes nothing any more is not judged")
				return
			}
			for _, r := range report.Checks {
				require.NotEqual(t, conformance.Fail, r.Outcome, "%s: %s", r.ID, r.Message)
			}
		})
	}
}

// An event whose answer is lost is there all the same, and another one is logged in its place: no query is accused of that.
func TestAnAnswerThatIsLostMakesNoFigureWrong(t *testing.T) {
	t.Parallel()
	server := clean(t)
	var lost atomic.Bool
	at := target(serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		if err == nil && r.URL.Path == "/events" && bytes.Contains(body, []byte(`"n":10`)) && !lost.Swap(true) {
			server.ServeHTTP(httptest.NewRecorder(), r)
			panic(http.ErrAbortHandler)
		}
		server.ServeHTTP(w, r)
	})))
	at.Only = []string{"inkeep.query.*"}
	report, err := conformance.Run(t.Context(), at)
	require.NoError(t, err)
	require.True(t, lost.Load())
	judged := 0
	for _, r := range report.Checks {
		require.NotEqual(t, conformance.Fail, r.Outcome, "%s: %s", r.ID, r.Message)
		if r.Outcome == conformance.Pass {
			judged++
		}
	}
	require.Greater(t, judged, 20)
}

package namespace

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/gorilla/mux"
	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// found is what a router makes of a path.
type found struct {
	template string
	path     map[string]string
}

// testRouter notes what it finds.
func testRouter(to *found) *router {
	note := func(template string) http.Handler {
		return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
			path := pipeline.CallOf(r).Path
			if path == nil {
				path, _ = decodedPath(mux.Vars(r))
			}
			*to = found{template, path}
		})
	}
	r := newRouter(note("none"))
	for _, template := range []string{
		"/v1/bots/{bot_id}/events/stream", "/v1/bots/{bot_id}/events/track", "/v1/teams/{team_id}/events", "/v1/echo", "/events", "/",
		"/x/{a}/{b}", "/x/{name}.json", `/x/y/{digits:[0-9]+}/z`,
	} {
		r.handle(template, note(template))
	}
	return r
}

func TestRouter(t *testing.T) {
	ask := func(t require.TestingT, r http.Handler, seen *found, path string) found {
		target, err := url.ParseRequestURI(path)
		require.NoError(t, err)
		request := &http.Request{Method: http.MethodGet, URL: target}
		*seen = found{}
		r.ServeHTTP(httptest.NewRecorder(), (&pipeline.Call{}).In(request))
		return *seen
	}
	t.Run("plain_paths_come_to_what_mux_says", func(t *testing.T) {
		var seen found
		r := testRouter(&seen)
		require.Len(t, r.plain, 7, "templates that are whole segments need no mux")
		words := []string{
			"v1", "bots", "events", "stream", "track", "teams", "echo", "x", "y", "7", "a.json", "", "demobot1", "V1", "%73tream",
			"a%2Fb", "a%20b", "%C3%A9", "{bot_id}", "..", ".", "a;b", "%00",
		}
		agree := func(segments ...string) {
			path := "/" + strings.Join(segments, "/")
			want := ask(t, r.mux, &seen, path)
			if got := ask(t, r, &seen, path); !reflect.DeepEqual(want, got) {
				require.Equal(t, want, got, path)
			}
		}
		for _, a := range words {
			agree(a)
			for _, b := range words {
				agree(a, b)
				agree("v1", "bots", a, "events", b)
				agree("v1", "bots", a, b)
				for _, c := range words {
					agree(a, b, c)
					agree("v1", a, b, c)
				}
			}
		}
	})
	t.Run("a_path_of_before_is_forgotten", func(t *testing.T) {
		var seen found
		r := testRouter(&seen)
		c := &pipeline.Call{Path: map[string]string{"bot_id": "other"}}
		r.ServeHTTP(httptest.NewRecorder(), c.In(&http.Request{Method: http.MethodGet, URL: &url.URL{Path: "/x/a.json"}}))
		require.Equal(t, found{"/x/{name}.json", map[string]string{"name": "a"}}, seen)
	})
}

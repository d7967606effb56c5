package namespace

import (
	"net/http"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

func byName(path spec.PathParams) map[string]string {
	values := map[string]string{}
	for _, p := range path {
		values[p.Name] = p.Value
	}
	return values
}

// found is what a router makes of a path.
type found struct {
	template string
	path     map[string]string // by name
}

func testRouter() *router {
	var routes []*route
	for _, template := range []string{
		"/v1/bots/{bot_id}/events/stream", "/v1/bots/{bot_id}/events/track", "/v1/teams/{team_id}/events", "/v1/echo", "/events", "/",
		"/x/{a}/{b}", "/x/{name}.json", `/x/y/{digits:[0-9]+}/z`,
	} {
		routes = append(routes, &route{path: template})
	}
	return newRouter(routes...)
}

func TestRouter(t *testing.T) {
	ask := func(t require.TestingT, r *router, path string) found {
		target, err := url.ParseRequestURI(path)
		require.NoError(t, err)
		c := &pipeline.Call{Path: spec.PathParams{{Name: "bot_id", Value: "of the request before"}}}
		rt := r.find(c, &http.Request{Method: http.MethodGet, URL: target})
		if rt == nil {
			return found{template: "none", path: byName(c.Path)}
		}
		if c.Path == nil {
			c.Path, _ = decodedPath(c.Encoded)
		}
		return found{rt.path, byName(c.Path)}
	}
	t.Run("plain_paths_come_to_what_mux_says", func(t *testing.T) {
		r := testRouter()
		muxAlone := &router{mux: r.mux, routes: r.routes}
		require.Len(t, r.plain, 7, "templates that are whole segments need no mux")
		words := []string{
			"v1", "bots", "events", "stream", "track", "teams", "echo", "x", "y", "7", "a.json", "", "demobot1", "V1", "%73tream",
			"a%2Fb", "a%20b", "%C3%A9", "{bot_id}", "..", ".", "a;b", "%00",
		}
		agree := func(segments ...string) {
			path := "/" + strings.Join(segments, "/")
			want := ask(t, muxAlone, path)
			if got := ask(t, r, path); !reflect.DeepEqual(want, got) {
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
	t.Run("what_mux_alone_knows", func(t *testing.T) {
		require.Equal(t, found{"/x/{name}.json", map[string]string{"name": "a"}}, ask(t, testRouter(), "/x/a.json"))
	})
}

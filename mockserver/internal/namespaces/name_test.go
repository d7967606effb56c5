package namespaces

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerapi"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepapi"
	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
)

// BenchmarkFind measures what a request pays for being one of many namespaces: to find its own, and to hold it.
func BenchmarkFind(b *testing.B) {
	apis, err := namespace.Load(chatlayerapi.Definition(), inkeepapi.Definition())
	require.NoError(b, err)
	all, err := New(apis, Options{})
	require.NoError(b, err)
	request := func(target, authorization, named string) *http.Request {
		r := httptest.NewRequest(http.MethodGet, target, http.NoBody)
		r.Header.Set("Authorization", authorization)
		if named != "" {
			r.Header.Set(header, named)
		}
		return r
	}
	const basic, withName = "Basic ZGVtby10b2tlbi1pZDpkZW1vLXRva2VuLXNlY3JldA==", "Basic ZGVtby10b2tlbi1pZCt4OmRlbW8tdG9rZW4tc2VjcmV0"
	for name, r := range map[string]*http.Request{
		"basic":      request("/v1/echo", basic, ""),
		"bearer":     request("/events", "Bearer demo-api-key", ""),
		"path":       request("/~x/v1/echo", basic, ""),
		"header":     request("/v1/echo", basic, "x"),
		"credential": request("/v1/echo", withName, ""),
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				_, name, err := all.nameOf(r)
				if err != nil {
					b.Fatal(err)
				}
				if name == "" {
					all.nobody.Load().touch()
					continue
				}
				h, err := all.hold(name)
				if err != nil {
					b.Fatal(err)
				}
				h.release()
			}
		})
	}
}

// TestARequestThatNamesNoneCostsNoMemory keeps it so.
func TestARequestThatNamesNoneCostsNoMemory(t *testing.T) {
	all := &Namespaces{shared: &namespace.Shared{}}
	for _, credential := range []string{"Basic ZGVtby10b2tlbi1pZDpkZW1vLXRva2VuLXNlY3JldA==", "Bearer demo-api-key", "Basic ?", ""} {
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/v1/echo", http.NoBody)
		r.Header.Set("Authorization", credential)
		require.Zero(t, testing.AllocsPerRun(100, func() {
			if _, name, err := all.nameOf(r); name != "" || err != nil {
				t.Fail()
			}
		}), credential)
	}
}

func TestValidNames(t *testing.T) {
	for name, want := range map[string]bool{
		"a": true, "0": true, "a-": true, "worker-1": true, strings.Repeat("a", 63): true, "": false, "-a": false, "A": false, "a_b": false,
		"a.b": false, "a b": false, "\u00e4": false, strings.Repeat("a", 64): false,
	} {
		require.Equal(t, want, valid(name), name)
	}
}

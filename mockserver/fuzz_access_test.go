package mockserver_test

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// FuzzHost wants no host to open the mock's own endpoints that is neither an address nor a name in .localhost.
func FuzzHost(f *testing.F) {
	for _, host := range []string{
		"localhost", "x.localhost:80", "[::1]:4747", "127.0.0.1", "evil.example", "localhost.evil.example", "[::1",
		"::", "%", "a:b:c", "[fe80::1%25eth0]:1", ".localhost", "localhost..",
	} {
		f.Add(host)
	}
	s := mockserver.New(quiet())
	at := context.WithValue(context.Background(), http.LocalAddrContextKey, &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 4747})
	f.Fuzz(func(t *testing.T, host string) {
		r := httptest.NewRequest(http.MethodGet, "/__understudy/violations", nil).WithContext(at)
		r.Host = host
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		if w.Code != http.StatusOK || host == "" {
			require.Contains(t, []int{http.StatusOK, http.StatusForbidden}, w.Code)
			return
		}
		name, _, err := net.SplitHostPort(host)
		if err != nil {
			name = strings.Trim(host, "[]")
		}
		name = strings.TrimSuffix(strings.ToLower(name), ".")
		if _, err := netip.ParseAddr(name); err != nil {
			require.Regexp(t, `^([a-z0-9_.-]+\.)?localhost$`, name)
		}
	})
}

// FuzzAccept wants the index to answer whatever is preferred.
func FuzzAccept(f *testing.F) {
	for _, accept := range []string{"text/html", "*/*;q=0.1", "text/html;q=x", ";", ",,", "a/b;c=\"", "TEXT/*;q=1e400", "text/html;q=NaN"} {
		f.Add(accept)
	}
	s := mockserver.New(quiet())
	f.Fuzz(func(t *testing.T, accept string) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header["Accept"] = []string{accept, "application/json;q=0"}
		w := httptest.NewRecorder()
		s.ServeHTTP(w, r)
		require.Equal(t, http.StatusOK, w.Code)
		require.NotEmpty(t, w.Body.String())
	})
}

package mockserver_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// What replays an archive looks for the address that was called.
func TestJournalHarHasTheURLThatWasAskedFor(t *testing.T) {
	mock := mockserver.New(quiet())
	mux := http.NewServeMux()
	mux.Handle("/mock/", http.StripPrefix("/mock", mock))
	mux.Handle("/", mock)
	s := httptest.NewServer(mux)
	defer s.Close()
	c := client{url: s.URL + "/~once"}
	for _, path := range []string{
		"/~once/v1/echo?x=1", "/~once/v1/a%2Fb?y=/~x", "/~once/v1", "/mock/~once/v1/echo", "/v1/echo?ns=header",
		"/mock/v1/~once/echo",
	} {
		client{url: s.URL}.send(t, http.MethodGet, path, "", "X-Understudy-Namespace: once")
		var har struct {
			Log struct {
				Entries []struct{ Request struct{ URL string } }
			}
		}
		decode(t, c.get(t, journalPath+"?format=har&limit=1").body, &har)
		require.Equal(t, s.URL+path, har.Log.Entries[0].Request.URL)
	}
	var list struct {
		Exchanges []struct{ Path, Namespace string }
	}
	decode(t, c.get(t, journalPath+"?limit=6").body, &list)
	require.Equal(t, "/v1/echo", list.Exchanges[0].Path, "the namespace stands beside it")
	require.Equal(t, "once", list.Exchanges[0].Namespace)
}

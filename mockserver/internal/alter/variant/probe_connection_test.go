package variant_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func statusLineProbes() map[string]probe {
	echo := func(want int, headers ...string) probe {
		return func(t *testing.T, c client) bool { return c.post(t, "/v1/echo", echoed, headers...).StatusCode == want }
	}
	return map[string]probe{
		"connection.closed-unannounced": func(t *testing.T, c client) bool { return c.connections(t, 30) > 1 },
		"http.no-reason":                func(t *testing.T, c client) bool { return c.echo(t).Status == "200 " },
		"http.no-expectations":          echo(http.StatusExpectationFailed, "Expect: 100-continue"),
		"proxy.headers-at-most-4-kb":    echo(http.StatusBadRequest, "X-Long: "+strings.Repeat("h", 5000)),
		"http.length-required": func(t *testing.T, c client) bool {
			r, err := http.NewRequestWithContext(
				t.Context(),
				http.MethodPost,
				c.url+"/v1/echo",
				struct{ *strings.Reader }{strings.NewReader(echoed)},
			)
			require.NoError(t, err)
			r.Header.Set("Authorization", c.auth)
			r.Header.Set("Content-Type", "application/json")
			got, err := c.http.Do(r)
			require.NoError(t, err)
			require.NoError(t, got.Body.Close())
			return got.StatusCode == http.StatusLengthRequired
		},
		"proxy.path-at-most-2000": func(t *testing.T, c client) bool {
			return c.list(t, args{"event": strings.Repeat("e", 2000)}).StatusCode == http.StatusRequestURITooLong
		},
		"proxy.body-at-most-2-mib": func(t *testing.T, c client) bool {
			got := c.post(t, "/v1/echo", fmt.Sprintf(`{"message":%q}`, strings.Repeat("m", 2<<20)), "Expect: 100-continue")
			return got.StatusCode == http.StatusRequestEntityTooLarge && got.Header.Get("Content-Type") == "text/html"
		},
	}
}

// connections counts on how many connections so many requests are sent, none of which announces its end.
func (c client) connections(t *testing.T, requests int) int {
	t.Helper()
	opened, one := 0, &http.Transport{MaxConnsPerHost: 1} // else the client opens another while it still puts the last one by
	t.Cleanup(one.CloseIdleConnections)
	traced := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		if !info.Reused {
			opened++
		}
	}})
	for range requests {
		r, err := http.NewRequestWithContext(traced, http.MethodGet, c.url+stream(bot)+"?"+window(args{"page_size": "1"}).query(), nil)
		require.NoError(t, err)
		r.Header.Set("Authorization", c.auth)
		got, err := (&http.Client{Transport: one}).Do(r)
		require.NoError(t, err)
		require.False(t, got.Close)
		_, err = io.Copy(io.Discard, got.Body)
		require.NoError(t, err)
		require.NoError(t, got.Body.Close())
	}
	return opened
}

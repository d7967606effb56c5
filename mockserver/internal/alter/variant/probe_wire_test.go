package variant_test

import (
	"bufio"
	"fmt"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/textproto"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const echoed = `{"message":"m"}`

func (c client) echo(t *testing.T, headers ...string) answer {
	t.Helper()
	got := c.post(t, "/v1/echo", echoed, headers...)
	require.Equal(t, http.StatusOK, got.StatusCode)
	require.Equal(t, map[string]any{"message": "m"}, got.members(t))
	return got
}

func connectionProbes() map[string]probe {
	return map[string]probe{
		"connection.close-always": func(t *testing.T, c client) bool { return c.echo(t).Close },
		"connection.close-on-error": func(t *testing.T, c client) bool {
			return !c.echo(t).Close && c.list(t, args{"version": "NOPE"}).Close
		},
		"gzip.always": func(t *testing.T, c client) bool {
			require.Empty(t, c.echo(t, "Accept-Encoding: gzip;q=0").Header.Get("Content-Encoding"))
			return c.echo(t).Header.Get("Content-Encoding") == "gzip"
		},
		"gzip.when-asked": func(t *testing.T, c client) bool {
			require.Empty(t, c.echo(t, "Accept-Encoding: br, gzip; q=0.0").Header.Get("Content-Encoding"))
			return c.echo(t, "Accept-Encoding: br, gzip; q=0.5").Header.Get("Content-Encoding") == "gzip"
		},
		"http.until-close": func(t *testing.T, c client) bool {
			got := c.echo(t)
			return got.ContentLength == -1 && got.TransferEncoding == nil && got.Close
		},
		"http.chunked": func(t *testing.T, c client) bool { return len(c.echo(t).TransferEncoding) == 1 },
		"http.trailer": func(t *testing.T, c client) bool { return c.echo(t).Trailer.Get("Server-Timing") != "" },
		"http.one-zero": func(t *testing.T, c client) bool {
			got := c.echo(t)
			return got.ProtoMajor == 1 && got.ProtoMinor == 0 && got.Header.Get("Understudy-Request-Id") != ""
		},
		"http.early-hints": func(t *testing.T, c client) bool {
			early := 0
			traced := httptrace.WithClientTrace(t.Context(),
				&httptrace.ClientTrace{Got1xxResponse: func(status int, _ textproto.MIMEHeader) error {
					early = status
					return nil
				}})
			r, err := http.NewRequestWithContext(traced, http.MethodGet, c.url+"/v1/echo", nil)
			require.NoError(t, err)
			got, err := c.http.Do(r)
			require.NoError(t, err)
			require.NoError(t, got.Body.Close())
			return early == http.StatusEarlyHints
		},
		"proxy.base-path": func(t *testing.T, c client) bool {
			got, err := c.try(t, http.MethodPost, c.root+"/v1/echo", echoed)
			require.NoError(t, err)
			return got.StatusCode == http.StatusNotFound
		},
		"proxy.lower-case-headers": func(t *testing.T, c client) bool {
			head := c.rawHead(t)
			require.Equal(t, 1, strings.Count(strings.ToLower(head), "\r\ncontent-type:"), head)
			require.Equal(t, 1, strings.Count(strings.ToLower(head), "\r\ndate:"), head)
			return strings.Contains(head, "\r\ncontent-type: application/json\r\n")
		},
	}
}

// rawHead returns the head of an answer as it is on the wire.
func (c client) rawHead(t *testing.T) string {
	t.Helper()
	var d net.Dialer
	conn, err := d.DialContext(t.Context(), "tcp", strings.TrimPrefix(c.root, "http://"))
	require.NoError(t, err)
	defer func() { require.NoError(t, conn.Close()) }()
	require.NoError(t, conn.SetDeadline(time.Now().Add(10*time.Second)))
	_, err = fmt.Fprintf(
		conn,
		"POST /v1/echo HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"+
			"Content-Type: application/json\r\nAuthorization: %s\r\nContent-Length: %d\r\n\r\n%s",
		c.auth,
		len(echoed),
		echoed,
	)
	require.NoError(t, err)
	var head strings.Builder
	for lines := bufio.NewReader(conn); ; {
		line, err := lines.ReadString('\n')
		require.NoError(t, err)
		head.WriteString(line)
		if line == "\r\n" {
			return head.String()
		}
	}
}

func headerProbes() map[string]probe {
	const origin = "https://app.example"
	allowed := func(want string) probe {
		return func(t *testing.T, c client) bool {
			return c.echo(t, "Origin: "+origin).Header.Get("Access-Control-Allow-Origin") == want
		}
	}
	return map[string]probe{
		"cors.none":           allowed(""),
		"cors.repeats-origin": allowed(origin),
		"header.no-date":      func(t *testing.T, c client) bool { return c.echo(t).Header["Date"] == nil },
		"header.many": func(t *testing.T, c client) bool {
			h := c.echo(t).Header
			return len(h.Values("Via")) == 2 && len(h.Values("Cache-Control")) > 1
		},
	}
}

func paceProbes() map[string]probe {
	// until tells whether one of many requests gets this status with a Retry-After.
	until := func(status int) probe {
		return func(t *testing.T, c client) bool {
			for range patient {
				if got := c.post(t, "/v1/echo", echoed); got.StatusCode == status {
					return got.Header.Get("Retry-After") == "1"
				}
			}
			return false
		}
	}
	neighbours := func(least int) probe {
		return func(t *testing.T, c client) bool {
			return len(c.events(t, args{"event": "neighbour_step", "page_size": "100"}).Events) >= least
		}
	}
	return map[string]probe{
		"pace.20-per-second": until(http.StatusTooManyRequests),
		"pace.sometimes-503": until(http.StatusServiceUnavailable),
		"neighbour.busy":     neighbours(1),
		"neighbour.old-data": neighbours(100),
		"pace.retry-after-date": func(t *testing.T, c client) bool {
			for range patient {
				if got := c.post(t, "/v1/echo", echoed); got.StatusCode == http.StatusTooManyRequests {
					at, err := http.ParseTime(got.Header.Get("Retry-After"))
					require.NoError(t, err)
					return time.Until(at) > -time.Second
				}
			}
			return false
		},
		"pace.cold-start": func(_ *testing.T, c client) bool { return c.busy.Load() == 3 },
		"pace.stored-then-503": func(t *testing.T, c client) bool {
			for n := range 40 {
				if c.track(t, nil).StatusCode == http.StatusServiceUnavailable {
					return len(c.mine(t, args{"page_size": "100"}).Events) == n+1
				}
			}
			return false
		},
		"pace.slow-800ms": func(t *testing.T, c client) bool {
			start := time.Now()
			c.echo(t)
			return time.Since(start) >= 800*time.Millisecond
		},
	}
}

func sizeProbes() map[string]probe {
	// log sends an event of so many bytes, after asking whether it may.
	log := func(t *testing.T, c client, size int) (answer, error) {
		c.auth = bearer
		body := fmt.Sprintf(`{"entityType":"message","type":"t","messageId":%q}`, strings.Repeat("m", size))
		return c.try(t, http.MethodPost, c.url+"/events", body, "Expect: 100-continue")
	}
	status := func(size, want int) probe {
		return func(t *testing.T, c client) bool {
			got, err := log(t, c, size)
			require.NoError(t, err)
			return got.StatusCode == want
		}
	}
	return map[string]probe{
		"body.limit-2000000":     status(2_050_000, http.StatusRequestEntityTooLarge),
		"body.over-limit-is-400": status(2_200_000, http.StatusBadRequest),
		"body.over-limit-is-reset": func(t *testing.T, c client) bool {
			_, err := log(t, c, 2_200_000)
			return err != nil
		},
	}
}

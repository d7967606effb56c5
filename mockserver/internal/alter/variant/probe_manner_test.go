package variant_test

import (
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func rationProbes() map[string]probe {
	// until tells whether one of many requests at once gets this status.
	until := func(status int, holds func(http.Header) bool) probe {
		return func(t *testing.T, c client) bool {
			var hits atomic.Int64
			var crowd sync.WaitGroup
			for range 8 {
				crowd.Go(func() {
					for range patient / 8 {
						got, err := c.try(t, http.MethodPost, c.url+"/v1/echo", echoed)
						if err == nil && got.StatusCode == status && holds(got.Header) {
							hits.Add(1)
						}
					}
				})
			}
			crowd.Wait()
			return hits.Load() > 0
		}
	}
	retry := func(want string) func(http.Header) bool {
		return func(h http.Header) bool { return h.Get("Retry-After") == want }
	}
	return map[string]probe{
		"pace.10-per-second":     until(http.StatusTooManyRequests, retry("1")),
		"pace.no-retry-after":    until(http.StatusTooManyRequests, retry("")),
		"pace.at-most-3-at-once": besideThree,
		"pace.one-at-a-time":     func(t *testing.T, c client) bool { return c.echo(t).Close },
		"pace.jitter": func(t *testing.T, c client) bool {
			start := time.Now()
			for range 60 {
				c.echo(t)
			}
			return time.Since(start) > 1200*time.Millisecond
		},
	}
}

// besideThree keeps three requests waiting for their bodies and tells whether one more is refused.
func besideThree(t *testing.T, c client) bool {
	t.Helper()
	var waiting sync.WaitGroup
	var bodies []*io.PipeWriter
	for range 3 {
		body, rest := io.Pipe()
		bodies = append(bodies, rest)
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url+"/v1/echo", body)
		require.NoError(t, err)
		r.Header.Set("Authorization", c.auth)
		waiting.Go(func() {
			if got, err := c.http.Do(r); err == nil {
				_ = got.Body.Close() // only that it was there counts
			}
		})
	}
	refused := false
	for range 20 {
		refused = refused || c.post(t, "/v1/echo", echoed).StatusCode == http.StatusTooManyRequests
		time.Sleep(10 * time.Millisecond)
	}
	for _, rest := range bodies {
		require.NoError(t, rest.Close())
	}
	waiting.Wait()
	return refused
}

func lineProbes() map[string]probe {
	echo := func(want int, headers ...string) probe {
		return func(t *testing.T, c client) bool { return c.post(t, "/v1/echo", echoed, headers...).StatusCode == want }
	}
	return map[string]probe{
		"connection.closed-unannounced": func(t *testing.T, c client) bool { return c.connections(t, 30) > 1 },
		"http.no-reason":                func(t *testing.T, c client) bool { return c.echo(t).Status == "200 " },
		"http.no-expectations":          echo(http.StatusExpectationFailed, "Expect: 100-continue"),
		"proxy.headers-at-most-4-kb":    echo(http.StatusBadRequest, "X-Long: "+strings.Repeat("h", 5000)),
		"http.length-required": func(t *testing.T, c client) bool {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url+"/v1/echo", struct{ *strings.Reader }{strings.NewReader(echoed)})
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
	opened := 0
	traced := httptrace.WithClientTrace(t.Context(), &httptrace.ClientTrace{GotConn: func(info httptrace.GotConnInfo) {
		if !info.Reused {
			opened++
		}
	}})
	for range requests {
		r, err := http.NewRequestWithContext(traced, http.MethodGet, c.url+stream(bot)+"?"+window(args{"page_size": "1"}).query(), nil)
		require.NoError(t, err)
		r.Header.Set("Authorization", c.auth)
		got, err := c.http.Do(r)
		require.NoError(t, err)
		require.False(t, got.Close)
		_, err = io.Copy(io.Discard, got.Body)
		require.NoError(t, err)
		require.NoError(t, got.Body.Close())
	}
	return opened
}

func routeProbes() map[string]probe {
	plain := stream(bot) + "?" + window(nil).query()
	status := func(method, path string, want int) probe {
		return func(t *testing.T, c client) bool { return c.do(t, method, path, "").StatusCode == want }
	}
	return map[string]probe{
		"method.wrong-is-404":  status(http.MethodDelete, stream(bot), http.StatusNotFound),
		"method.options-lists": status(http.MethodOptions, stream(bot), http.StatusOK),
		"path.unknown-is-403":  status(http.MethodGet, "/v1/nothing", http.StatusForbidden),
		"path.slash-redirects": func(t *testing.T, c client) bool {
			c.http = &http.Client{Transport: c.http.Transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
			got := c.get(t, strings.Replace(plain, "?", "/?", 1))
			return got.StatusCode == http.StatusTemporaryRedirect && got.Header.Get("Location") == plain
		},
		"path.any-case": status(http.MethodGet, strings.NewReplacer("/v1/bots", "/V1/Bots", "stream", "STREAM").Replace(plain), http.StatusOK),
		"path.slashes-merged": func(t *testing.T, c client) bool {
			return c.post(t, "//v1///echo", echoed).StatusCode == http.StatusOK
		},
		"method.options-needs-key": func(t *testing.T, c client) bool {
			require.Equal(t, http.StatusNoContent, c.do(t, http.MethodOptions, stream(bot), "").StatusCode)
			c.auth = ""
			return c.do(t, http.MethodOptions, stream(bot), "").StatusCode == http.StatusUnauthorized
		},
		"method.head-bare": func(t *testing.T, c client) bool {
			got := c.do(t, http.MethodHead, plain, "")
			return got.StatusCode == http.StatusOK && got.Header.Get("Content-Length") == "" && got.Header.Get("Content-Type") == ""
		},
		"path.unknown-is-401": func(t *testing.T, c client) bool {
			require.Equal(t, http.StatusNotFound, c.get(t, "/v1/nothing").StatusCode)
			c.auth = ""
			return c.get(t, "/v1/nothing").StatusCode == http.StatusUnauthorized
		},
		"path.unknown-is-page": func(t *testing.T, c client) bool {
			got := c.get(t, "/v1/nothing")
			return got.StatusCode == http.StatusNotFound && got.Header.Get("Content-Type") == "text/html"
		},
	}
}

func shapeProbes() map[string]probe {
	shape := func(want int, form string) probe {
		return func(t *testing.T, c client) bool {
			got := c.list(t, args{"version": "NOPE"})
			return got.StatusCode == want && regexp.MustCompile(form).MatchString(got.body)
		}
	}
	echo := func(message, text string) probe {
		return func(t *testing.T, c client) bool {
			got := c.post(t, "/v1/echo", message)
			require.Equal(t, http.StatusOK, got.StatusCode)
			return strings.Contains(got.body, text)
		}
	}
	return map[string]probe{
		"refusal.detail-list":     shape(http.StatusUnprocessableEntity, `^{"detail":\[{"loc"`),
		"refusal.errors-by-field": shape(http.StatusBadRequest, `^{"errors":{"base":\["query`),
		"refusal.status-and-path": shape(http.StatusBadRequest, `"timestamp":"2026`),
		"refusal.bare-text":       shape(http.StatusBadRequest, `^"query`),
		"refusal.bare-list":       shape(http.StatusBadRequest, `^\["query`),
		"refusal.no-details":      shape(http.StatusBadRequest, `^{"error":"Bad Request"}$`),
		"json.markup-escaped":     echo(`{"message":"<&>"}`, `\u003c\u0026\u003e`),
		"json.sorted-members": func(t *testing.T, c client) bool {
			got := c.list(t, args{"page_size": "1"})
			return strings.HasPrefix(got.body, `{"events":[{"attributes":{`)
		},
	}
}

func lenienceProbes() map[string]probe {
	status := func(want int, over args) probe {
		return func(t *testing.T, c client) bool { return c.list(t, over).StatusCode == want }
	}
	// repeated tells whether the size that counts is the one of this place.
	repeated := func(want int) probe {
		return func(t *testing.T, c client) bool {
			got := c.get(t, stream(bot)+"?"+window(nil).query()+"&page_size=3&page_size=5")
			return got.StatusCode == http.StatusOK && len(got.page(t).Events) == want
		}
	}
	return map[string]probe{
		"lenient.first-of-repeated": repeated(3),
		"lenient.last-of-repeated":  repeated(5),
		"lenient.other-version-is-empty": func(t *testing.T, c client) bool {
			got := c.list(t, args{"version": "NOPE"})
			return got.StatusCode == http.StatusOK && len(got.page(t).Events) == 0
		},
		"page.zero-is-refused": status(http.StatusBadRequest, args{"page_size": "0"}),
		"page.zero-is-none":    func(t *testing.T, c client) bool { return len(c.events(t, args{"page_size": "0"}).Events) == 0 },
		"page.negative-is-default": func(t *testing.T, c client) bool {
			byPost := c.post(t, stream(bot), strings.Replace(window(nil).json(t), "{", `{"page_size":-3,`, 1))
			return c.list(t, args{"page_size": "-1"}).StatusCode == http.StatusOK && byPost.StatusCode == http.StatusOK
		},
		"strict.accept": func(t *testing.T, c client) bool {
			c.echo(t, "Accept: text/html, application/*;q=0.5")
			return c.post(t, "/v1/echo", echoed, "Accept: application/json;q=0, text/csv").StatusCode == http.StatusNotAcceptable
		},
		"strict.get-has-no-body": func(t *testing.T, c client) bool {
			return c.do(t, http.MethodGet, stream(bot)+"?"+window(nil).query(), "{}").StatusCode == http.StatusBadRequest
		},
		"lenient.last-of-members": func(t *testing.T, c client) bool {
			got := c.log(t, `,"type":"first","type":"last"`)
			return got.StatusCode == http.StatusOK && got.members(t)["type"] == "last"
		},
		"neighbour.odd-data": func(t *testing.T, c client) bool {
			for range 40 {
				c.list(t, nil)
			}
			return len(c.events(t, args{"event": "null", "version": "DRAFT"}).Events) > 0
		},
	}
}

func readingProbes() map[string]probe {
	echo := func(body string, want int, headers ...string) probe {
		return func(t *testing.T, c client) bool { return c.post(t, "/v1/echo", body, headers...).StatusCode == want }
	}
	list := func(from, to string) probe {
		return func(t *testing.T, c client) bool {
			body := strings.Replace(strings.Replace(window(args{"page_size": "20"}).json(t), from, to, 1), `"20"`, "20", 1)
			return c.post(t, stream(bot), body).StatusCode == http.StatusOK
		}
	}
	like := func(form string) probe {
		return func(t *testing.T, c client) bool {
			return regexp.MustCompile(form).MatchString(c.events(t, args{"page_size": "1"}).only(t, "timestamp"))
		}
	}
	return map[string]probe{
		"lenient.member-case":     echo(`{"Message":"m"}`, http.StatusOK),
		"lenient.camel-case":      list("start_time", "startTime"),
		"lenient.size-as-float":   list(`:20,`, `:2.0e1,`),
		"lenient.byte-order-mark": echo("\ufeff"+echoed, http.StatusOK),
		"lenient.utf8-replaced":   echo("{\"message\":\"\xff\"}", http.StatusOK),
		"strict.user-agent":       echo(echoed, http.StatusForbidden, "User-Agent: "),
		"query.plus-is-plus": func(t *testing.T, c client) bool {
			c.track(t, map[string]any{"user_id": c.name + "+"})
			return len(c.get(t, stream(bot)+"?"+window(nil).query()+"&user_id="+c.name+"+").page(t).Events) == 1
		},
		"cors.one-origin": func(t *testing.T, c client) bool {
			return c.echo(t, "Origin: https://app.example").Header.Get("Access-Control-Allow-Origin") == "https://app.one.example"
		},
		"auth.no-challenge": func(t *testing.T, c client) bool {
			c.auth = ""
			got := c.list(t, nil)
			require.Equal(t, http.StatusUnauthorized, got.StatusCode)
			return got.Header.Get("WWW-Authenticate") == ""
		},
		"track.ids-unique": func(t *testing.T, c client) bool {
			require.Equal(t, http.StatusOK, c.track(t, map[string]any{"id": c.name}).StatusCode)
			got := c.post(t, "/v1/bots/demobot2/events/track", fmt.Sprintf(`{"id":%q,"event":"e","user_id":"u"}`, c.name))
			return got.StatusCode == http.StatusConflict
		},
		"time.no-trailing-zeros": func(t *testing.T, c client) bool {
			require.Equal(t, http.StatusOK, c.track(t, map[string]any{"timestamp": "2026-01-10T00:00:00.500Z"}).StatusCode)
			return c.mine(t, nil).only(t, "timestamp") == "2026-01-10T00:00:00.5Z"
		},
		"time.lower-case": like(`^\d{4}-\d\d-\d\dt.*z$`),
		"clock.ahead-1h": func(t *testing.T, c client) bool {
			c.track(t, nil)
			return c.mine(t, nil).only(t, "timestamp") == "2026-01-15T13:00:00.123Z"
		},
		"inkeep.deduplicated-5s": func(t *testing.T, c client) bool {
			one, two := c.log(t, `,"type":"t"`), c.log(t, `,"type":"t"`)
			return one.members(t)["id"] == two.members(t)["id"]
		},
	}
}

func inkeepFormProbes() map[string]probe {
	status := func(want int, further string) probe {
		return func(t *testing.T, c client) bool { return c.log(t, `,"type":"t"`+further).StatusCode == want }
	}
	text := func(further, want string) probe {
		return func(t *testing.T, c client) bool {
			got := c.log(t, `,"type":"t"`+further)
			require.Equal(t, http.StatusOK, got.StatusCode)
			return strings.Contains(got.body, want)
		}
	}
	many := make([]string, 51)
	for i := range many {
		many[i] = fmt.Sprintf(`"k%d":1`, i)
	}
	return map[string]probe{
		"inkeep.created-at-milliseconds":        text(`,"createdAt":"2026-01-15T10:00:00.000900Z"`, `"2026-01-15T10:00:00.000Z"`),
		"inkeep.created-at-seconds-when-absent": text("", `"2026-01-15T12:00:00.000Z"`),
		"inkeep.future-refused":                 status(http.StatusUnprocessableEntity, `,"createdAt":"2026-01-15T13:01:00Z"`),
		"inkeep.numbers-are-doubles":            text(`,"properties":{"n":[1.0,1e3,9007199254740993]}`, `[1,1000,9007199254740992]`),
		"inkeep.sorted-properties":              text(`,"properties":{"b":1,"a":{"d":1.0,"c":1}}`, `{"a":{"c":1,"d":1.0},"b":1}`),
		"inkeep.at-most-50-properties":          status(http.StatusUnprocessableEntity, `,"properties":{`+strings.Join(many, ",")+"}"),
		"inkeep.no-reserved-names":              status(http.StatusUnprocessableEntity, `,"properties":{"$a":1}`),
		"inkeep.other-project-is-403":           status(http.StatusForbidden, `,"projectId":"p"`),
		"inkeep.no-empty-texts": func(t *testing.T, c client) bool {
			return c.log(t, `,"type":""`).StatusCode == http.StatusUnprocessableEntity
		},
	}
}

package variant_test

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

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

func bodyLenienceProbes() map[string]probe {
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

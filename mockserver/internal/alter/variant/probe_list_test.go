package variant_test

import (
	"encoding/json"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func listProbes() map[string]probe {
	times := func(t *testing.T, c client) []string { return c.events(t, args{"page_size": "50"}).texts("timestamp") }
	return map[string]probe{
		"order.newest-first": func(t *testing.T, c client) bool {
			all := times(t, c)
			return all[0] > all[49]
		},
		"order.by-id": func(t *testing.T, c client) bool {
			return slices.IsSorted(c.events(t, args{"page_size": "50"}).texts("id"))
		},
		"order.by-hash": func(t *testing.T, c client) bool {
			all := times(t, c)
			there := slices.IsSorted(all)
			slices.Reverse(all)
			return !there && !slices.IsSorted(all)
		},
		"order.ties-reversed": func(t *testing.T, c client) bool {
			for _, id := range []string{"a", "b"} {
				c.track(t, map[string]any{"id": c.name + id})
			}
			ids := c.mine(t, nil).texts("id")
			require.Len(t, ids, 2)
			return ids[0] == c.name+"b"
		},
		"order.alternates": func(t *testing.T, c client) bool {
			first := slices.IsSorted(times(t, c))
			return slices.IsSorted(times(t, c)) != first // whatever others track meanwhile
		},
	}
}

func pageProbes() map[string]probe {
	size := func(asked string, want int) probe {
		return func(t *testing.T, c client) bool { return len(c.events(t, args{"page_size": asked}).Events) == want }
	}
	byDefault := func(want int) probe {
		return func(t *testing.T, c client) bool { return len(c.events(t, nil).Events) == want }
	}
	nobody := args{"user_id": "nobody"}
	return map[string]probe{
		"page.short-pages": size("10", 5),
		"page.at-most-10":  size("50", 10),
		"page.random": func(t *testing.T, c client) bool {
			got := map[int]bool{}
			for range 8 {
				got[len(c.events(t, args{"page_size": "50"}).Events)] = true
			}
			return len(got) > 2
		},
		"page.empty-between": func(t *testing.T, c client) bool {
			first := c.events(t, args{"page_size": "10"})
			second := c.events(t, args{"page_size": "10", "page_token": first.Next})
			return len(first.Events) == 10 && len(second.Events) == 0 && second.Next != ""
		},
		"page.empty-first": func(t *testing.T, c client) bool {
			first := c.events(t, nil)
			return len(first.Events) == 0 && first.Next != ""
		},
		"page.empty-last": func(t *testing.T, c client) bool {
			first := c.events(t, nobody)
			return first.Next != "" && c.events(t, args{"user_id": "nobody", "page_token": first.Next}).Next == ""
		},
		"page.default-1":   byDefault(1),
		"page.default-10":  byDefault(10),
		"page.default-100": byDefault(100),
		"end.absent":       func(t *testing.T, c client) bool { return !strings.Contains(c.list(t, nobody).body, "next_page_token") },
	}
}

func tokenProbes() map[string]probe {
	next := func(t *testing.T, c client) string { return c.events(t, args{"page_size": "5"}).Next }
	like := func(form string) probe {
		return func(t *testing.T, c client) bool { return regexp.MustCompile(form).MatchString(next(t, c)) }
	}
	refused := func(over args) probe {
		return func(t *testing.T, c client) bool {
			a := args{"page_size": "5", "page_token": next(t, c)}
			require.Equal(t, http.StatusOK, c.list(t, a).StatusCode)
			if over == nil {
				return c.post(t, stream(bot), window(a).json(t)).StatusCode == http.StatusBadRequest
			}
			for name, value := range over {
				a[name] = value
			}
			return c.list(t, a).StatusCode == http.StatusBadRequest
		}
	}
	// goesOn walks on with the filter of another user, and tells whether anything comes.
	goesOn := func(wantEvents bool) probe {
		return func(t *testing.T, c client) bool {
			got := c.list(t, args{"page_size": "5", "page_token": next(t, c), "user_id": "nobody"})
			return got.StatusCode == http.StatusOK && (len(got.page(t).Events) > 0) == wantEvents
		}
	}
	return map[string]probe{
		"token.long":                func(t *testing.T, c client) bool { return len(next(t, c)) > 1500 },
		"token.base64-json":         base64JSON,
		"token.integer":             like(`^9007199254\d+$`),
		"token.reserved-characters": like(`^=\+/&`),
		"token.not-ascii":           like(`^→`),
		"token.stateful":            like(`^k\d+$`),
		"token.expires-60s":         like(`^m\d+$`),
		"token.single-use": func(t *testing.T, c client) bool {
			a := args{"page_size": "5", "page_token": next(t, c)}
			require.Equal(t, http.StatusOK, c.list(t, a).StatusCode)
			return c.list(t, a).StatusCode == http.StatusBadRequest
		},
		"token.changes-every-time": func(t *testing.T, c client) bool {
			first, second, third := next(t, c), next(t, c), next(t, c)
			return first != second && second != third // another probe may track an event, once
		},
		"token.keeps-own-filters":  goesOn(true),
		"token.takes-new-filters":  goesOn(false),
		"token.bound-to-size":      refused(args{"page_size": "6"}),
		"token.get-and-post-apart": refused(nil),
	}
}

func base64JSON(t *testing.T, c client) bool {
	token := c.events(t, args{"page_size": "5"}).Next
	return strings.HasPrefix(token, "eyJ2Ijo") && strings.ContainsAny(token, "+/")
}

func jsonProbes() map[string]probe {
	holds := func(get func(t *testing.T, c client) answer, text string) probe {
		return func(t *testing.T, c client) bool { return strings.Contains(get(t, c).body, text) }
	}
	first := func(t *testing.T, c client) answer { return c.list(t, args{"page_size": "1"}) }
	none := func(t *testing.T, c client) answer { return c.list(t, args{"user_id": "nobody"}) }
	own := func(t *testing.T, c client) answer {
		c.track(t, nil)
		return c.list(t, args{"user_id": c.name})
	}
	echo := func(t *testing.T, c client) answer { return c.post(t, "/v1/echo", `{"message":"a/ñ😀"}`) }
	return map[string]probe{
		"json.extra-members": func(t *testing.T, c client) bool {
			got := first(t, c)
			_, extra := got.page(t).Events[0]["revision"]
			return extra && got.members(t)["took_ms"] != nil
		},
		"json.shuffled-members": func(t *testing.T, c client) bool {
			one, two := first(t, c), first(t, c)
			require.Equal(t, one.members(t), two.members(t))
			return one.body != two.body
		},
		"json.empty-dropped": func(t *testing.T, c client) bool { return !strings.Contains(own(t, c).body, "conversation_id") },
		"events.absent":      func(t *testing.T, c client) bool { return !strings.Contains(none(t, c).body, `"events"`) },
		"json.indented":      holds(first, "\n    \""),
		"json.escaped": func(t *testing.T, c client) bool {
			got := echo(t, c)
			require.Equal(t, map[string]any{"message": "a/ñ😀"}, got.members(t))
			return strings.Contains(got.body, `a\/\u00F1\uD83D\uDE00`) && json.Valid([]byte(got.body))
		},
		"content-type.charset": func(t *testing.T, c client) bool {
			return echo(t, c).Header.Get("Content-Type") == "application/json; charset=utf-8"
		},
		"content-type.capitals": func(t *testing.T, c client) bool { return echo(t, c).Header.Get("Content-Type") == "APPLICATION/JSON" },
	}
}

func offsetProbes() map[string]probe {
	token := func(want string) probe {
		return func(t *testing.T, c client) bool { return c.events(t, args{"page_size": "7"}).Next == want }
	}
	return map[string]probe{
		"token.offset": token("7"),
		"token.offset-from-newest": func(t *testing.T, c client) bool {
			all := c.events(t, args{"page_size": "7"})
			return all.Next == "7" && all.texts("timestamp")[0] > all.texts("timestamp")[6]
		},
		"token.expires-10s": func(t *testing.T, c client) bool {
			next := args{"page_size": "7", "page_token": c.events(t, args{"page_size": "7"}).Next}
			moved, err := c.try(t, http.MethodPost, c.root+"/__understudy/clock/advance", `{"by":"10s"}`)
			require.NoError(t, err)
			require.Equal(t, http.StatusOK, moved.StatusCode, moved.body)
			return c.list(t, next).StatusCode == http.StatusBadRequest
		},
		"token.garbage-is-first-page": func(t *testing.T, c client) bool {
			got := c.list(t, args{"page_token": "garbage"})
			return got.StatusCode == http.StatusOK && slices.Equal(got.page(t).texts("id"), c.events(t, nil).texts("id"))
		},
	}
}

package variant_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func refusalProbes() map[string]probe {
	wrong := func(t *testing.T, c client) answer { return c.list(t, args{"version": "NOPE"}) }
	status := func(want int) probe {
		return func(t *testing.T, c client) bool { return wrong(t, c).StatusCode == want }
	}
	shape := func(contentType, text string) probe {
		return func(t *testing.T, c client) bool {
			got := wrong(t, c)
			require.Equal(t, http.StatusBadRequest, got.StatusCode)
			return got.Header.Get("Content-Type") == contentType && strings.Contains(got.body, text)
		}
	}
	return map[string]probe{
		"refusal.422":            status(http.StatusUnprocessableEntity),
		"refusal.404":            status(http.StatusNotFound),
		"refusal.problem-json":   shape("application/problem+json", `"detail":"query parameter version`),
		"refusal.error-member":   shape("application/json", `{"error":"query parameter version`),
		"refusal.message-member": shape("application/json", `{"message":"query parameter version`),
		"refusal.plain-text":     shape("text/plain; charset=utf-8", "query parameter version"),
		"refusal.html":           shape("text/html", "<p>query parameter version"),
		"refusal.empty": func(t *testing.T, c client) bool {
			got := wrong(t, c)
			return got.body == "" && got.Header["Content-Type"] == nil
		},
		"refusal.size-is-422": func(t *testing.T, c client) bool {
			byPost := c.post(t, stream(bot), strings.Replace(window(nil).json(t), "{", `{"page_size":-1,`, 1))
			return c.list(t, args{"page_size": "-1"}).StatusCode == http.StatusUnprocessableEntity &&
				byPost.StatusCode == http.StatusUnprocessableEntity
		},
	}
}

func accessProbes() map[string]probe {
	of := func(bot string, want int) probe {
		return func(t *testing.T, c client) bool {
			return c.get(t, stream(bot)+"?"+window(nil).query()).StatusCode == want
		}
	}
	return map[string]probe{
		"foreign.401":     of("otherbot", http.StatusUnauthorized),
		"foreign.404":     of("otherbot", http.StatusNotFound),
		"unknown-bot.404": of("nobodys", http.StatusNotFound),
		"unknown-bot.empty": func(t *testing.T, c client) bool {
			return len(c.get(t, stream("nobodys")+"?"+window(nil).query()).page(t).Events) == 0
		},
		"team.only-live": func(t *testing.T, c client) bool {
			c.track(t, map[string]any{"version": "DRAFT"})
			require.Len(t, c.mine(t, args{"version": "DRAFT"}).Events, 1)
			team := "/v1/teams/demo-team/events?start_time=2025-12-01T00:00:00Z&end_time=2026-02-01T00:00:00Z&user_id="
			return len(c.get(t, team+c.name).page(t).Events) == 0
		},
		"strict.unknown-parameters": func(t *testing.T, c client) bool {
			return c.list(t, args{"color": "red"}).StatusCode == http.StatusBadRequest
		},
		"strict.unknown-members": func(t *testing.T, c client) bool {
			return c.post(t, "/v1/echo", `{"message":"m","color":"red"}`).StatusCode == http.StatusBadRequest
		},
		"lenient.version-case": func(t *testing.T, c client) bool {
			byPost := c.post(t, stream(bot), window(args{"version": "live"}).json(t))
			return c.list(t, args{"version": "live"}).StatusCode == http.StatusOK && byPost.StatusCode == http.StatusOK
		},
	}
}

func callerProbes() map[string]probe {
	plain := stream(bot) + "?" + window(nil).query()
	return map[string]probe{
		"auth.other-realm":    challenged("Members only"),
		"auth.two-challenges": challenged("Negotiate, "),
		"auth.two-headers":    challenged("Digest"),
		"auth.wrong-is-403": func(t *testing.T, c client) bool {
			c.auth = "Basic d3Jvbmc6d3Jvbmc="
			return c.list(t, nil).StatusCode == http.StatusForbidden
		},
		"refusal.media-type-is-400": func(t *testing.T, c client) bool {
			return c.post(t, "/v1/echo", echoed, "Content-Type: text/plain").StatusCode == http.StatusBadRequest
		},
		"robust.multipart-is-500": func(t *testing.T, c client) bool {
			status := func(kind string) int { return c.post(t, "/v1/echo", echoed, "Content-Type: "+kind).StatusCode }
			return status("multipart/form-data") == http.StatusInternalServerError &&
				status("multipart/form-data; boundary=b") == http.StatusUnsupportedMediaType
		},
		"lenient.content-type": func(t *testing.T, c client) bool {
			return c.post(t, "/v1/echo", echoed, "Content-Type: text/plain").StatusCode == http.StatusOK
		},
		"lenient.size-as-text": func(t *testing.T, c client) bool {
			body := strings.Replace(window(nil).json(t), "{", `{"page_size":"3",`, 1)
			got := c.post(t, stream(bot), body)
			return got.StatusCode == http.StatusOK && len(got.page(t).Events) == 3
		},
		"foreign.before-validation": func(t *testing.T, c client) bool {
			return c.get(t, stream("otherbot")).StatusCode == http.StatusForbidden
		},
		"auth.bearer-too": func(t *testing.T, c client) bool {
			c.auth = "Bearer demo-token-id:demo-token-secret"
			return c.list(t, nil).StatusCode == http.StatusOK
		},
		"method.no-head-no-options": func(t *testing.T, c client) bool {
			head, options := c.do(t, http.MethodHead, plain, ""), c.do(t, http.MethodOptions, stream(bot), "")
			return head.StatusCode == 405 && options.StatusCode == 405 && head.Header.Get("Allow") == "GET, POST"
		},
		"method.wrong-is-501": func(t *testing.T, c client) bool {
			return c.do(t, http.MethodDelete, stream(bot), "").StatusCode == http.StatusNotImplemented
		},
		"path.trailing-slash": func(t *testing.T, c client) bool {
			return c.post(t, "/v1/echo/", `{"message":"m"}`).StatusCode == http.StatusOK
		},
	}
}

// challenged wants both APIs to ask for their own scheme in another way.
func challenged(text string) probe {
	return func(t *testing.T, c client) bool {
		c.auth = "Basic d3Jvbmc6d3Jvbmc="
		chatlayer, inkeep := c.list(t, nil), c.post(t, "/events", "{}")
		for scheme, got := range map[string]answer{"basic": chatlayer, "bearer": inkeep} {
			require.Equal(t, http.StatusUnauthorized, got.StatusCode)
			require.Contains(t, strings.ToLower(strings.Join(got.Header.Values("WWW-Authenticate"), ",")), scheme)
		}
		return strings.Contains(strings.Join(chatlayer.Header.Values("WWW-Authenticate"), "\n"), text)
	}
}

func headerChoiceProbes() map[string]probe {
	return map[string]probe{
		"auth.first-header": func(t *testing.T, c client) bool {
			return c.between(t, bearer, "Bearer wrong") == http.StatusOK && c.between(t, "Bearer wrong", bearer) == http.StatusUnauthorized
		},
		"auth.last-header": func(t *testing.T, c client) bool {
			return c.between(t, "Bearer wrong", bearer) == http.StatusOK && c.between(t, bearer, "Bearer wrong") == http.StatusUnauthorized
		},
		"inkeep.reserved-names": func(t *testing.T, c client) bool {
			within := func(name string) int { return c.log(t, `,"type":"t","properties":{"l":[{"`+name+`":1}]}`).StatusCode }
			return within("plain") == http.StatusOK && within("a.b") == http.StatusUnprocessableEntity &&
				within("$a") == http.StatusUnprocessableEntity
		},
		"method.get-events": func(t *testing.T, c client) bool {
			c.auth = bearer
			served := c.get(t, "/events").StatusCode
			c.auth = "Bearer wrong"
			return served == http.StatusOK && c.get(t, "/events").StatusCode == http.StatusUnauthorized
		},
	}
}

// between logs an event with several Authorization headers.
func (c client) between(t *testing.T, values ...string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(
		t.Context(),
		http.MethodPost,
		c.url+"/events",
		strings.NewReader(`{"entityType":"message","messageId":"m1","type":"t"}`),
	)
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	r.Header["Authorization"] = values
	got, err := c.http.Do(r)
	require.NoError(t, err)
	require.NoError(t, got.Body.Close())
	return got.StatusCode
}

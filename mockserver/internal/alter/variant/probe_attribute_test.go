package variant_test

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// attributeProbes track one event and ask for it with attribute filters that it does not meet by the plain reading.
func attributeProbes() map[string]probe {
	finds := func(attributes map[string]string, version string, filters ...map[string]any) probe {
		return func(t *testing.T, c client) bool {
			t.Helper()
			c.track(t, map[string]any{"attributes": attributes, "version": version})
			body, err := json.Marshal(map[string]any{
				"version": version, "start_time": "2025-12-01T00:00:00Z", "end_time": "2026-02-01T00:00:00Z", "filters": filters,
				"user_id": c.name,
			})
			require.NoError(t, err)
			got := c.post(t, stream(bot), string(body))
			return got.StatusCode == http.StatusOK && len(got.page(t).Events) == 1
		}
	}
	is := func(key, operator, value string) map[string]any {
		return map[string]any{"key": key, "operator": operator, "value": []string{value}}
	}
	yes, no := is("k", "eq", "v"), is("k", "eq", "w")
	k := map[string]string{"k": "v"}
	long, key := strings.Repeat("é", 150), strings.Repeat("k", 60)
	return map[string]probe{
		"attribute.ignored":                    finds(k, "LIVE", no),
		"attribute.first-only":                 finds(k, "LIVE", yes, no),
		"attribute.third-ignored":              finds(k, "LIVE", yes, yes, no),
		"attribute.any":                        finds(k, "LIVE", no, yes),
		"attribute.unknown-operator-gives-all": finds(k, "LIVE", is("k", "EQUAL_TO", "w")),
		"attribute.as-number":                  finds(map[string]string{"k": "1.0"}, "LIVE", is("k", "eq", "01")),
		"attribute.prefix":                     finds(map[string]string{"k": "value"}, "LIVE", yes),
		"attribute.ignored-with-user":          finds(k, "LIVE", no),
		"attribute.ignored-in-draft":           finds(k, "DRAFT", no),
		"attribute.key-case-folded":            finds(k, "LIVE", is("K", "eq", "v")),
		"attribute.key-cut":                    finds(map[string]string{key + "a": "v"}, "LIVE", is(key+"b", "eq", "v")),
		"attribute.cut-200":                    finds(map[string]string{"k": long + "a"}, "LIVE", is("k", "eq", long+"b")),
		"attribute.accents-ignored":            finds(map[string]string{"k": "café"}, "LIVE", is("k", "eq", "cafe")),
	}
}

func strangerProbes() map[string]probe {
	as := func(c client, authorization string) client {
		c.auth = authorization
		return c
	}
	pair := func(text string) string { return "Basic " + base64.StdEncoding.EncodeToString([]byte(text)) }
	wrong := pair("demo-token-id:wrong-secret")
	status := func(want int, ask func(t *testing.T, c client) answer) probe {
		return func(t *testing.T, c client) bool { return ask(t, c).StatusCode == want }
	}
	return map[string]probe{
		"auth.arguments-first": status(http.StatusBadRequest,
			func(t *testing.T, c client) answer { return as(c, wrong).get(t, stream(bot)) }),
		"auth.body-first": func(t *testing.T, c client) bool {
			require.Equal(t, http.StatusUnauthorized, as(c, wrong).post(t, "/v1/echo", echoed).StatusCode)
			return as(c, wrong).post(t, "/v1/echo", `{"broken":`).StatusCode == http.StatusUnprocessableEntity
		},
		"auth.inkeep-body-first": func(t *testing.T, c client) bool {
			require.Equal(t, http.StatusUnauthorized, as(c, "Bearer x").post(t, "/events", "{}").StatusCode)
			return as(c, "Bearer x").post(t, "/events", `{"broken":`).StatusCode == http.StatusBadRequest
		},
		"auth.tells-bots": status(http.StatusNotFound, func(t *testing.T, c client) answer {
			return as(c, wrong).get(t, stream("nobodys")+"?"+window(nil).query())
		}),
		"auth.unreadable-is-400": status(http.StatusBadRequest,
			func(t *testing.T, c client) answer { return as(c, "Basic !!!!").list(t, nil) }),
		"auth.id-any-case": func(t *testing.T, c client) bool {
			require.Equal(t, http.StatusUnauthorized, as(c, pair("DEMO-token-id:demo-token-SECRET")).list(t, nil).StatusCode)
			return as(c, pair("DEMO-token-id:demo-token-secret")).list(t, nil).StatusCode == http.StatusOK
		},
		"auth.scheme-case": status(http.StatusUnauthorized, func(t *testing.T, c client) answer {
			return as(c, "basic"+strings.TrimPrefix(basic, "Basic")).list(t, nil)
		}),
		"auth.secret-in-query": status(http.StatusOK, func(t *testing.T, c client) answer {
			return as(c, "").list(t, args{"access_token": "demo-token-id:demo-token-secret"})
		}),
		"auth.inkeep-any-header": func(t *testing.T, c client) bool {
			r, err := http.NewRequestWithContext(
				t.Context(),
				http.MethodPost,
				c.url+"/events",
				strings.NewReader(`{"entityType":"message","messageId":"m1","type":"t"}`),
			)
			require.NoError(t, err)
			r.Header = http.Header{"Content-Type": {"application/json"}, "Authorization": {"Bearer wrong", bearer}}
			got, err := c.http.Do(r)
			require.NoError(t, err)
			require.NoError(t, got.Body.Close())
			return got.StatusCode == http.StatusOK
		},
		"auth.secret-repeated": func(t *testing.T, c client) bool { return strings.Contains(as(c, wrong).list(t, nil).body, wrong) },
	}
}

func browserProbes() map[string]probe {
	const page = "Origin: https://app.example"
	ask := func(t *testing.T, c client) answer {
		c.auth = ""
		return c.do(t, http.MethodOptions, stream(bot), "", page, "Access-Control-Request-Method: GET")
	}
	return map[string]probe{
		"cors.preflight-needs-credentials": func(t *testing.T, c client) bool { return ask(t, c).StatusCode == http.StatusUnauthorized },
		"cors.none-on-refusals": func(t *testing.T, c client) bool {
			require.NotEmpty(t, c.get(t, stream(bot)+"?"+window(nil).query(), page).Header.Get("Access-Control-Allow-Origin"))
			return c.get(t, stream(bot), page).Header.Get("Access-Control-Allow-Origin") == ""
		},
		"cors.cookies-for-all": func(t *testing.T, c client) bool {
			return ask(t, c).Header.Get("Access-Control-Allow-Credentials") == "true"
		},
		"transport.cached-by-all": func(t *testing.T, c client) bool {
			return c.list(t, nil).Header.Get("Cache-Control") == "public, max-age=60"
		},
		"transport.method-is-200": func(t *testing.T, c client) bool {
			return c.do(t, http.MethodDelete, stream(bot), "").StatusCode == http.StatusOK
		},
		"transport.unknown-path-is-200": func(t *testing.T, c client) bool {
			return c.get(t, "/v1/nowhere").StatusCode == http.StatusOK
		},
	}
}

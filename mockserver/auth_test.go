package mockserver_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// badBasic are Authorization headers that must not open anything of Chatlayer's.
func badBasic() map[string]string {
	return map[string]string{
		"none":                     "",
		"wrong_secret":             basic("demo-token-id:wrong"),
		"wrong_id":                 basic("wrong:demo-token-secret"),
		"secret_of_another_token":  basic("demo-token-id:other-token-secret"),
		"prefix_of_the_secret":     basic("demo-token-id:demo-token-secre"),
		"more_than_the_secret":     basic("demo-token-id:demo-token-secrets"),
		"secret_with_white_space":  basic("demo-token-id:demo-token-secret "),
		"secret_with_a_line_break": basic("demo-token-id:demo-token-secret\n"),
		"secret_in_capitals":       basic("demo-token-id:DEMO-TOKEN-SECRET"),
		"id_in_capitals":           basic("DEMO-TOKEN-ID:demo-token-secret"),
		"swapped":                  basic("demo-token-secret:demo-token-id"),
		"no_colon":                 basic("demo-token-iddemo-token-secret"),
		"colon_moved":              basic("demo-token-id:d:emo-token-secret"),
		"empty_id":                 basic(":demo-token-secret"),
		"empty_secret":             basic("demo-token-id:"),
		"only_a_colon":             basic(":"),
		"nothing_encoded":          "Basic ",
		"only_the_scheme":          "Basic",
		"no_base64":                "Basic demo-token-id:demo-token-secret",
		"base64_without_padding":   "Basic " + strings.TrimRight(basic("demo-token-id:demo-token-secret"), "=")[6:] + "!",
		"two_words":                basic("demo-token-id:demo-token-secret") + " more",
		"bearer":                   "Bearer demo-token-id:demo-token-secret",
		"bearer_base64":            "Bearer " + basic("demo-token-id:demo-token-secret")[6:],
		"key_of_the_other_api":     "Bearer demo-api-key",
		"digest":                   "Digest username=\"demo-token-id\"",
		"no_scheme":                basic("demo-token-id:demo-token-secret")[6:],
		"null_byte_and_all":        basic("demo-token-id:demo-token-secret\x00"),
	}
}

// TestAuthChatlayer tries credentials on every operation and wants nothing read or stored with bad ones.
func TestAuthChatlayer(t *testing.T) {
	s := fresh(t)
	demo(s).track(t, "demobot1", args{"id": "treasure"})
	for name, header := range badBasic() {
		t.Run(name, func(t *testing.T) {
			c := client{s.URL, header}
			for _, r := range []reply{
				c.ask(t, http.MethodGet, "demobot1", everything()),
				c.ask(t, http.MethodPost, "demobot1", everything()),
				c.post(t, trackOf("demobot1"), `{"id":"intruder"}`),
				c.get(t, teamOf("demo-team")+"?start_time=2026-01-01&end_time=2026-02-01"),
				c.post(t, "/v1/echo", `{"message":"hello"}`),
			} {
				r.refusedByChatlayer(t, http.StatusUnauthorized, "Basic")
				require.True(t, strings.HasPrefix(r.header.Get("WWW-Authenticate"), "Basic realm="))
				require.NotContains(t, r.body, "treasure")
			}
		})
	}
	t.Run("nothing_was_stored", func(t *testing.T) {
		require.Equal(t, []string{"treasure"}, demo(s).listed(t, "demobot1", nil))
	})
	t.Run("the_scheme_is_case_insensitive", func(t *testing.T) {
		for _, scheme := range []string{"basic", "BASIC", "bAsIc"} {
			c := client{s.URL, scheme + basic("demo-token-id:demo-token-secret")[5:]}
			require.Equal(t, http.StatusOK, c.post(t, "/v1/echo", `{"message":"x"}`).status)
		}
	})
	t.Run("another_teams_bot", func(t *testing.T) {
		for _, r := range []reply{
			demo(s).ask(t, http.MethodGet, "otherbot", everything()),
			demo(s).ask(t, http.MethodPost, "otherbot", everything()),
			demo(s).post(t, trackOf("otherbot"), `{"id":"intruder"}`),
			other(s).ask(t, http.MethodGet, "demobot1", everything()),
			other(s).get(t, teamOf("demo-team")+"?start_time=2026-01-01&end_time=2026-02-01"),
		} {
			r.refusedByChatlayer(t, http.StatusForbidden)
			require.NotContains(t, r.body, "treasure")
		}
		require.Empty(t, other(s).listed(t, "otherbot", nil))
	})
}

func TestAuthInkeep(t *testing.T) {
	s := fresh(t)
	const body = `{"id":"one","entityType":"search","type":"x","searchQuery":"q"}`
	for name, header := range map[string]string{
		"none":                  "",
		"wrong":                 "Bearer wrong",
		"prefix":                "Bearer demo-api-ke",
		"longer":                "Bearer demo-api-key1",
		"in_capitals":           "Bearer DEMO-API-KEY",
		"empty":                 "Bearer ",
		"only_the_scheme":       "Bearer",
		"two_keys":              "Bearer demo-api-key demo-web-key",
		"no_scheme":             "demo-api-key",
		"basic":                 basic("demo-api-key:"),
		"token_of_the_other":    basic("demo-token-id:demo-token-secret"),
		"secret_of_a_token":     "Bearer demo-token-secret",
		"quoted":                `Bearer "demo-api-key"`,
		"with_a_tab":            "Bearer demo-api-key\tx",
		"colon_after_scheme":    "Bearer: demo-api-key",
		"key_in_another_scheme": "Token demo-api-key",
	} {
		t.Run(name, func(t *testing.T) {
			r := client{s.URL, header}.post(t, "/events?key=demo-api-key", body)
			r.refusedByInkeep(t, http.StatusUnauthorized, "Bearer")
			require.True(t, strings.HasPrefix(r.header.Get("WWW-Authenticate"), "Bearer realm="))
		})
	}
	t.Run("nothing_was_stored", func(t *testing.T) {
		apiKey(s).log(t, strings.Replace(body, `"q"`, `"another"`, 1)) // a stored event would conflict
	})
	t.Run("the_scheme_is_case_insensitive", func(t *testing.T) {
		for _, scheme := range []string{"bearer", "BEARER"} {
			r := client{s.URL, scheme + " demo-web-key"}.post(t, "/events", strings.Replace(body, "one", scheme, 1))
			require.Equal(t, http.StatusOK, r.status)
		}
	})
}

// TestAuthTwice sends two Authorization headers, of which one would do.
func TestAuthTwice(t *testing.T) {
	s := fresh(t)
	for _, pair := range [][]string{
		{basic("demo-token-id:demo-token-secret"), basic("demo-token-id:demo-token-secret")},
		{basic("demo-token-id:demo-token-secret"), basic("a:b")},
		{"Bearer demo-api-key", basic("demo-token-id:demo-token-secret")},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.URL+"/v1/echo", strings.NewReader(`{"message":"x"}`))
		require.NoError(t, err)
		r.Header["Authorization"] = pair
		r.Header.Set("Content-Type", "application/json")
		nobody(s).exchange(t, r).refusedByChatlayer(t, http.StatusUnauthorized, "2 Authorization headers")
	}
}

// TestAuthComesFirst wants a stranger to learn nothing but that he is one.
func TestAuthComesFirst(t *testing.T) {
	s := fresh(t)
	c := nobody(s)
	for _, r := range []reply{
		c.get(t, streamOf("otherbot")), c.get(t, streamOf("no%2Fid")), c.post(t, trackOf("demobot1"), `{"broken`),
		c.post(t, trackOf("demobot1"), strings.Repeat("x", 10_000), "Content-Type: text/plain"), c.get(t, teamOf("nobodys")+"?x=1&x=2"),
	} {
		r.refusedByChatlayer(t, http.StatusUnauthorized)
	}
	c.post(t, "/events", `{"broken`).refusedByInkeep(t, http.StatusUnauthorized)
}

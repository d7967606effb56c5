package variant_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

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
			c.http = &http.Client{
				Transport:     c.http.Transport,
				CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
			}
			got := c.get(t, strings.Replace(plain, "?", "/?", 1))
			return got.StatusCode == http.StatusTemporaryRedirect && got.Header.Get("Location") == plain
		},
		"path.any-case": status(http.MethodGet, strings.NewReplacer("/v1/bots", "/V1/Bots", "stream", "STREAM").Replace(plain),
			http.StatusOK),
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

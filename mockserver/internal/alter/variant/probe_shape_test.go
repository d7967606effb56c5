package variant_test

import (
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

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
	}
}

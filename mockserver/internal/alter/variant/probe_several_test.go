package variant_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func severalProbes() map[string]probe {
	return map[string]probe{
		"auth.first-header": func(t *testing.T, c client) bool {
			return c.between(t, bearer, "Bearer wrong") == http.StatusOK && c.between(t, "Bearer wrong", bearer) == http.StatusUnauthorized
		},
		"auth.last-header": func(t *testing.T, c client) bool {
			return c.between(t, "Bearer wrong", bearer) == http.StatusOK && c.between(t, bearer, "Bearer wrong") == http.StatusUnauthorized
		},
		"inkeep.reserved-names": func(t *testing.T, c client) bool {
			within := func(name string) int { return c.log(t, `,"type":"t","properties":{"l":[{"`+name+`":1}]}`).StatusCode }
			return within("plain") == http.StatusOK && within("a.b") == http.StatusUnprocessableEntity && within("$a") == http.StatusUnprocessableEntity
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
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, c.url+"/events", strings.NewReader(`{"entityType":"message","messageId":"m1","type":"t"}`))
	require.NoError(t, err)
	r.Header.Set("Content-Type", "application/json")
	r.Header["Authorization"] = values
	got, err := c.http.Do(r)
	require.NoError(t, err)
	require.NoError(t, got.Body.Close())
	return got.StatusCode
}

package mockserver_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestEcho(t *testing.T) {
	s := fresh(t)
	c := demo(s)
	for _, message := range []string{"hello", "", " ", "🎉 ünï\u0001\u2028<&>\"\\", "مرحبا"} {
		var got map[string]any
		c.post(t, "/v1/echo", args{"message": message}.json(t)).into(t, &got)
		require.Equal(t, map[string]any{"message": message}, got)
	}
	for name, body := range map[string]string{
		"missing": `{}`, "null": `{"message":null}`, "number": `{"message":1}`, "list": `["hello"]`, "no_body": ``,
		"two_members": `{"message":"a","message":"b"}`, "half_a_surrogate": `{"message":"\ud800"}`,
	} {
		t.Run(name, func(t *testing.T) {
			c.post(t, "/v1/echo", body, "Content-Type: application/json").refusedByChatlayer(t, http.StatusBadRequest)
		})
	}
	nobody(s).post(t, "/v1/echo", `{"message":"x"}`).refusedByChatlayer(t, http.StatusUnauthorized)
}

package mockserver

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAPanicCostsOneRequest puts a step that panics where the routes are.
func TestAPanicCostsOneRequest(t *testing.T) {
	s := New(Options{EventsPerBot: -1})
	require.NoError(t, s.Err())
	working := s.handler
	s.handler = s.steps(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("on purpose") }))
	for path, want := range map[string]string{
		"/v1/echo":              `{"code":13,"message":"the mock failed on this request; its log says why","details":[]}`,
		"/events":               `"code":"internal_server_error"`,
		"/__understudy/healthz": `"title":"Internal Server Error"`,
	} {
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest(http.MethodPost, path, nil))
		require.Equal(t, http.StatusInternalServerError, w.Code)
		require.Contains(t, w.Body.String(), want)
		require.NotContains(t, w.Body.String(), "on purpose")
	}
	s.handler = working
	w := httptest.NewRecorder()
	s.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/__understudy/healthz", nil))
	require.Equal(t, http.StatusOK, w.Code)
}

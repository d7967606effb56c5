package notes_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	notes "example.com/notes/conformance"
	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/report"
)

// serve is a server of the Notes API. change is what it makes of a note before it keeps it.
func serve(t *testing.T, change func(string) string) string {
	t.Helper()
	var kept sync.Map
	mux := http.NewServeMux()
	mux.HandleFunc("PUT /notes/{name}", func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		kept.Store(r.PathValue("name"), change(string(body)))
		w.WriteHeader(http.StatusNoContent)
	})
	mux.HandleFunc("GET /notes/{name}", func(w http.ResponseWriter, r *http.Request) {
		text, found := kept.Load(r.PathValue("name"))
		if !found {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, text.(string))
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server.URL
}

// TestOurServer is what a project has in its own tests: each check is a subtest.
func TestOurServer(t *testing.T) {
	conformance.Test(t, conformance.Target{Suite: notes.Suite(), URL: serve(t, func(text string) string { return text }), Bearer: "key"})
}

func TestAServerThatLosesAccents(t *testing.T) {
	url := serve(t, func(text string) string { return strings.ReplaceAll(text, "ä", "?") })
	r, err := conformance.Run(t.Context(), conformance.Target{Suite: notes.Suite(), URL: url, Bearer: "key"})
	require.NoError(t, err)
	require.Equal(t, conformance.Nonconformant, r.Verdict)
	var shown strings.Builder
	require.NoError(t, report.Write(&shown, "markdown", r, report.Options{}))
	require.Contains(t, shown.String(), "a note reads otherwise than it was written")
	require.Contains(t, shown.String(), "curl")
	require.NotContains(t, shown.String(), "Bearer key", "secrets stay out of reports")
}

package notes_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	notes "example.com/notes/conformance"
	"example.com/notes/conformance/internal/server"
	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/report"
)

// serve starts a server on loopback. change is what it makes of a note before it keeps it.
func serve(t *testing.T, change func(string) string) string {
	t.Helper()
	server := httptest.NewServer(server.New(change))
	t.Cleanup(server.Close)
	return server.URL
}

// TestOurServer is what a project has in its own tests: each check is a subtest.
func TestOurServer(t *testing.T) {
	conformance.Test(t, conformance.Target{
		Suite: notes.Suite(), URL: serve(t, func(text string) string { return text }), Settings: notes.Settings{Key: "key"},
	})
}

func TestAServerThatLosesAccents(t *testing.T) {
	url := serve(t, func(text string) string { return strings.ReplaceAll(text, "ä", "?") })
	r, err := conformance.Run(t.Context(), conformance.Target{Suite: notes.Suite(), URL: url, Settings: notes.Settings{Key: "key"}})
	require.NoError(t, err)
	require.Equal(t, conformance.Nonconformant, r.Verdict)
	var shown strings.Builder
	require.NoError(t, report.Write(&shown, "markdown", r, report.Options{}))
	require.Contains(t, shown.String(), "a note reads otherwise than it was written")
	require.Contains(t, shown.String(), "curl")
	require.NotContains(t, shown.String(), "Bearer key", "secrets stay out of reports")
}

//go:build interop

package interop

import (
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// authorization is what a tester of a document has to send; the mock's own endpoints want nothing.
var authorization = map[string]string{"chatlayer": demoTeam, "inkeep": apiKey, "control": "none"}

// untold are operations that no schema tells enough of: one answers as long as the client listens, one waits for what does not come,
// one takes lines, and one judges servers that there would have to be. The mock's own tests have them.
var untold = map[string][]string{"control": {"StreamExchanges", "ExpectExchanges", "ImportEvents", "RunChecks"}}

// TestSchemathesis lets a property-based tester loose on each document with all its checks on: it generates requests that
// keep to the document and requests that do not, and judges every answer. What a schema cannot say is told to it in
// .tools/schemathesis_hooks.py.
func TestSchemathesis(t *testing.T) {
	t.Parallel()
	for api, path := range documents(t) {
		t.Run(api, func(t *testing.T) {
			t.Parallel()
			require.NotEmpty(t, authorization[api], "say above how to authenticate")
			m := startMock(t, "--now", frozenNow, "--events", "300") // or most of the time would go into queries of all of them
			if api == "control" {
				path = served(t, m.URL+"/__understudy/openapi.yaml")
			}
			cmd := command(t, 10*time.Minute, tool(t, "venv", "bin", "schemathesis"),
				"--config-file", tool(t, "schemathesis.toml"),
				"run", path,
				"--url", m.URL,
				"--header", "Authorization: "+authorization[api],
				"--no-color",
			)
			if api != "chatlayer" { // the others have many more operations, and many answer alike
				cmd.Args = append(cmd.Args, "--max-examples", "10")
			}
			for _, id := range untold[api] {
				cmd.Args = append(cmd.Args, "--exclude-operation-id", id)
			}
			// It keeps what it learned from earlier runs in the folder that it runs in; every run starts from nothing.
			cmd.Dir = t.TempDir()
			cmd.Env = append(cmd.Environ(), "SCHEMATHESIS_HOOKS="+tool(t, "schemathesis_hooks.py"))
			out, err := cmd.CombinedOutput()
			require.NoError(t, err, "%s", out)
			require.Regexp(t, `\d{3,} generated, \d{3,} passed`, string(out), "hundreds of requests are expected")
		})
	}
}

// served is a file with the document of the mock's own endpoints as the mock publishes it: the names of its APIs are put in when it starts.
func served(t *testing.T, url string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	answer, err := http.DefaultClient.Do(r)
	require.NoError(t, err)
	defer func() { _ = answer.Body.Close() }()
	document, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	require.Contains(t, string(document), "enum: [chatlayer, inkeep]")
	path := filepath.Join(t.TempDir(), "openapi.yaml")
	require.NoError(t, os.WriteFile(path, document, 0o600))
	return path
}

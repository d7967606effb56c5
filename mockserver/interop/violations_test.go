//go:build interop

package interop

import (
	"encoding/json"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestViolationsAsJUnit lets a parser that CI tools use read what the mock makes of a broken contract.
func TestViolationsAsJUnit(t *testing.T) {
	t.Parallel()
	m := startMock(t)
	answer, err := http.Post(m.URL+"/v1/echo", "application/json", strings.NewReader("{}"))
	require.NoError(t, err)
	require.NoError(t, answer.Body.Close())
	answer, err = http.Get(m.URL + "/__understudy/violations?format=junit")
	require.NoError(t, err)
	defer func() { _ = answer.Body.Close() }()
	file, err := io.ReadAll(answer.Body)
	require.NoError(t, err)
	path := filepath.Join(t.TempDir(), "junit.xml")
	require.NoError(t, os.WriteFile(path, file, 0o600))
	out, err := command(t, time.Minute, tool(t, "venv", "bin", "python"), filepath.Join("testdata", "junit.py"), path).CombinedOutput()
	require.NoError(t, err, "%s", out)
	var got struct {
		Tests, Failures int
		Cases           []struct{ Outcome, Message string }
	}
	require.NoError(t, json.Unmarshal(out, &got), "%s", out)
	require.Equal(t, []int{1, 1}, []int{got.Tests, got.Failures})
	require.Equal(t, "failed", got.Cases[0].Outcome)
	require.Contains(t, got.Cases[0].Message, "security")
}

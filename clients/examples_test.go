//go:build kits

package clients

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// dashboard is the example of an app with tests of its own.
func dashboard(t *testing.T) program {
	t.Helper()
	return program{
		dir: filepath.Join("examples", "dashboard"),
		env: map[string]string{"CHROMIUM": chromium(t), "UNDERSTUDY_BINARY": binary},
	}
}

// TestDashboard builds the dashboard, and has its tests pass with a mock beside them.
func TestDashboard(t *testing.T) {
	t.Parallel()
	p := dashboard(t)
	t.Run("its_types_fit", func(t *testing.T) {
		t.Parallel()
		p.succeeds(t, "npm", "run", "types")
	})
	t.Run("its_tests_pass", func(t *testing.T) {
		t.Parallel()
		p.succeeds(t, "npm", "run", "build")
		said := p.succeeds(t, binary, "exec", "--", "npm", "test")
		require.Regexp(t, `Tests +\d+ passed`, said, "Vitest")
		require.Regexp(t, `\n +\d+ passed \(`, said, "Playwright")
	})
}

// looksAtTheStatus is a test of somebody who looks at nothing else.
const looksAtTheStatus = `
const list = '/v1/bots/demobot1/events/stream?version=LIVE&start_time=2020-01-01&end_time=2100-01-01'
const headers = { Authorization: 'Basic ' + btoa('demo-token-id:demo-token-secret') }
fetch(process.env.UNDERSTUDY_URL + list, { headers }).then((answer) => process.exit(answer.ok ? 0 : 1))`

// TestMutateTellsGoodTestsFromBad has some mistakes made under the tests of the dashboard, and under one that says little.
func TestMutateTellsGoodTestsFromBad(t *testing.T) {
	t.Parallel()
	good := mutated(t, "--jobs", "1", "--sample", "3", "--seed", "2", "--skip", "concurrency.*", "--", "npm", "run", "unit")
	require.GreaterOrEqual(t, good.Killed, 2, "%+v", good)
	require.Equal(t, 3, good.Killed+good.Survived, "%+v", good)
	bad := mutated(t, "--only", "schema.*", "--", "node", "-e", looksAtTheStatus)
	require.Greater(t, bad.Survived, bad.Killed, "%+v", bad)
}

type counts struct{ Killed, Survived, Timeout, Error int }

func mutated(t *testing.T, args ...string) counts {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.json")
	dashboard(t).succeeds(t, binary, append([]string{"mutate", "--report", "json=" + path}, args...)...)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var report struct{ Summary counts }
	require.NoError(t, json.Unmarshal(text, &report))
	return report.Summary
}

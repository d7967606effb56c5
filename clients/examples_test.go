//go:build kits

package clients

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// example is a project below examples, with the package as npm installs it.
func example(t *testing.T, name string) program {
	t.Helper()
	p := nodeProject(t, "examples/"+name)
	p.env, p.within = map[string]string{"CHROMIUM": chromium(t)}, 5*time.Minute
	return p
}

// TestDashboard builds the dashboard, and has its tests pass, in Node.js and in a browser.
func TestDashboard(t *testing.T) {
	t.Parallel()
	p := example(t, "dashboard")
	t.Run("its_types_fit", func(t *testing.T) {
		t.Parallel()
		p.succeeds(t, "npm", "run", "types")
	})
	t.Run("its_tests_pass", func(t *testing.T) {
		t.Parallel()
		p.succeeds(t, "npm", "run", "build")
		said := p.succeeds(t, "npm", "test")
		require.Regexp(t, `Tests +\d+ passed`, said, "Vitest")
		require.Regexp(t, `\n +\d+ passed \(`, said, "Playwright")
	})
}

// TestStorybook builds the stories of the dashboard's components, and looks at some of them beside a mock.
func TestStorybook(t *testing.T) {
	t.Parallel()
	p := example(t, "storybook")
	p.succeeds(t, "npm", "run", "build")
	said := p.succeeds(t, binary, "exec", "--", "npm", "test", "--", "--grep", "Help desk: Empty|Report: Too Many")
	require.Contains(t, said, "2 passed")
}

// TestCypress compiles the example. Its program is no package of npm, which the tests could install, so that nothing is run.
func TestCypress(t *testing.T) {
	t.Parallel()
	example(t, "cypress").succeeds(t, "npm", "run", "types")
}

// looksAtTheStatus is a test of somebody who looks at nothing else.
const looksAtTheStatus = `
const list = '/v1/bots/demobot1/events/stream?version=LIVE&start_time=2020-01-01&end_time=2100-01-01'
const headers = { Authorization: 'Basic ' + btoa('demo-token-id:demo-token-secret') }
fetch(process.env.UNDERSTUDY_URL + list, { headers }).then((answer) => process.exit(answer.ok ? 0 : 1))`

// TestMutateTellsGoodTestsFromBad has some mistakes made under the tests of the dashboard, and under one that says little.
func TestMutateTellsGoodTestsFromBad(t *testing.T) {
	t.Parallel()
	p := example(t, "dashboard")
	good := mutated(t, p, "--jobs", "1", "--sample", "2", "--only", "page.*", "--", "npm", "run", "unit")
	require.Equal(t, 2, good.Killed, "%+v", good)
	bad := mutated(t, p, "--sample", "5", "--only", "schema.*", "--", "node", "-e", looksAtTheStatus)
	require.Greater(t, bad.Survived, bad.Killed, "%+v", bad)
}

type counts struct{ Killed, Survived, Timeout, Error int }

func mutated(t *testing.T, p program, args ...string) counts {
	t.Helper()
	path := filepath.Join(t.TempDir(), "report.json")
	p.succeeds(t, binary, append([]string{"mutate", "--report", "json=" + path}, args...)...)
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var report struct{ Summary counts }
	require.NoError(t, json.Unmarshal(text, &report))
	return report.Summary
}

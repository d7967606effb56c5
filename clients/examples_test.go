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

// TestDashboard builds the dashboard, and has its tests pass, in Node.js and in a browser, and notice a mistake.
func TestDashboard(t *testing.T) {
	t.Parallel()
	p := example(t, "dashboard")
	p.succeeds(t, "npm", "run", "types")
	p.succeeds(t, "npm", "run", "build")
	noticed := mutated(t, p, "--jobs", "1", "--sample", "1", "--only", "page.*", "--logs", p.dir, "--", "npm", "test")
	require.Equal(t, 1, noticed.Killed, "%+v", noticed)
	said := p.file(t, "clean.log")
	require.Regexp(t, `Tests +\d+ passed`, said, "Vitest")
	require.Regexp(t, `\n +\d+ passed \(`, said, "Playwright")

	// What an API may choose otherwise than the mock fails no test.
	others := []string{"exec"}
	for _, variant := range []string{
		"auth.wrong-is-403", "filter.unknown-name-is-404", "order.alternates", "page.at-most-10", "query.plus-is-plus",
		"range.empty-is-refused", "time.other-offset", "time.lower-case", "token.stateful", "track.adds-attributes", "unknown-bot.404",
	} {
		others = append(others, "--variant", variant)
	}
	p.succeeds(t, binary, append(others, "--", "npm", "run", "unit")...)
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

// TestMutateTellsBadTests has some mistakes made under a test that says little.
func TestMutateTellsBadTests(t *testing.T) {
	t.Parallel()
	bad := mutated(t, program{}, "--jobs", "1", "--sample", "3", "--only", "schema.*", "--", "node", "-e", looksAtTheStatus)
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

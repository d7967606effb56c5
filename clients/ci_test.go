//go:build kits

package clients

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// workflow is what the tests read of the files of GitHub and GitLab: the commands.
type workflow struct {
	Jobs map[string]struct {
		Steps []struct{ Name, Run string }
	}
	Tests, Mutants struct {
		Script []string
		After  []string `yaml:"after_script"`
	}
}

func workflowOf(t *testing.T, file string) (w workflow) {
	t.Helper()
	text, err := os.ReadFile(file)
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(text, &w))
	return w
}

func TestFilesForCIKeepToTheirSchemas(t *testing.T) {
	t.Parallel()
	check := func(args ...string) {
		program{dir: "examples"}.succeeds(t, pythonTool(t, "check-jsonschema"), args...)
	}
	check("--builtin-schema", "vendor.github-workflows", "github-actions/.github/workflows/tests.yml")
	check("--builtin-schema", "vendor.gitlab-ci", "--data-transform", "gitlab-ci", "gitlab-ci/.gitlab-ci.yml")
}

// repository is the project for pytest with the files for a CI system in it, and two mistakes for mutate.
func repository(t *testing.T, ci, python string) program {
	t.Helper()
	p := project(t, "pytest")
	require.NoError(t, os.CopyFS(p.dir, os.DirFS(filepath.Join("examples", ci))))
	p.env = map[string]string{
		"PATH":                filepath.Dir(python) + ":" + os.Getenv("PATH"),
		"GITHUB_STEP_SUMMARY": filepath.Join(p.dir, "summary.md"),
		"UNDERSTUDY_ONLY":     "page.repeats-last\ninkeep.project-missing",
		"UNDERSTUDY_JOBS":     "1",

		"PYTEST_XDIST_AUTO_NUM_WORKERS": "2",
	}
	return p
}

func (p program) file(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(p.dir, name))
	require.NoError(t, err)
	return string(text)
}

// gitHubRunsIt runs what GitHub runs, but for what it downloads, on tests that pass and on such that break the contract.
func gitHubRunsIt(t *testing.T, python string) {
	p := repository(t, "github-actions", python)
	jobs := workflowOf(t, filepath.Join(p.dir, ".github", "workflows", "tests.yml")).Jobs
	require.Len(t, jobs, 2)
	for _, name := range []string{"tests", "mutants"} {
		for _, step := range jobs[name].Steps {
			if step.Run != "" && step.Name != "Install" {
				p.succeeds(t, "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step.Run)
			}
		}
	}
	require.Contains(t, p.file(t, "junit.xml"), `failures="0" skipped="0" tests="13"`)
	require.Contains(t, p.file(t, "violations.xml"), `failures="0"`)
	require.Contains(t, p.file(t, "summary.md"), "### Contract coverage: ")
	require.Contains(t, p.file(t, "summary.md"), "SCORE 50.0 %")
	require.Contains(t, p.file(t, "mutants.xml"), `tests="2"`)

	breaks := "import os\nimport httpx\n\ndef test_it():\n    httpx.get(os.environ['UNDERSTUDY_URL'] + '/v1/echo')\n"
	require.NoError(t, os.WriteFile(filepath.Join(p.dir, "tests", "test_breaks.py"), []byte(breaks), 0o600))
	p.env["PYTEST_XDIST_AUTO_NUM_WORKERS"] = "1"
	status, said := p.run(t, "bash", "-e", "-c", jobs["tests"].Steps[3].Run)
	require.Equal(t, 1, status, said)
	require.Contains(t, said, "::error title=route.method")
	require.Contains(t, p.file(t, "violations.xml"), `failures="1"`)
	var sarif struct {
		Runs []struct{ Results []any }
	}
	require.NoError(t, json.Unmarshal([]byte(p.file(t, "violations.sarif")), &sarif))
	require.Len(t, sarif.Runs[0].Results, 1)
}

// gitLabRunsIt runs what GitLab runs, but for what it downloads.
func gitLabRunsIt(t *testing.T, python string) {
	p := repository(t, "gitlab-ci", python)
	p.env["UNDERSTUDY_ONLY"] = "page.repeats-last"
	w := workflowOf(t, filepath.Join(p.dir, ".gitlab-ci.yml"))
	for _, job := range [][]string{w.Tests.Script, w.Tests.After, w.Mutants.Script} {
		require.Len(t, job, 1)
		p.succeeds(t, "bash", "-eo", "pipefail", "-c", job[0])
	}
	require.Contains(t, p.file(t, "junit.xml"), `tests="13"`)
	require.Contains(t, p.file(t, "violations.xml"), `failures="0"`)
	require.Contains(t, p.file(t, "mutants.xml"), `tests="1"`)
	require.Contains(t, p.file(t, "mutants.html"), "SCORE 100.0 %")
}

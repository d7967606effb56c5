//go:build kits

package clients

import (
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// pythonTool is the absolute path of a program of the tests' own environment.
func pythonTool(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", ".tools", "venv", "bin", name))
	require.NoError(t, err)
	return path
}

// installedPython builds the wheel of this platform and installs it, with what its users have beside it, into an empty environment. No
// registry is asked. It returns the environment's interpreter.
func installedPython(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	wheels, env := filepath.Join(dir, "wheels"), filepath.Join(dir, "env")
	build := program{dir: "python", env: map[string]string{"PYTHON": pythonTool(t, "python")}}
	build.succeeds(t, "./wheels.sh", wheels, runtime.GOOS+"/"+runtime.GOARCH+"="+shipped)
	program{}.succeeds(t, pythonTool(t, "python"), "-m", "venv", "--without-pip", env)
	program{}.succeeds(t, pythonTool(t, "pip"), "--python", env, "install", "--quiet", "--no-index", "--find-links", "../.tools/wheels",
		"--find-links", wheels, "understudy-mock", "pytest", "pytest-xdist", "httpx")
	return filepath.Join(env, "bin", "python")
}

// project is a copy of a project of the examples.
func project(t *testing.T, name string) program {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join("examples", name))))
	return program{dir: dir}
}

func TestPython(t *testing.T) {
	python := installedPython(t)

	t.Run("the_command_is_the_program", func(t *testing.T) {
		t.Parallel()
		require.Contains(t, program{}.succeeds(t, filepath.Join(filepath.Dir(python), "understudy"), "version"), "understudy "+released+" ")
	})
	t.Run("it_keeps_its_promises", func(t *testing.T) {
		t.Parallel()
		program{dir: "python/tests", within: 5 * time.Minute}.succeeds(t, python, "-m", "pytest", "-q", "-p", "no:cacheprovider")
	})
	t.Run("it_and_the_example_are_typed", func(t *testing.T) {
		t.Parallel()
		cache, err := filepath.Abs("../.tools/.mypy_cache") // of what Python itself brings
		require.NoError(t, err)
		mypy := []string{"--strict", "--python-executable", python, "--cache-dir", cache}
		p := program{dir: "python", env: map[string]string{"MYPYPATH": "src"}}
		p.succeeds(t, pythonTool(t, "mypy"), append(mypy, "src", "tests")...)
		program{dir: "examples/pytest"}.succeeds(t, pythonTool(t, "mypy"), append(mypy, ".")...)
	})
	t.Run("it_and_the_example_are_tidy", func(t *testing.T) {
		t.Parallel()
		ruff := program{dir: "python"}
		ruff.succeeds(t, pythonTool(t, "ruff"), "check", "--no-cache", ".", "../examples/pytest")
		ruff.succeeds(t, pythonTool(t, "ruff"), "format", "--no-cache", "--check", ".", "../examples/pytest")
	})
	t.Run("github_runs_it", func(t *testing.T) {
		t.Parallel()
		gitHubRunsIt(t, python)
	})
	t.Run("gitlab_runs_it", func(t *testing.T) {
		t.Parallel()
		gitLabRunsIt(t, python)
	})
}

// TestPythonWithoutAProgram has the package as it is installed where there is no wheel.
func TestPythonWithoutAProgram(t *testing.T) {
	t.Parallel()
	src, err := filepath.Abs("python/src")
	require.NoError(t, err)
	start := "import sys; sys.path.insert(0, sys.argv[1]); from understudy_mock import start; print(start().url)"
	status, said := program{}.run(t, "python3", "-c", start, src)
	require.Equal(t, 1, status)
	require.Contains(t, said, "this installation of understudy-mock has no program: ")
	named := program{env: map[string]string{"UNDERSTUDY_BINARY": binary}}
	require.Regexp(t, `^http://127\.0\.0\.1:\d+\n$`, named.succeeds(t, "python3", "-c", start, src))
}

//go:build interop || bench

package interop

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// tool returns the absolute path of a file below .tools and fails the test if it is not there.
func tool(t testing.TB, elem ...string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(append([]string{root, ".tools"}, elem...)...))
	require.NoError(t, err)
	_, err = os.Stat(path)
	require.NoError(t, err, "a tool is missing: run make tools")
	return path
}

// document returns the absolute path of the OpenAPI document of an API.
func document(t testing.TB, api string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join(root, "spec", api, "openapi.yaml"))
	require.NoError(t, err)
	return path
}

// documents returns the paths of all OpenAPI documents by API.
func documents(t testing.TB) map[string]string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(root, "spec", "*", "openapi.yaml"))
	require.NoError(t, err)
	all := map[string]string{}
	for _, path := range paths {
		if api := filepath.Base(filepath.Dir(path)); api != "testdata" {
			all[api] = document(t, api)
		}
	}
	require.Contains(t, all, "chatlayer")
	require.Contains(t, all, "inkeep")
	return all
}

// command prepares a program that is ended, with its children, when the limit has passed.
func command(t testing.TB, limit time.Duration, name string, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 10 * time.Second
	return cmd
}

// runScript runs a Node.js script of testdata with a question as JSON on stdin and decodes the JSON answer on its stdout.
func runScript(t testing.TB, script string, question, answer any) {
	t.Helper()
	in, err := json.Marshal(question)
	require.NoError(t, err)
	var stdout, stderr bytes.Buffer
	cmd := command(t, 2*time.Minute, "node", filepath.Join("testdata", script))
	cmd.Env = append(cmd.Environ(), "TOOLS="+tool(t, "package.json"))
	cmd.Stdin, cmd.Stdout, cmd.Stderr = bytes.NewReader(in), &stdout, &stderr
	require.NoError(t, cmd.Run(), "%s said:\n%s%s", script, stdout.String(), stderr.String())
	require.NoError(t, json.Unmarshal(stdout.Bytes(), answer), "%s said:\n%s%s", script, stdout.String(), stderr.String())
}

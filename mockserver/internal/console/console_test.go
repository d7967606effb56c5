//go:build console

package console_test

import (
	"bytes"
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// run runs a program in this folder, with its children, and returns what it said.
func run(t *testing.T, env []string, name string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Env = append(os.Environ(), append(env, "NO_COLOR=1", "FORCE_COLOR=")...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 10 * time.Second
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s %q said:\n%s", name, args, out)
	return string(out)
}

// TestTheLockInstallsNothingUnseen holds the lock to the rules of .tools.
func TestTheLockInstallsNothingUnseen(t *testing.T) {
	run(t, nil, "node", "../../../.tools/check-lock.mjs", "package-lock.json")
}

// TestBuiltFilesMatchTheirSource builds the page anew and wants what is checked in, byte for byte.
func TestBuiltFilesMatchTheirSource(t *testing.T) {
	built := t.TempDir()
	run(t, nil, "npm", "run", "--silent", "build", "--", "--outDir", built)
	require.Equal(t, contents(t, built), contents(t, "dist"), "run make console, and commit what it writes")
}

// contents are the files of a folder by name.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	entries, err := os.ReadDir(folder)
	require.NoError(t, err)
	require.NotEmpty(t, entries)
	all := map[string]string{}
	for _, e := range entries {
		text, err := os.ReadFile(filepath.Join(folder, e.Name()))
		require.NoError(t, err)
		all[e.Name()] = string(bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")))
	}
	return all
}

// TestTypes holds the source to the types of the mock's endpoints, which the package for npm has of their document.
func TestTypes(t *testing.T) {
	run(t, nil, "npm", "run", "--silent", "types")
}

// TestFormat wants the source as npm run format writes it.
func TestFormat(t *testing.T) {
	run(t, nil, "npm", "run", "--silent", "format:check")
}

func TestUnits(t *testing.T) {
	run(t, []string{"CI=true"}, "npm", "run", "--silent", "test") // no snapshot is written
}

// TestBrowser uses the console as a person does, in Chromium, against the real program.
func TestBrowser(t *testing.T) {
	binary := filepath.Join(t.TempDir(), "understudy")
	run(t, nil, "go", "build", "-ldflags=-s", "-o", binary, "../../../cmd/understudy")
	out := run(t, []string{"UNDERSTUDY=" + binary, "CHROMIUM=" + chromium(t)}, "node", "--test-reporter=spec", "browser/main.mjs")
	t.Log(out)
}

func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{os.Getenv("CHROMIUM"), "chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	require.Fail(t, "there is no Chromium", "run make tools, or name one in CHROMIUM")
	return ""
}

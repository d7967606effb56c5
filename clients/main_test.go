//go:build kits

package clients

import (
	"context"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// binary is the program that every package and project is tried with. TestMain builds it once, as it ships.
var binary string

// shipped is what the packages have for it: a line that becomes it, since to compress and to unpack all of it takes long.
var shipped string

func TestMain(m *testing.M) {
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	dir, err := os.MkdirTemp("", "understudy-clients-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary, shipped = filepath.Join(dir, "understudy"), filepath.Join(dir, "shipped")
	if err := os.WriteFile(shipped, fmt.Appendf(nil, "#!/bin/sh\nexec '%s' \"$@\"\n", binary), 0o700); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	build := exec.Command("go", "build", "-ldflags=-s -X main.version="+released, "-o", binary, "./cmd/understudy")
	build.Dir = ".."
	if out, err := build.CombinedOutput(); err != nil {
		fmt.Fprintf(os.Stderr, "build the mock: %v\n%s", err, out)
		return 1
	}
	return m.Run()
}

// program is one to run, and what it may take.
type program struct {
	dir    string            // where it runs
	env    map[string]string // beside what the tests have; an empty value takes a variable away
	within time.Duration     // when it is ended with all its children; zero is two minutes
}

// run runs a command and returns its exit status and all that it said.
func (p program) run(t *testing.T, name string, args ...string) (int, string) {
	t.Helper()
	limit := p.within
	if limit == 0 {
		limit = 2 * time.Minute
	}
	ctx, cancel := context.WithTimeout(t.Context(), limit)
	defer cancel()
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = p.dir, p.environment()
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) }
	cmd.WaitDelay = 10 * time.Second
	out, err := cmd.CombinedOutput()
	require.NoError(t, ctx.Err(), "%s %q did not end within %s:\n%s", name, args, limit, out)
	if cmd.ProcessState == nil {
		require.NoError(t, err, "start %s: run make tools first", name)
	}
	return cmd.ProcessState.ExitCode(), string(out)
}

// succeeds runs a command that has to end with status 0, and returns what it said.
func (p program) succeeds(t *testing.T, name string, args ...string) string {
	t.Helper()
	status, out := p.run(t, name, args...)
	require.Zero(t, status, "%s %q said:\n%s", name, args, out)
	return out
}

// environment is that of the tests without what would tell a user's tools of these tests, or a mock's flags.
func (p program) environment() []string {
	env := map[string]string{"CI": "", "NO_COLOR": "1", "FORCE_COLOR": "", "GOFLAGS": ""}
	maps.Copy(env, p.env)
	all := slices.DeleteFunc(os.Environ(), func(pair string) bool {
		for name := range env {
			if len(pair) > len(name) && pair[:len(name)+1] == name+"=" {
				return true
			}
		}
		return len(pair) > 10 && pair[:11] == "UNDERSTUDY_"
	})
	for _, name := range slices.Sorted(maps.Keys(env)) {
		if env[name] != "" {
			all = append(all, name+"="+env[name])
		}
	}
	return all
}

//go:build unix

package main

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestMakeRun ends "make run" as people and programs do: the server ends with it, and nothing is said about an error. The program that it
// starts is the one under test, in a folder of its own where nothing is compiled; "make check-build" compiles it.
func TestMakeRun(t *testing.T) {
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip("there is no make here")
	}
	program, err := exec.LookPath("understudy")
	require.NoError(t, err)
	makefile, err := filepath.Abs("../../Makefile")
	require.NoError(t, err)
	dir := t.TempDir()
	require.NoError(t, os.Mkdir(filepath.Join(dir, "bin"), 0o700))
	require.NoError(t, os.Symlink(program, filepath.Join(dir, "bin", "understudy")))
	tests := map[string]struct {
		signal syscall.Signal
		group  bool // the whole group gets it, as from Ctrl-C in a terminal
	}{
		"ctrl_c":                {syscall.SIGINT, true},
		"sigterm_to_make_alone": {syscall.SIGTERM, false},
		"sigterm_to_the_group":  {syscall.SIGTERM, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			stdout, stderr := kept(t), kept(t)
			cmd := exec.CommandContext(ctx, "make", "--directory="+dir, "--file="+makefile, "--no-print-directory", "GO=true",
				"run", "ARGS=--addr 127.0.0.1:0 --events 10")
			cmd.Env = append(os.Environ(), "MAKEFLAGS=") // it has nothing to do with the make that may run the tests
			cmd.Stdout, cmd.Stderr = stdout, stderr
			cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
			require.NoError(t, cmd.Start())
			t.Cleanup(func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
			url := urlIn(t, stdout)
			target := cmd.Process.Pid
			if tt.group {
				target = -target
			}
			require.NoError(t, syscall.Kill(target, tt.signal))
			ended(cmd)
			require.False(t, listening(t, url), "the server goes on without a parent")
			require.ErrorIs(t, syscall.Kill(-cmd.Process.Pid, 0), syscall.ESRCH, "somebody of the group is left")
			require.Equal(t, url+"\n", textOf(t, stdout))
			// GNU make 4.3 may say "wait: No child processes" where its child ends before it has dealt with the signal itself.
			require.NotContains(t, textOf(t, stderr), "make: *** [")
			require.NotContains(t, textOf(t, stderr), "rror")
		})
	}
}

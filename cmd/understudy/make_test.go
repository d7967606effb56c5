//go:build unix

package main

import (
	"context"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestMakeRun ends "make run" as people and programs do: the server ends with it, and nothing is said about an error.
func TestMakeRun(t *testing.T) {
	if _, err := exec.LookPath("make"); err != nil {
		t.Skip("there is no make here")
	}
	said, err := exec.CommandContext(t.Context(), "make", "-C", "../..", "build").CombinedOutput() // compiling may take minutes
	require.NoError(t, err, string(said))
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
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
			defer cancel()
			stdout, stderr := kept(t), kept(t)
			cmd := exec.CommandContext(ctx, "make", "-C", "../..", "--no-print-directory", "run", "ARGS=--addr 127.0.0.1:0 --events 10")
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

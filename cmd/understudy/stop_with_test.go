//go:build unix

package main

import (
	"os/exec"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestStopWith has the server end with a process that is killed and cannot tell it.
func TestStopWith(t *testing.T) {
	t.Parallel()
	program, err := exec.LookPath("understudy")
	require.NoError(t, err)
	runner := exec.CommandContext(t.Context(), "sleep", "600")
	require.NoError(t, runner.Start())
	stdout := kept(t)
	server := exec.CommandContext(t.Context(), program, "serve", "--addr", "127.0.0.1:0", "--events", "10",
		"--stop-with", strconv.Itoa(runner.Process.Pid))
	server.Stdout = stdout
	require.NoError(t, server.Start())
	url := urlIn(t, stdout)
	require.NoError(t, runner.Process.Kill())
	_ = runner.Wait()
	require.NoError(t, server.Wait(), "as if it had been asked to")
	require.False(t, listening(t, url))

	late := exec.CommandContext(t.Context(), program, "serve", "--stop-with", strconv.Itoa(runner.Process.Pid))
	said, err := late.CombinedOutput()
	require.Error(t, err)
	require.Equal(t, 2, late.ProcessState.ExitCode())
	require.Contains(t, string(said), "bad --stop-with")
}

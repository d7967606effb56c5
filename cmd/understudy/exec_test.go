//go:build unix

package main

import (
	"os"
	"os/exec"
	"os/signal"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// waits is a shell that has set a trap, says so, and then waits.
func waits(trap string) []string {
	return []string{"exec", "--", "sh", "-c", trap + "; echo ready; while :; do sleep 0.02; done"}
}

// executing is exec with a command that waits, in a session of its own, so that no terminal of the tests has a say.
func executing(t *testing.T, trap string) (cmd *exec.Cmd, stdout, stderr *os.File) {
	t.Helper()
	stdout, stderr = kept(t), kept(t)
	cmd = command(t, stdout, stderr, waits(trap)...)
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	require.NoError(t, cmd.Start())
	t.Cleanup(func() { _ = syscall.Kill(-cmd.Process.Pid, syscall.SIGKILL) })
	says(t, stdout, "ready\n")
	return cmd, stdout, stderr
}

// says waits until a file has a text.
func says(t *testing.T, file *os.File, text string) {
	t.Helper()
	require.Eventually(t, func() bool { return strings.Contains(textOf(t, file), text) }, time.Minute, 5*time.Millisecond, "%s", text)
}

// TestExecPassesSignalsOn lets the command decide what becomes of a signal.
func TestExecPassesSignalsOn(t *testing.T) {
	t.Parallel()
	for name, s := range map[string]syscall.Signal{
		"INT": syscall.SIGINT, "TERM": syscall.SIGTERM, "HUP": syscall.SIGHUP, "QUIT": syscall.SIGQUIT, "USR1": syscall.SIGUSR1,
		"USR2": syscall.SIGUSR2,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if signal.Ignored(s) {
				t.Skip("whoever started the tests has it ignored, as nohup does, and so it is not passed on")
			}
			cmd, stdout, _ := executing(t, "trap 'echo caught; exit 5' "+name)
			require.NoError(t, cmd.Process.Signal(s))
			require.Equal(t, 5, ended(cmd))
			require.Equal(t, "ready\ncaught\n", textOf(t, stdout))
		})
	}
	t.Run("which_may_end_it", func(t *testing.T) {
		t.Parallel()
		cmd, _, _ := executing(t, ":")
		require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
		require.Equal(t, 128+int(syscall.SIGTERM), ended(cmd))
	})
}

// TestExecKillsWhatDoesNotEnd signals again and again to a command that ignores it. The warning comes before the end.
func TestExecKillsWhatDoesNotEnd(t *testing.T) {
	t.Parallel()
	cmd, _, stderr := executing(t, "trap '' INT TERM")
	over := make(chan struct{})
	go func() {
		defer close(over)
		for cmd.Process.Signal(syscall.SIGTERM) == nil {
			time.Sleep(20 * time.Millisecond)
		}
	}()
	require.Equal(t, 128+int(syscall.SIGKILL), ended(cmd))
	<-over
	require.Equal(t, "understudy: the command has not ended yet; the next signal kills it\n", textOf(t, stderr))
}

// TestExecWaitsForTheCommandAlone leaves a process behind that holds the outputs.
func TestExecWaitsForTheCommandAlone(t *testing.T) {
	t.Parallel()
	stdout := kept(t)
	cmd := process(t, stdout, kept(t), "exec", "--", "sh", "-c", "sleep 600 & echo $!")
	require.Equal(t, exitOK, ended(cmd))
	left, err := strconv.Atoi(strings.TrimSpace(textOf(t, stdout)))
	require.NoError(t, err)
	require.NoError(t, syscall.Kill(left, syscall.SIGKILL), "exec has waited for it, or ended it")
}

// TestExecIsKilled ends the program without a word. The mock goes with it; the command goes on, as whatever is started beside another does.
func TestExecIsKilled(t *testing.T) {
	t.Parallel()
	cmd, stdout, _ := executing(t, "echo $$; echo $UNDERSTUDY_URL")
	told := strings.Fields(textOf(t, stdout))
	require.NoError(t, cmd.Process.Kill())
	require.Equal(t, -1, ended(cmd))
	require.False(t, listening(t, told[1]))
	left, err := strconv.Atoi(told[0])
	require.NoError(t, err)
	require.NoError(t, syscall.Kill(left, syscall.SIGKILL), "it has ended with the mock")
}

// TestExecWithoutAReader breaks the contract while nobody reads what is said of it.
func TestExecWithoutAReader(t *testing.T) {
	t.Parallel()
	for name, stderr := range map[string]func(*testing.T) *os.File{"full": unread, "closed": hungUp} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd := process(t, kept(t), stderr(t), "exec", "--", "client", "GET", "/v1/echo", "405")
			require.Equal(t, exitBroken, ended(cmd))
		})
	}
}

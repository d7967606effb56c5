//go:build unix

package child_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/cmd/understudy/internal/child"
)

// shell is a command whose output is in a file.
func shell(t *testing.T, line string) (c child.Command, output *os.File) {
	t.Helper()
	output, err := os.Create(filepath.Join(t.TempDir(), "output"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, output.Close()) })
	return child.Command{Args: []string{"sh", "-c", line}, Env: os.Environ(), Stdout: output}, output
}

func textOf(t *testing.T, f *os.File) string {
	t.Helper()
	text, err := os.ReadFile(f.Name())
	require.NoError(t, err)
	return string(text)
}

// gone waits until there is no process of that number, which somebody has still to take leave of.
func gone(t *testing.T, number string) {
	t.Helper()
	pid, err := strconv.Atoi(strings.TrimSpace(number))
	require.NoError(t, err)
	require.Eventually(t, func() bool {
		status, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
		return syscall.Kill(pid, 0) != nil || err == nil && strings.Contains(string(status), ") Z ")
	}, time.Minute, 5*time.Millisecond)
}

func TestApart(t *testing.T) {
	t.Parallel()
	t.Run("its_status_is_told", func(t *testing.T) {
		t.Parallel()
		c, _ := shell(t, "exit 7")
		status, err := c.Apart(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, 7, status)
	})
	t.Run("a_signal_is_told_like_a_shell_does", func(t *testing.T) {
		t.Parallel()
		c, _ := shell(t, "kill -KILL $$")
		status, err := c.Apart(t.Context(), nil)
		require.NoError(t, err)
		require.Equal(t, 137, status)
	})
	t.Run("what_it_leaves_behind_is_killed", func(t *testing.T) {
		t.Parallel()
		c, output := shell(t, "sh -c 'trap \"\" TERM HUP; echo $$; exec sleep 600' & while [ ! -s \"$0\" ]; do sleep 0.01; done")
		c.Args = append(c.Args, output.Name())
		status, err := c.Apart(t.Context(), nil)
		require.NoError(t, err)
		require.Zero(t, status)
		gone(t, textOf(t, output))
	})
	t.Run("it_has_no_terminal_and_no_input", func(t *testing.T) {
		t.Parallel()
		c, output := shell(t, "cat; cat /dev/tty && exit 1; exit 0")
		status, err := c.Apart(t.Context(), nil)
		require.NoError(t, err)
		require.Zero(t, status, textOf(t, output))
	})
	t.Run("nothing_starts_when_it_is_over", func(t *testing.T) {
		t.Parallel()
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		c, output := shell(t, "echo started")
		_, err := c.Apart(ctx, nil)
		require.ErrorIs(t, err, context.Canceled)
		require.Empty(t, textOf(t, output))
	})
	t.Run("one_that_does_not_start", func(t *testing.T) {
		t.Parallel()
		_, err := child.Command{Args: []string{"./no-such-program"}}.Apart(t.Context(), nil)
		var start *child.StartError
		require.ErrorAs(t, err, &start)
		require.Equal(t, 127, start.Status)
	})
}

// TestApartIsEnded ends commands that go on.
func TestApartIsEnded(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		trap   string
		status int
		hurry  bool
		says   string
	}{
		"it_may_clean_up":               {trap: "trap 'echo cleaned; exit 3' INT", status: 3, says: "ready\ncleaned\n"},
		"also_at_a_second_request":      {trap: "trap '' INT; trap 'echo cleaned; exit 3' TERM", status: 3, says: "ready\ncleaned\n"},
		"one_that_ignores_it_is_killed": {trap: "trap '' INT TERM", status: 137, says: "ready\n"},
		"at_once_if_there_is_hurry":     {trap: "trap '' INT TERM", status: 137, hurry: true, says: "ready\n"},
		"what_it_has_started_may_clean_up": {
			trap: "{ trap 'echo cleaned; exit' TERM; : >\"$0.up\"; while :; do sleep 0.02; done; } & " +
				"while [ ! -e \"$0.up\" ]; do sleep 0.01; done",
			status: 130, says: "ready\ncleaned\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, output := shell(t, tt.trap+"; echo ready; while :; do sleep 0.02; done")
			c.Args = append(c.Args, output.Name())
			ctx, cancel := context.WithCancel(t.Context())
			go func() {
				defer cancel()
				for text := []byte(nil); t.Context().Err() == nil && !strings.Contains(string(text), "ready"); {
					time.Sleep(5 * time.Millisecond)
					text, _ = os.ReadFile(output.Name()) // the test will see
				}
			}()
			hurry := make(chan struct{})
			if tt.hurry {
				close(hurry)
			}
			status, err := c.Apart(ctx, hurry)
			require.NoError(t, err)
			require.Equal(t, tt.status, status)
			require.Equal(t, tt.says, textOf(t, output))
		})
	}
}

func TestGone(t *testing.T) {
	t.Parallel()
	other := exec.Command("sleep", "600")
	require.NoError(t, other.Start())
	left, err := child.Gone(t.Context(), other.Process.Pid)
	require.NoError(t, err)
	select {
	case <-left:
		require.Fail(t, "it is there")
	default:
	}
	require.NoError(t, other.Process.Kill())
	if runtime.GOOS != "linux" {
		_ = other.Wait() // elsewhere it counts as there until it has been waited for
	}
	select {
	case <-left:
	case <-time.After(time.Minute):
		require.Fail(t, "it has ended, and nobody says so")
	}
	_ = other.Wait()
	_, err = child.Gone(t.Context(), other.Process.Pid)
	require.ErrorContains(t, err, "there is no process")
}

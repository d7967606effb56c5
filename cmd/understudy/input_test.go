//go:build unix

package main

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

const oneEvent = `{"id":"1","event":"e","bot_id":"mybot","version":"LIVE","timestamp":"2026-01-15T10:00:00Z"}` + "\n"

func pipeFile(t *testing.T) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "events.fifo")
	require.NoError(t, syscall.Mkfifo(name, 0o600))
	return name
}

// TestNamedPipes reads and writes named pipes. One with a program at its other end is as good as a file; one without is told
// of and refused, and does not make anybody wait for ever.
func TestNamedPipes(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		want int
		args []string
	}{
		"import":   {exitFailed, []string{"serve", "--addr", "127.0.0.1:0", "--import"}},
		"baseline": {exitUsage, []string{"check", "http://127.0.0.1:1", "--api", "inkeep", "--bearer", "k", "--baseline"}},
		"report":   {exitUsage, []string{"check", "http://127.0.0.1:1", "--api", "inkeep", "--bearer", "k", "--report"}},
	} {
		path, stderr := pipeFile(t), kept(t)
		if name == "report" {
			path = "json=" + path
		}
		cmd := process(t, kept(t), stderr, append(tt.args, path)...) // all of them wait at the same time
		t.Run("nobody_is_at_the_other_end_of_"+name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, ended(cmd))
			require.Contains(t, textOf(t, stderr), "it is a pipe, and nobody has opened its other end within 10s")
		})
	}
	t.Run("an_import_with_a_writer_is_read", func(t *testing.T) {
		t.Parallel()
		name, stdout, stderr := pipeFile(t), kept(t), kept(t)
		cmd := process(t, stdout, stderr, "serve", "--addr", "127.0.0.1:0", "--events", "0", "--import", name)
		w, err := os.OpenFile(name, os.O_WRONLY, 0)
		require.NoError(t, err)
		_, err = w.WriteString(oneEvent)
		require.NoError(t, err)
		require.Eventually(t, func() bool { return strings.Contains(textOf(t, stderr), "understudy: still reading --import "+name) },
			time.Minute, 10*time.Millisecond)
		require.Empty(t, textOf(t, stdout), "more may come")
		require.NoError(t, w.Close())
		urlIn(t, stdout)
		require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
		require.Equal(t, exitOK, ended(cmd))
	})
	t.Run("an_import_on_stdin_is_read", func(t *testing.T) {
		t.Parallel()
		r, w, err := os.Pipe()
		require.NoError(t, err)
		_, err = w.WriteString("\ufeff" + strings.ReplaceAll(oneEvent, "\n", "\r\n") + "nonsense\n")
		require.NoError(t, err)
		require.NoError(t, w.Close())
		stderr := kept(t)
		cmd := command(t, kept(t), stderr, "serve", "--addr", "127.0.0.1:0", "--import", "/dev/stdin")
		cmd.Stdin = r
		require.NoError(t, cmd.Start())
		require.NoError(t, r.Close())
		require.Equal(t, exitFailed, ended(cmd))
		require.Contains(t, textOf(t, stderr), "/dev/stdin: line 2")
	})
	t.Run("a_signal_ends_the_wait", func(t *testing.T) {
		t.Parallel()
		stderr := kept(t)
		cmd := process(t, kept(t), stderr, "serve", "--addr", "127.0.0.1:0", "--import", pipeFile(t))
		require.Eventually(t, func() bool { return textOf(t, stderr) != "" }, time.Minute, 10*time.Millisecond)
		require.NoError(t, cmd.Process.Signal(syscall.SIGINT))
		require.NotEqual(t, exitOK, ended(cmd))
		require.NotContains(t, textOf(t, stderr), "nobody has opened its other end")
	})
}

func TestBounded(t *testing.T) {
	for most, want := range map[int64]string{10: "", 9: "", 8: "more than", 0: "more than"} {
		text, err := io.ReadAll(newBounded(strings.NewReader("123456789"), most))
		if want == "" {
			require.NoError(t, err)
			require.Equal(t, "123456789", string(text))
			continue
		}
		require.ErrorContains(t, err, want)
		require.False(t, errors.Is(err, io.EOF))
		require.Equal(t, "123456789"[:most], string(text))
	}
}

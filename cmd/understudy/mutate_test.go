//go:build unix

package main

import (
	"encoding/json"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	reporting "github.com/understudy-mock/understudy/conformance/report"
)

// mutating is mutate with tests that write their process id to a file. They notice one mistake and hang at another, whatever they are sent.
func mutating(t *testing.T) (cmd *exec.Cmd, stdout, pids *os.File, report string) {
	t.Helper()
	const tests = `echo $$ >>"$0"; trap '' TERM
		client GET "/v1/bots/demobot1/events/stream?version=LIVE&start_time=2020-01-01T00:00:00.5Z&end_time=2100-01-01" 200 || exit 5
		test "$WHO" != schema.page-wrapped || exec sleep 600`
	stdout, pids, report = kept(t), kept(t), filepath.Join(t.TempDir(), "report.json")
	cmd = command(t, stdout, kept(t), "mutate", "--jobs", "1", "--seed", "3", "--env", "WHO={{.Misbehaviour}}", "--report", "json="+report,
		"--only", "list.milliseconds-*", "--only", "schema.page-wrapped", "--", "sh", "-c", tests, pids.Name())
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	require.NoError(t, cmd.Start())
	require.Eventually(t, func() bool { return strings.Count(textOf(t, pids), "\n") == 3 }, time.Minute, 5*time.Millisecond)
	return cmd, stdout, pids, report
}

// TestMutateIsStopped sends the signal of Ctrl-C once, and again and again: it tells what is known so far, and leaves nothing behind.
func TestMutateIsStopped(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		signal syscall.Signal
		often  bool
	}{"once": {syscall.SIGINT, false}, "often": {syscall.SIGINT, true}, "as its terminal closes": {syscall.SIGHUP, false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cmd, stdout, pids, path := mutating(t)
			if signal.Ignored(c.signal) {
				t.Skip("who runs the tests has it ignored")
			}
			require.NoError(t, cmd.Process.Signal(c.signal))
			if c.often {
				time.Sleep(3 * sameSignal / 2) // or it is the same wish
				require.NoError(t, cmd.Process.Signal(c.signal))
			}
			require.Equal(t, exitFailed, ended(cmd))
			require.Contains(t, textOf(t, stdout), "? UNFINISHED, SCORE 100.0 %: interrupted; the command noticed 1 of 1 mistake")
			text, err := os.ReadFile(path)
			require.NoError(t, err)
			var m reporting.Mutation
			require.NoError(t, json.Unmarshal(text, &m))
			require.Equal(t, reporting.MutationSummary{Killed: 1, NotTried: 1}, m.Summary)
			require.Equal(t, 5, m.Mutants[1].Status)
			for pid := range strings.FieldsSeq(textOf(t, pids)) {
				number, err := strconv.Atoi(pid)
				require.NoError(t, err)
				require.ErrorIs(t, syscall.Kill(number, 0), syscall.ESRCH)
			}
		})
	}
}

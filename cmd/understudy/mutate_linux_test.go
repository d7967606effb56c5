package main

import (
	"os"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestMutateIsKilled ends the program without a word while tests hang: they do not stay behind.
func TestMutateIsKilled(t *testing.T) {
	t.Parallel()
	const tests = `client GET "/v1/bots/demobot1/events/stream?version=LIVE&start_time=2020-01-01&end_time=2100-01-01" 200
		test -z "$WHO" || { echo $$ >"$0"; exec sleep 600; }`
	pid := kept(t)
	cmd := process(t, kept(t), kept(t), "mutate", "--jobs", "1", "--env", "WHO={{.Misbehaviour}}", "--only", "schema.page-wrapped", "--",
		"sh", "-c", tests, pid.Name())
	says(t, pid, "\n")
	require.NoError(t, cmd.Process.Kill())
	require.Equal(t, -1, ended(cmd))
	require.Eventually(t, func() bool {
		status, err := os.ReadFile("/proc/" + strings.TrimSpace(textOf(t, pid)) + "/stat")
		return err != nil || strings.Contains(string(status), ") Z ")
	}, time.Minute, 5*time.Millisecond)
}

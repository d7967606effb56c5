//go:build unix

package statelog_test

import (
	"bufio"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/statelog"
)

// killedIn names the directory of the log that a process writes until it is killed.
const killedIn = "STATELOG_KILLED_IN"

// perKey needs the latest entry of each key, which is the first word of its entries.
type perKey struct{ latest map[string]uint64 }

func (n perKey) See(number uint64, data []byte) error {
	key, _, _ := strings.Cut(string(data), " ")
	n.latest[key] = number
	return nil
}

func (n perKey) Needed(number uint64) bool {
	for _, latest := range n.latest {
		if latest == number {
			return true
		}
	}
	return false
}

// TestWriteUntilKilled is the process: it counts up for each of some keys, and prints what is kept.
func TestWriteUntilKilled(t *testing.T) {
	dir := os.Getenv(killedIn)
	if dir == "" {
		t.Skip("it is for TestAKillWhileTheLogIsWrittenAnew")
	}
	o := options(dir)
	o.CompactBytes, o.Needs = 1, func() statelog.Needs { return perKey{map[string]uint64{}} }
	l, err := statelog.Open(o)
	require.NoError(t, err)
	got, _ := entries(t, l)
	require.NoError(t, l.Start())
	last := counts(t, got)
	var all sync.WaitGroup
	for key := range 4 {
		all.Go(func() {
			for n := last[fmt.Sprint(key)] + 1; ; n++ {
				entry := fmt.Sprintf("%d %d %s\n", key, n, strings.Repeat("x", 100))
				if l.Append([]byte(entry)).Wait() != nil {
					panic("refused")
				}
				_, _ = os.Stdout.WriteString(entry)
			}
		})
	}
	all.Wait()
}

// counts are the last counts of keys.
func counts(t *testing.T, entries []string) map[string]int {
	t.Helper()
	last := map[string]int{}
	for _, entry := range entries {
		words := strings.Fields(entry)
		n, err := strconv.Atoi(words[1])
		require.NoError(t, err)
		last[words[0]] = max(last[words[0]], n)
	}
	return last
}

// TestAKillWhileTheLogIsWrittenAnew kills a process that writes a log anew all the time: the latest that was kept of each key is there.
func TestAKillWhileTheLogIsWrittenAnew(t *testing.T) {
	kills := 8
	if text := os.Getenv("STATE_KILLS"); text != "" {
		var err error
		kills, err = strconv.Atoi(text)
		require.NoError(t, err)
	}
	dir, based := t.TempDir(), 0
	for range kills {
		writer := exec.Command(os.Args[0], "-test.run=^TestWriteUntilKilled$")
		writer.Env = append(os.Environ(), killedIn+"="+dir)
		out, err := writer.StdoutPipe()
		require.NoError(t, err)
		require.NoError(t, writer.Start())
		time.AfterFunc(time.Duration(20+rand.IntN(150))*time.Millisecond, func() { _ = writer.Process.Kill() })
		var kept []string
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if strings.HasSuffix(lines.Text(), "xx") {
				kept = append(kept, lines.Text())
			}
		}
		require.Error(t, writer.Wait(), "it was killed")
		got, lost := read(t, dir)
		if lost.Any() {
			require.True(t, lost.Tail, lost.String())
			require.Zero(t, lost.Entries, lost.String())
		}
		last := counts(t, got)
		for key, n := range counts(t, kept) {
			require.GreaterOrEqual(t, last[key], n, key)
		}
		names, err := os.ReadDir(dir)
		require.NoError(t, err)
		for _, entry := range names {
			if strings.HasPrefix(entry.Name(), "base-") {
				based++
			}
		}
	}
	require.Positive(t, based, "the log was written anew")
}

//go:build unix

package main

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// killable is a server of its own process.
type killable struct {
	*exec.Cmd
	url     string
	printed strings.Builder
}

func startKillable(t *testing.T, dir string) *killable {
	t.Helper()
	program, err := exec.LookPath("understudy")
	require.NoError(t, err)
	k := &killable{Cmd: exec.Command(program, "serve", "--addr", "127.0.0.1:0", "--events", "0", "--state", dir)}
	k.Stderr = &k.printed
	out, err := k.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, k.Start())
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		_ = k.Wait()
		require.NoError(t, err, k.printed.String())
	}
	k.url = strings.TrimSpace(line)
	return k
}

// post sends a body and reports whether it was answered with 200.
func post(c *http.Client, url, auth, body string) bool {
	r, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return false
	}
	r.Header.Set("Authorization", auth)
	r.Header.Set("Content-Type", "application/json")
	a, err := c.Do(r)
	if err != nil {
		return false
	}
	defer a.Body.Close()
	_, err = io.Copy(io.Discard, a.Body)
	return err == nil && a.StatusCode == http.StatusOK
}

// write sends writes of both APIs, into a namespace of the writer's own, until the server is gone. Each writer resets now and then, and
// imports two events at once: what it was answered since its latest reset must be there.
func (w *writer) write(url string) {
	c := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{}}
	defer c.CloseIdleConnections()
	base := fmt.Sprintf("%s/~writer-%d", url, w.number)
	for {
		w.count++
		id := fmt.Sprintf("w%d-%d", w.number, w.count)
		var done bool
		switch {
		case w.count%97 == 96:
			w.resetting = true
			if done = post(c, base+"/__understudy/reset", "", ""); done {
				w.answered, w.open, w.resetting = nil, nil, false
			}
		case w.count%11 == 10:
			line := `{"id":"%s","event":"e","bot_id":"b","version":"LIVE","user_id":"","channel_id":"","channel_type":"",` +
				`"conversation_id":"","attributes":{},"timestamp":"2026-01-15T10:00:00Z"}` + "\n"
			first, second := id+"-a", id+"-b"
			done = w.note(post(c, base+"/__understudy/events?api=chatlayer", "", fmt.Sprintf(line+line, first, second)), first, second)
		case w.count%2 == 0:
			done = w.note(post(c, base+"/v1/bots/b/events/track", "Basic ZGVtby10b2tlbi1pZDpkZW1vLXRva2VuLXNlY3JldA==",
				`{"event":"e","id":"`+id+`"}`), id)
		default:
			done = w.note(post(c, base+"/events", "Bearer demo-api-key",
				`{"entityType":"search","type":"search_query_submitted","searchQuery":"x","id":"`+id+`"}`), id)
		}
		if !done {
			return
		}
	}
}

// writer is a client with a namespace of its own.
type writer struct {
	number, count int
	answered      []string   // must be there
	open          [][]string // may be there, all of each or none
	resetting     bool       // a reset was not answered
}

func (w *writer) note(answered bool, ids ...string) bool {
	if answered {
		w.answered = append(w.answered, ids...)
	} else {
		w.open = append(w.open, ids)
	}
	return answered
}

// there are the ids of the events that a server has for the writer.
func (w *writer) there(t *testing.T, url string) (ids []string) {
	t.Helper()
	for _, api := range []string{"chatlayer", "inkeep"} {
		a, err := http.Get(fmt.Sprintf("%s/~writer-%d/__understudy/events?api=%s&tracked=true", url, w.number, api))
		require.NoError(t, err)
		text, err := io.ReadAll(a.Body)
		require.NoError(t, err)
		require.NoError(t, a.Body.Close())
		for line := range strings.Lines(string(text)) {
			_, rest, _ := strings.Cut(line, `"id":"`)
			id, _, _ := strings.Cut(rest, `"`)
			ids = append(ids, id)
		}
	}
	return ids
}

// judge counts what was answered and is lost. It fails on what is there twice, in part, or was never sent.
func (w *writer) judge(t *testing.T, url string) (lost int) {
	t.Helper()
	ids := w.there(t, url)
	slices.Sort(ids)
	require.Equal(t, len(ids), len(slices.Compact(slices.Clone(ids))), "something is there twice")
	has := func(id string) bool { _, found := slices.BinarySearch(ids, id); return found }
	if w.resetting && len(ids) == 0 {
		w.answered, w.open = nil, nil
	}
	w.resetting = false
	known := 0
	for _, id := range w.answered {
		if has(id) {
			known++
		} else {
			lost++
			t.Logf("lost: %s", id)
		}
	}
	for _, together := range w.open {
		n := 0
		for _, id := range together {
			if has(id) {
				n++
			}
		}
		require.Contains(t, []int{0, len(together)}, n, "half of %v is there", together)
		if known += n; n > 0 {
			w.answered = append(w.answered, together...)
		}
	}
	w.open = nil
	require.Len(t, ids, known, "something is there that nobody sent, or that was reset")
	return lost
}

// kills is how often a server is killed; STATE_KILLS says otherwise.
func kills(t *testing.T) int {
	t.Helper()
	n := 5
	if text := os.Getenv("STATE_KILLS"); text != "" {
		_, err := fmt.Sscan(text, &n)
		require.NoError(t, err)
	}
	return n
}

// TestNothingAnsweredIsLostByAKill kills a server at random instants, under writers of both APIs that import and reset, too. After each
// start all that was answered is there, once, and nothing in part.
func TestNothingAnsweredIsLostByAKill(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "state")
	var writers []*writer
	for i := range 6 {
		writers = append(writers, &writer{number: i})
	}
	lost, answered, torn := 0, 0, 0
	for range kills(t) {
		k := startKillable(t, dir)
		var all sync.WaitGroup
		for _, w := range writers {
			all.Go(func() { w.write(k.url) })
		}
		time.Sleep(time.Duration(rand.Int64N(int64(150 * time.Millisecond))))
		require.NoError(t, k.Process.Kill())
		all.Wait()
		require.Error(t, k.Wait(), "it was killed")
		k = startKillable(t, dir)
		for _, w := range writers {
			lost += w.judge(t, k.url)
			answered += len(w.answered)
		}
		require.NoError(t, k.Process.Kill())
		_ = k.Wait()
		if strings.Contains(k.printed.String(), "the state was damaged") {
			torn++
		}
	}
	t.Logf("%d kills: %d answered writes were looked for, %d lost; %d torn tails", kills(t), answered, lost, torn)
	require.Zero(t, lost)
	require.Positive(t, answered)
}

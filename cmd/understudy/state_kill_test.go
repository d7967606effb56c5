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

// do sends a request and reports whether it was answered with success.
func do(c *http.Client, method, url, auth, body string) bool {
	r, err := http.NewRequest(method, url, strings.NewReader(body))
	if err != nil {
		return false
	}
	r.Header.Set("Authorization", auth)
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	a, err := c.Do(r)
	if err != nil {
		return false
	}
	defer a.Body.Close()
	_, err = io.Copy(io.Discard, a.Body)
	return err == nil && a.StatusCode < 300
}

// model is what a namespace has.
type model struct {
	IDs    []string // of the events, in order
	Faults int
	Now    string // that its clock stands at; empty if it goes
	Saved  *model // the snapshot, if there is one
}

func (m model) with(ids ...string) model {
	m.IDs = append(slices.Clip(m.IDs), ids...)
	return m
}

// writer is a client with a namespace of its own.
type writer struct {
	number, count int
	is            model
	or            *model // what there may be instead, if the latest request was not answered
}

// step is a request that changes a namespace, and what it makes of it.
type step struct {
	method, path, auth, body string
	makes                    model
}

// next is what the writer sends next: mostly events.
func (w *writer) next() step {
	w.count++
	id := fmt.Sprintf("w%d-%d", w.number, w.count)
	const control = "/__understudy/"
	named := fmt.Sprintf("/__understudy/namespaces/writer-%d", w.number)
	is, begun := w.is, model{Saved: w.is.Saved}
	switch w.count % 200 {
	case 0:
		return step{"POST", control + "reset", "", "", begun}
	case 57:
		return step{"POST", control + "reset", "", `{"events":0,"strict":true}`, begun}
	case 111:
		return step{"PUT", named, "", `{"events":0}`, model{}}
	case 168:
		return step{"DELETE", named, "", "", model{}}
	}
	switch w.count % 50 {
	case 20, 37:
		saved := is
		saved.Saved = nil
		is.Saved = &saved
		return step{"PUT", control + "snapshots/s", "", "", is}
	case 25, 42:
		if is.Saved != nil {
			back := *is.Saved
			back.Saved = is.Saved
			return step{"POST", control + "snapshots/s/restore", "", "", back}
		}
	case 22, 40:
		is.Faults++
		return step{"POST", control + "faults", "", `{"status":503,"match":{"operation":"Echo"}}`, is}
	case 23, 41:
		is.Now = fmt.Sprintf("2026-01-15T10:00:%02dZ", w.count%60)
		return step{"PUT", control + "clock", "", `{"now":"` + is.Now + `"}`, is}
	case 3, 13, 30, 46:
		line := `{"id":"%s","event":"e","bot_id":"b","version":"LIVE","user_id":"","channel_id":"","channel_type":"",` +
			`"conversation_id":"","attributes":{},"timestamp":"2026-01-15T10:00:00Z"}` + "\n"
		first, second := id+"-a", id+"-b"
		return step{"POST", control + "events?api=chatlayer", "", fmt.Sprintf(line+line, first, second), is.with(first, second)}
	}
	if w.count%2 == 0 {
		return step{
			"POST", "/v1/bots/b/events/track", "Basic ZGVtby10b2tlbi1pZDpkZW1vLXRva2VuLXNlY3JldA==",
			`{"event":"e","id":"` + id + `"}`, is.with(id),
		}
	}
	return step{
		"POST", "/events", "Bearer demo-api-key",
		`{"entityType":"search","type":"search_query_submitted","searchQuery":"x","id":"` + id + `"}`, is.with(id),
	}
}

// write sends what the writer has to send until the server is gone.
func (w *writer) write(url string) {
	c := &http.Client{Timeout: 10 * time.Second, Transport: &http.Transport{}}
	defer c.CloseIdleConnections()
	for {
		r := w.next()
		if !do(c, r.method, fmt.Sprintf("%s/~writer-%d%s", url, w.number, r.path), r.auth, r.body) {
			w.or = &r.makes
			return
		}
		w.is = r.makes
	}
}

// found is what a server has of the writer's.
func (w *writer) found(t *testing.T, url string) (m model) {
	t.Helper()
	get := func(path string) string {
		a, err := http.Get(fmt.Sprintf("%s/~writer-%d/__understudy/%s", url, w.number, path))
		require.NoError(t, err)
		text, err := io.ReadAll(a.Body)
		require.NoError(t, err)
		require.NoError(t, a.Body.Close())
		return string(text)
	}
	for _, api := range []string{"chatlayer", "inkeep"} {
		for line := range strings.Lines(get("events?api=" + api + "&tracked=true")) {
			_, rest, _ := strings.Cut(line, `"id":"`)
			id, _, _ := strings.Cut(rest, `"`)
			m.IDs = append(m.IDs, id)
		}
	}
	m.Faults = strings.Count(get("faults"), `"status":503`)
	if clock := get("clock"); strings.Contains(clock, `"frozen"`) {
		_, rest, _ := strings.Cut(clock, `"now":"`)
		m.Now, _, _ = strings.Cut(rest, `"`)
	}
	if _, rest, there := strings.Cut(get("snapshots"), `"name":"s","tracked":`); there {
		tracked := 0
		_, err := fmt.Sscan(strings.TrimRight(rest, "}]\n"), &tracked)
		require.NoError(t, err)
		m.Saved = &model{IDs: make([]string, tracked)}
	}
	return m
}

// same reports whether a server has what it should. Of a snapshot it is how much; what, shows when it is restored.
func (m model) same(found model) bool {
	return slices.Equal(slices.Sorted(slices.Values(m.IDs)), slices.Sorted(slices.Values(found.IDs))) && m.Faults == found.Faults &&
		m.Now == found.Now && (m.Saved != nil) == (found.Saved != nil) &&
		(m.Saved == nil || len(m.Saved.IDs) == len(found.Saved.IDs))
}

// judge wants a server to have what was answered, and of what was not all or nothing. It counts what was looked for, and what is lost.
func (w *writer) judge(t *testing.T, url string) (answered, lost int) {
	t.Helper()
	found := w.found(t, url)
	if !w.is.same(found) {
		if w.or == nil || !w.or.same(found) {
			t.Errorf("writer %d has %+v, neither %+v nor %+v", w.number, found, w.is, w.or)
			for _, id := range w.is.IDs {
				if !slices.Contains(found.IDs, id) {
					lost++
				}
			}
			w.is = found
		} else {
			w.is = *w.or
		}
	}
	w.or = nil
	return len(w.is.IDs) + w.is.Faults, lost
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

// TestNothingAnsweredIsLostByAKill kills a server at random instants, under writers of all that survives: events of both APIs, imports,
// resets, namespaces that are put and deleted, snapshots, faults and clocks. After each start all that was answered is there, and what was
// not is there whole or not at all.
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
			found, missed := w.judge(t, k.url)
			answered, lost = answered+found, lost+missed
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

package namespaces

import (
	"bytes"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerapi"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepapi"
	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
	"github.com/understudy-mock/understudy/mockserver/internal/statelog"
)

// send answers a request of the demo users.
func send(all http.Handler, method, path, body string) string {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/json")
	if r.SetBasicAuth("demo-token-id", "demo-token-secret"); strings.HasSuffix(path, "/events") {
		r.Header.Set("Authorization", "Bearer demo-api-key")
	}
	w := httptest.NewRecorder()
	all.ServeHTTP(w, r)
	return w.Body.String()
}

const own = "/__understudy/"

// shown is everything that has to survive, of all namespaces.
func shown(all *Namespaces) string {
	var text strings.Builder
	for _, row := range all.List() {
		at := "/~" + row.Name + own
		fmt.Fprintln(&text, row.Name, row.CreatedAt, row.Tracked, row.Options)
		for _, path := range []string{
			"events?api=chatlayer", "events?api=inkeep", "snapshots", "clock", "snapshots/s/diff", "snapshots/t/diff",
			"snapshots/s/changes", "snapshots/t/changes",
		} {
			if got := send(all, http.MethodGet, at+path, ""); !strings.Contains(got, "there is no snapshot") {
				fmt.Fprintln(&text, path, got)
			}
		}
		for _, f := range all.find(row.Name).current.Load().Faults().List() {
			fmt.Fprintln(&text, f.ID, f.Status)
		}
	}
	return text.String()
}

// change does one of all that changes something.
func change(all *Namespaces, random *rand.Rand, n int) {
	at := "/~" + []string{Default, "a", "b"}[random.IntN(3)]
	snapshot := own + "snapshots/" + []string{"s", "t"}[random.IntN(2)]
	fault := fmt.Sprintf(`{"status":%d}`, 500+n%100)
	switch kind := random.IntN(40); kind {
	case 0:
		send(all, http.MethodPost, at+own+"reset", "")
	case 1:
		send(all, http.MethodPost, at+own+"reset", `{"events":0,"strict":true}`)
	case 2:
		send(all, http.MethodDelete, own+"namespaces"+strings.Replace(at, "~", "", 1), "")
	case 3:
		send(all, http.MethodPut, own+"namespaces"+strings.Replace(at, "~", "", 1), `{"events":0,"seed":3}`)
	case 4, 5, 6, 7:
		send(all, http.MethodPut, at+snapshot, "")
	case 8, 9, 10, 11:
		send(all, http.MethodPost, at+snapshot+"/restore", "")
	case 12:
		send(all, http.MethodDelete, at+snapshot, "")
	case 13, 14:
		send(all, http.MethodPost, at+own+"faults", strings.Replace(fault, "{", `{"match":{"operation":"Echo"},`, 1))
	case 15:
		send(all, http.MethodDelete, at+own+fmt.Sprint("faults/f", 1+random.IntN(5)), "")
	case 16:
		send(all, http.MethodDelete, at+own+"faults", "")
	case 17, 18:
		send(all, http.MethodPut, at+own+"clock", fmt.Sprintf(`{"now":"2026-01-15T10:00:%02dZ"}`, n%60))
	case 19, 20, 21, 22:
		body := fmt.Sprintf(`{"entityType":"search","type":"search_query_submitted","searchQuery":"%d"}`, n)
		send(all, http.MethodPost, at+"/events", body)
	case 23:
		send(all, http.MethodPost, at+"/v1/bots/x/events/track", `{"event":"again","id":"again"}`)
	case 24:
		send(all, http.MethodPut, at+own+"plan", fmt.Sprintf(`{"forbid":["%d"]}`, n))
	default:
		send(all, http.MethodPost, at+"/v1/bots/x/events/track", fmt.Sprintf(`{"event":"e%d"}`, n))
	}
}

// tellsTheSame stops the clocks that nobody has moved, and wants what there is to be there after a start.
func tellsTheSame(t *testing.T, apis *namespace.APIs, opts Options, all *Namespaces) {
	t.Helper()
	for _, row := range all.List() {
		send(all, http.MethodPut, "/~"+row.Name+own+"clock", `{"now":"2026-01-15T12:00:00Z"}`)
	}
	before := shown(all)
	require.NoError(t, all.Close())
	again, err := New(apis, opts)
	require.NoError(t, err)
	require.Equal(t, before, shown(again))
	require.NoError(t, again.Close())
}

// TestALogThatIsWrittenAnewTellsTheSame changes all that there is to change at random, while the log is written anew all the time, and
// wants the same after each start.
func TestALogThatIsWrittenAnewTellsTheSame(t *testing.T) {
	apis, err := namespace.Load(chatlayerapi.Definition(), inkeepapi.Definition())
	require.NoError(t, err)
	random, anew := rand.New(rand.NewPCG(1, 2)), 0
	for range 4 {
		opts := Options{
			Options: namespace.Options{EventsPerBot: -1}, StateDir: t.TempDir(), StateSync: time.Minute, stateBytes: 300, TTL: Never,
		}
		for start := range 12 {
			all, err := New(apis, opts)
			require.NoError(t, err)
			for n := range 60 {
				change(all, random, 100*start+n)
			}
			tellsTheSame(t, apis, opts, all)
		}
		bases, err := filepath.Glob(filepath.Join(opts.StateDir, "base-*"))
		require.NoError(t, err)
		anew += len(bases)
		_, err = os.Stat(filepath.Join(opts.StateDir, "state.json"))
		require.NoError(t, err)
	}
	require.Positive(t, anew, "the log was written anew")
}

// TestChangesAtOnceSurviveInTheirOrder has several change the same namespaces: those that are put, deleted or reset with other options
// meanwhile are those that the log has, too.
func TestChangesAtOnceSurviveInTheirOrder(t *testing.T) {
	apis, err := namespace.Load(chatlayerapi.Definition(), inkeepapi.Definition())
	require.NoError(t, err)
	opts := Options{
		Options: namespace.Options{EventsPerBot: -1}, StateDir: t.TempDir(), StateSync: time.Minute, stateBytes: 5000, TTL: Never,
	}
	for start := range 15 {
		all, err := New(apis, opts)
		require.NoError(t, err)
		var clients sync.WaitGroup
		for client := range 6 {
			clients.Go(func() {
				random := rand.New(rand.NewPCG(uint64(start), uint64(client)))
				for n := range 40 {
					change(all, random, 1000*start+100*client+n)
				}
			})
		}
		clients.Wait()
		tellsTheSame(t, apis, opts, all)
	}
}

// TestWhatWasOnItsWayIsInTheSuccessor sends requests to a namespace in whose place a reset has just put another: what outlives a reset is
// changed there.
func TestWhatWasOnItsWayIsInTheSuccessor(t *testing.T) {
	apis, err := namespace.Load(chatlayerapi.Definition(), inkeepapi.Definition())
	require.NoError(t, err)
	opts := Options{Options: namespace.Options{EventsPerBot: -1}, StateDir: t.TempDir(), StateSync: time.Minute, TTL: Never}
	all, err := New(apis, opts)
	require.NoError(t, err)
	send(all, http.MethodPut, own+"snapshots/s", "")
	send(all, http.MethodPut, own+"snapshots/t", "")
	before := all.Default()
	track := func(name string) { send(all, http.MethodPost, "/v1/bots/x/events/track", `{"event":"`+name+`"}`) }
	send(all, http.MethodPost, own+"reset", `{"events":0}`)
	send(all, http.MethodPost, own+"reset", `{"events":0,"seed":2}`)
	track("kept")
	late := func(method, path, body string) string { return send(before, method, own+path, body) }
	require.Contains(t, late(http.MethodPut, "snapshots/u", ""), `"tracked":1`)
	require.Empty(t, late(http.MethodDelete, "snapshots/t", ""))
	require.Contains(t, late(http.MethodPut, "plan", `{"forbid":["x"]}`), "forbid")
	track("gone")
	require.Contains(t, late(http.MethodPost, "snapshots/u/restore", ""), `"tracked":1`)
	for range 2 {
		require.Contains(t, send(all, http.MethodGet, own+"plan", ""), "forbid")
		has := shown(all)
		require.Contains(t, has, `"name":"s"`)
		require.NotContains(t, has, `"name":"t"`)
		require.Contains(t, has, `"name":"u"`)
		require.Contains(t, has, "kept")
		require.NotContains(t, has, "gone")
		require.NoError(t, all.Close())
		all, err = New(apis, opts)
		require.NoError(t, err)
	}
	require.NoError(t, all.Close())
}

// TestASnapshotWhoseDataAreThoseOfAnotherThatIsLost takes a snapshot right behind the restore of one whose part of the log is lost then.
func TestASnapshotWhoseDataAreThoseOfAnotherThatIsLost(t *testing.T) {
	apis, err := namespace.Load(chatlayerapi.Definition(), inkeepapi.Definition())
	require.NoError(t, err)
	opts := Options{Options: namespace.Options{EventsPerBot: -1}, StateDir: t.TempDir(), StateSync: time.Minute, TTL: Never}
	start := func(use func(all *Namespaces)) {
		all, err := New(apis, opts)
		require.NoError(t, err)
		use(all)
		require.NoError(t, all.Close())
	}
	track := func(all *Namespaces, name string) {
		send(all, http.MethodPost, "/v1/bots/x/events/track", `{"event":"`+name+`"}`)
	}
	start(func(all *Namespaces) { track(all, "early") })
	start(func(all *Namespaces) { send(all, http.MethodPut, own+"snapshots/s", "") })
	start(func(all *Namespaces) {
		send(all, http.MethodPost, own+"snapshots/s/restore", "")
		send(all, http.MethodPut, own+"snapshots/t", "")
		track(all, "late")
	})
	require.NoError(t, os.Remove(filepath.Join(opts.StateDir, "log-000000000002")))
	start(func(all *Namespaces) {
		require.Contains(t, send(all, http.MethodPost, own+"snapshots/t/restore", ""), `"tracked":1`)
		require.NotContains(t, shown(all), "late")
	})
	start(func(all *Namespaces) { require.NotContains(t, shown(all), "late") })
}

// TestAMisbehaviourThatThereIsNotAnyMore starts with a state of another version.
func TestAMisbehaviourThatThereIsNotAnyMore(t *testing.T) {
	apis, err := namespace.Load(chatlayerapi.Definition(), inkeepapi.Definition())
	require.NoError(t, err)
	var told bytes.Buffer
	opts := Options{
		Options:  namespace.Options{EventsPerBot: -1, Logger: slog.New(slog.NewTextHandler(&told, nil))},
		StateDir: t.TempDir(), StateSync: time.Minute, TTL: Never,
	}
	all, err := New(apis, opts)
	require.NoError(t, err)
	require.NoError(t, all.Close())
	log, err := statelog.Open(statelog.Options{Dir: opts.StateDir, Logger: slog.New(slog.DiscardHandler)})
	require.NoError(t, err)
	_, err = log.Read(func(uint64, []byte) error { return nil })
	require.NoError(t, err)
	require.NoError(t, log.Start())
	log.Append([]byte("\x09\x05begin" + `{"name":"old","made":"2026-01-15T10:00:00Z","anchor":"2026-01-15T10:00:00Z",` +
		`"options":{"seed":7,"misbehave":"list.end-inclusiv","variants":["page.short-pages","page.gone"]}}`))
	require.NoError(t, log.Close())

	all, err = New(apis, opts)
	require.NoError(t, err)
	row := send(all, http.MethodGet, own+"namespaces/old", "")
	require.Contains(t, row, `"misbehave":"",`)
	require.Contains(t, row, `"seed":7,`)
	require.Contains(t, row, `"variants":["page.short-pages"]`)
	require.Contains(t, told.String(), `unknown misbehaviour \"list.end-inclusiv\": did you mean`)
	require.Contains(t, told.String(), `unknown variant \"page.gone\"`)
	require.NoError(t, all.Close())
}

package mockserver_test

import (
	"bufio"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver"
)

const (
	eventsPath    = "/__understudy/events"
	snapshotsPath = "/__understudy/snapshots"
	jsonLines     = "Content-Type: application/jsonl"
)

// export is what GET events answers.
func export(t testing.TB, c client, query string) string {
	t.Helper()
	r := c.get(t, eventsPath+query)
	require.Equal(t, http.StatusOK, r.status, r.body)
	require.Equal(t, "application/jsonl", r.header.Get("Content-Type"))
	return r.body
}

// TestEventsGoFromOneMockToAnother exports both APIs of a mock and imports them into an empty one, which lists the same.
func TestEventsGoFromOneMockToAnother(t *testing.T) {
	from, to := mockserver.Start(t, seeded(50)), mockserver.Start(t, quiet())
	bot := ownBot(t)
	campaign := map[string]any{"id": "k", "source": "news", "name": "ü"}
	demo(from).track(t, bot, args{"event": "x", "context": map[string]any{"campaign": campaign}})
	apiKey(from).log(t, anEvent)
	for _, api := range []string{"chatlayer", "inkeep"} {
		lines := export(t, nobody(from), "?api="+api)
		count := strings.Count(lines, "\n")
		require.Greater(t, count, 40)
		r := nobody(to).post(t, eventsPath+"?api="+api, lines, jsonLines)
		require.Equal(t, fmt.Sprintf(`{"ignored":0,"imported":%d}`, count), strings.TrimSpace(r.body))
		require.Equal(t, lines, export(t, nobody(to), "?api="+api), "what went in comes out, to the byte")
		require.Equal(t, lines, export(t, nobody(to), "?tracked=true&api="+api), "all of it was written since the start")
		r = nobody(to).post(t, eventsPath, lines, jsonLines)
		require.Equal(t, fmt.Sprintf(`{"ignored":%d,"imported":0}`, count), strings.TrimSpace(r.body))
	}
	require.Contains(t, export(t, nobody(to), "?api=chatlayer"), `"context":{"campaign":{"id":"k","source":"news","name":"ü"}}`)
	for _, of := range []string{"demobot1", bot} {
		require.Equal(t, demo(from).list(t, of, nil).Events, demo(to).list(t, of, nil).Events)
		require.Equal(t, len(demo(from).listed(t, of, args{"campaign_id": "k"})), len(demo(to).listed(t, of, args{"campaign_id": "k"})))
	}
	require.Equal(t, http.StatusOK, nobody(to).post(t, "/__understudy/reset", "").status)
	require.Empty(t, export(t, nobody(to), "?api=chatlayer"), "a reset drops what was imported")
}

// TestExportIsWhatSeedWrites wants the seeded events in the form of understudy seed, oldest first.
func TestExportIsWhatSeedWrites(t *testing.T) {
	s := mockserver.Start(t, seeded(30))
	world, err := fixtures.New(fixtures.Options{Events: 30, Now: noon()})
	require.NoError(t, err)
	for _, kind := range fixtures.AllKinds() {
		var text strings.Builder
		require.NoError(t, fixtures.WriteJSONLines(&text, kind.Seeded(world)))
		require.ElementsMatch(t, strings.Split(text.String(), "\n"), strings.Split(export(t, nobody(s), "?api="+kind.API), "\n"))
	}
	demo(s).track(t, "demobot1", args{"event": "late"})
	require.Equal(t, 1, strings.Count(export(t, nobody(s), "?api=chatlayer&tracked=true"), "\n"))
	require.True(t, strings.HasSuffix(strings.TrimSpace(export(t, nobody(s), "?api=chatlayer")), `Z"}`))
	require.Empty(t, export(t, nobody(s), "?api=inkeep&tracked=true"))
}

// TestABadLineIsRefusedWithAllOthers names the line and changes nothing.
func TestABadLineIsRefusedWithAllOthers(t *testing.T) {
	s := mockserver.Start(t, quiet())
	good := strings.SplitAfter(export(t, nobody(mockserver.Start(t, seeded(5))), "?api=chatlayer"), "\n")[0]
	for name, c := range map[string]struct{ query, lines, want string }{
		"no_event":        {"", good + "\n{}\n", "line 3"},
		"no_json":         {"", good + "{", "line 2"},
		"a_strange_name":  {"", strings.Replace(good, `"user_id"`, `"user"`, 1), "line 1"},
		"of_another_api":  {"?api=inkeep", good, "entityType"},
		"no_such_api":     {"?api=slack", good, "slack"},
		"a_strange_query": {"?api=chatlayer&api=inkeep", good, "api"},
		"nothing":         {"", "", "send the required body"},
	} {
		t.Run(name, func(t *testing.T) {
			r := nobody(s).post(t, eventsPath+c.query, c.lines, jsonLines)
			r.refusedByControl(t, http.StatusBadRequest, c.want)
			require.Empty(t, export(t, nobody(s), "?api=chatlayer"))
		})
	}
	nobody(s).get(t, eventsPath).refusedByControl(t, http.StatusBadRequest, "api")
	nobody(s).post(t, eventsPath, "", jsonLines).refusedByControl(t, http.StatusBadRequest, "events as JSON lines")
	undeclared := nobody(s).get(t, eventsPath+"?api=chatlayer&apy=inkeep")
	undeclared.refusedByControl(t, http.StatusBadRequest, "did you mean api?")
	require.Contains(t, undeclared.body, `"advisory":false`)
	nobody(s).get(t, eventsPath+"?api=slack").refusedByControl(t, http.StatusBadRequest, "slack", "chatlayer")
	require.Zero(t, s.BrokenRequests())
	full := quiet()
	full.Limits.Events = 1
	one := mockserver.Start(t, full)
	lines := export(t, nobody(mockserver.Start(t, seeded(5))), "?api=chatlayer")
	nobody(one).post(t, eventsPath, lines, jsonLines).refusedByControl(t, http.StatusInsufficientStorage, "at most 1 events")
	require.Empty(t, export(t, nobody(one), "?api=chatlayer"))
}

// TestALargeImport is larger than bodies of the APIs may be.
func TestALargeImport(t *testing.T) {
	from, to := mockserver.Start(t, seeded(5000)), mockserver.Start(t, quiet())
	lines := export(t, nobody(from), "?api=chatlayer")
	require.Greater(t, len(lines), 4<<20)
	r := nobody(to).post(t, eventsPath, lines, jsonLines)
	require.Equal(t, http.StatusOK, r.status, r.body)
	require.Equal(t, lines, export(t, nobody(to), "?api=chatlayer"))
}

// TestAnImportNeedNotSayWhatItIs: many clients send a text or bytes without a Content-Type.
func TestAnImportNeedNotSayWhatItIs(t *testing.T) {
	from, to := mockserver.Start(t, seeded(5)), mockserver.Start(t, quiet())
	lines := export(t, nobody(from), "?api=chatlayer")
	for _, kind := range []string{"", "text/plain", "application/x-www-form-urlencoded"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, to.URL+eventsPath, strings.NewReader(lines))
		require.NoError(t, err)
		r.Header.Set("Content-Type", kind)
		if kind == "" {
			r.Header.Del("Content-Type")
		}
		answer, err := http.DefaultClient.Do(r)
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.Equal(t, http.StatusOK, answer.StatusCode, kind)
	}
	require.Equal(t, lines, export(t, nobody(to), "?api=chatlayer"))
}

// TestAnExportThatNobodyReadsEnds reads the beginning of a billion events and goes.
func TestAnExportThatNobodyReadsEnds(t *testing.T) {
	s := mockserver.Start(t, seeded(1_000_000_000))
	r, err := http.Get(s.URL + eventsPath + "?api=chatlayer")
	require.NoError(t, err)
	lines := bufio.NewScanner(r.Body)
	for range 1000 {
		require.True(t, lines.Scan())
	}
	require.NoError(t, r.Body.Close())
	demo(s).alive(t) // and the end of the test waits for the requests in progress
}

func TestSnapshots(t *testing.T) {
	s := mockserver.Start(t, seeded(20))
	c, own, bot := demo(s), nobody(s), ownBot(t)
	put := func(name string) reply { return own.send(t, http.MethodPut, snapshotsPath+"/"+name, "") }
	events := func() string { return export(t, own, "?tracked=true&api=chatlayer") }
	diff := func(name string) string { return own.get(t, snapshotsPath+"/"+name+"/diff").body }
	require.Equal(t, `{"snapshots":[]}`, strings.TrimSpace(own.get(t, snapshotsPath).body))

	c.track(t, bot, args{"event": "one"})
	require.Equal(t, http.StatusCreated, put("first").status)
	require.Equal(t, `{"created_at":"2026-01-15T12:00:00.123Z","name":"first","tracked":1}`, strings.TrimSpace(put("first").body))
	require.Equal(t, http.StatusOK, put("first").status)
	one := events()
	require.Empty(t, diff("first"))
	c.track(t, bot, args{"event": "two"})
	apiKey(s).log(t, anEvent)
	require.Equal(t, 2, strings.Count(diff("first"), "\n"))
	require.Contains(t, own.get(t, snapshotsPath+"/first/diff?api=chatlayer").body, `"event":"two"`)
	require.NotContains(t, own.get(t, snapshotsPath+"/first/diff?api=inkeep").body, `"event":"two"`)
	two := events()
	require.Equal(t, http.StatusCreated, put("second").status)
	require.Contains(t, own.get(t, snapshotsPath).body, `"name":"first","tracked":1}`)
	require.Contains(t, own.get(t, snapshotsPath).body, `"name":"second","tracked":3}`)

	restore := func(name string) reply { return own.post(t, snapshotsPath+"/"+name+"/restore", "") }
	require.Contains(t, restore("first").body, `"name":"first"`)
	require.Equal(t, one, events())
	require.Empty(t, diff("second"))
	c.track(t, bot, args{"event": "three"})
	require.Contains(t, diff("second"), `"event":"three"`)
	restore("second")
	require.Equal(t, two, events())
	require.Equal(t, http.StatusOK, own.post(t, "/__understudy/reset", "").status)
	require.Empty(t, events())
	restore("first")
	require.Equal(t, one, events(), "a reset leaves snapshots alone")

	require.Equal(t, http.StatusNoContent, own.send(t, http.MethodDelete, snapshotsPath+"/first", "").status)
	require.Equal(t, http.StatusNoContent, own.send(t, http.MethodDelete, snapshotsPath+"/first", "").status)
	restore("first").refusedByControl(t, http.StatusNotFound, `no snapshot "first"`)
	own.get(t, snapshotsPath+"/first/diff").refusedByControl(t, http.StatusNotFound, `no snapshot "first"`)
	put("Bad_Name").refusedByControl(t, http.StatusBadRequest, "Bad_Name", "1 to 63 lower-case letters, digits and hyphens that begin")
	put(strings.Repeat("a", 64)).refusedByControl(t, http.StatusBadRequest)
	require.Equal(t, one, events())
}

// TestASnapshotHoldsFaults wants faults back as they were.
func TestASnapshotHoldsFaults(t *testing.T) {
	s := mockserver.Start(t, quiet())
	own := nobody(s)
	require.Equal(t, http.StatusCreated, own.post(t, "/__understudy/faults",
		`{"match":{"operation":"ListEvents"},"when":{"first":1},"status":503}`).status)
	own.send(t, http.MethodPut, snapshotsPath+"/broken", "")
	list := func() int { return demo(s).get(t, streamOf("demobot1")+"?"+everything().query()).status }
	require.Equal(t, []int{503, 200}, []int{list(), list()})
	own.send(t, http.MethodPut, snapshotsPath+"/spent", "")
	counted := own.get(t, "/__understudy/faults").body
	require.Contains(t, counted, `"hit":1`)
	require.Equal(t, http.StatusNoContent, own.send(t, http.MethodDelete, "/__understudy/faults", "").status)
	own.post(t, snapshotsPath+"/broken/restore", "")
	require.Equal(t, []int{503, 200}, []int{list(), list()}, "it was not spent")
	own.post(t, snapshotsPath+"/spent/restore", "")
	require.Equal(t, counted, own.get(t, "/__understudy/faults").body)
	require.Equal(t, 200, list(), "it was spent")
}

// TestSnapshotsHaveAnEnd takes one more than there may be.
func TestSnapshotsHaveAnEnd(t *testing.T) {
	own := nobody(mockserver.Start(t, quiet()))
	put := func(i int) reply { return own.send(t, http.MethodPut, fmt.Sprint(snapshotsPath, "/s", i), "") }
	for i := range 100 {
		require.Equal(t, http.StatusCreated, put(i).status)
	}
	put(100).refusedByControl(t, http.StatusInsufficientStorage, "100 snapshots", "DELETE")
	require.Equal(t, http.StatusOK, put(7).status)
	own.send(t, http.MethodDelete, snapshotsPath+"/s1", "")
	require.Equal(t, http.StatusCreated, put(100).status)
}

// TestSnapshotsWhileOthersWrite loses no event that was answered between a snapshot and the next.
func TestSnapshotsWhileOthersWrite(t *testing.T) {
	s := mockserver.Start(t, quiet())
	own := nobody(s)
	var all sync.WaitGroup
	written := make([][]string, 4)
	for w := range written {
		all.Go(func() {
			for i := range 50 {
				written[w] = append(written[w], demo(s).track(t, "demobot1", args{"event": fmt.Sprint("e", i)}))
			}
		})
	}
	all.Go(func() {
		for i := range 20 {
			own.send(t, http.MethodPut, fmt.Sprint(snapshotsPath, "/s", i%3), "")
		}
	})
	all.Wait()
	var kept []string
	for _, e := range demo(s).walk(t, "demobot1", nil) {
		kept = append(kept, e.ID)
	}
	require.ElementsMatch(t, slices.Concat(written...), kept)
	require.Equal(t, 200, strings.Count(export(t, own, "?tracked=true&api=chatlayer"), "\n"))
}

package mockserver_test

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/text/encoding/unicode"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// keeping are the options of a server whose state is in a directory.
func keeping(dir string) mockserver.Options {
	return mockserver.Options{EventsPerBot: 50, StateDir: dir, StateSync: time.Minute}
}

// served is a server for as long as a function runs. It lets go of its state then.
func served(t *testing.T, opts mockserver.Options, use func(s *mockserver.Running)) {
	t.Helper()
	s := mockserver.New(opts)
	require.NoError(t, s.Err())
	defer s.Close()
	on := httptest.NewServer(s)
	defer on.Close()
	use(&mockserver.Running{Server: s, URL: on.URL})
}

// within is a client whose requests are for a namespace.
func (c client) within(name string) client { return client{c.url + "/~" + name, c.auth} }

// exported is all that a namespace has of both APIs.
func exported(t testing.TB, c client) string {
	t.Helper()
	var all strings.Builder
	for _, api := range []string{"chatlayer", "inkeep"} {
		all.WriteString(c.get(t, "/__understudy/events?api="+api).body)
	}
	return all.String()
}

func (c client) logEvent(t testing.TB, id string) {
	t.Helper()
	body := `{"entityType":"search","type":"search_query_submitted","searchQuery":"api key","id":"` + id + `","properties":{ "a" : 1.0 }}`
	require.Equal(t, http.StatusOK, c.post(t, "/events", body).status)
}

// fill writes all that there is to write.
func fill(t *testing.T, s *mockserver.Running) {
	t.Helper()
	demo(s).track(t, "demobot1", args{"event": "signup", "user_id": "mia"})
	campaign := args{"id": "c", "source": "s", "medium": "m", "name": "n"}
	demo(s).track(t, "own", args{"event": "signup", "context": args{"campaign": campaign}})
	apiKey(s).logEvent(t, "log-1")
	require.Equal(t, http.StatusCreated, nobody(s).send(t, "PUT", "/__understudy/namespaces/still",
		`{"now":"2026-01-15T10:00:00Z","seed":7,"events":10,"variants":["page.short-pages"],"auth":"any","strict":true}`).status)
	demo(s).within("still").track(t, "demobot1", args{"event": "frozen"})
	require.Equal(t, http.StatusOK, nobody(s).within("still").post(t, "/__understudy/clock/advance", `{"by":"48h"}`).status)
	demo(s).within("gone").track(t, "demobot1", args{"event": "gone"})
	require.Equal(t, http.StatusNoContent, nobody(s).send(t, "DELETE", "/__understudy/namespaces/gone", "").status)
	_, err := s.Faults().Add(mockserver.Fault{Status: 503, Match: mockserver.FaultMatch{Operation: "Echo"}})
	require.NoError(t, err)
	_, err = s.Faults().Add(mockserver.Fault{Delay: time.Millisecond, Match: mockserver.FaultMatch{Operation: "GetTeamEvents"}})
	require.NoError(t, err)
	require.True(t, s.Faults().Remove("f1"))
	require.Equal(t, http.StatusCreated, nobody(s).send(t, "PUT", "/__understudy/snapshots/early", "").status)
	demo(s).track(t, "demobot1", args{"event": "late"})
}

// TestAStateSurvives starts a server anew several times and wants the same world each time.
func TestAStateSurvives(t *testing.T) {
	dir := t.TempDir()
	var before, list, token, snapshots string
	served(t, keeping(dir), func(s *mockserver.Running) {
		fill(t, s)
		token = demo(s).list(t, "demobot1", everything().with(args{"limit": 5})).Next
		before, snapshots = exported(t, nobody(s)), nobody(s).get(t, "/__understudy/snapshots").body
		list = demo(s).get(t, streamOf("demobot1")+"?"+everything().query()).body
	})
	for range 3 {
		served(t, keeping(dir), func(s *mockserver.Running) {
			require.Equal(t, before, exported(t, nobody(s)))
			require.Equal(t, list, demo(s).get(t, streamOf("demobot1")+"?"+everything().query()).body, "the very same bytes")
			require.NotEmpty(t, demo(s).list(t, "demobot1", everything().with(args{"limit": 5, "page_token": token})).Events)
			still := nobody(s).within("still")
			require.Contains(t, still.get(t, "/__understudy/events?api=chatlayer&tracked=true").body, "frozen")
			require.Contains(t, still.get(t, "/__understudy/clock").body, "2026-01-17T10:00:00Z")
			row := still.get(t, "/__understudy/namespaces/still").body
			holds(t, row, []string{
				`"seed":7`, `"events":10`, `"now":"2026-01-15T10:00:00Z"`, "page.short-pages", `"auth":"any"`, `"strict":true`,
			})
			require.Equal(t, http.StatusNotFound, nobody(s).get(t, "/__understudy/namespaces/gone").status)
			require.Len(t, s.Faults().List(), 1)
			require.Equal(t, "f2", s.Faults().List()[0].ID)
			require.Contains(t, snapshots, "early")
			require.Equal(t, snapshots, nobody(s).get(t, "/__understudy/snapshots").body)
		})
	}
}

// TestSnapshotsAndResetsOfAStateSurvive goes back to a snapshot of an earlier start, and starts anew.
func TestSnapshotsAndResetsOfAStateSurvive(t *testing.T) {
	dir := t.TempDir()
	var before, faults, diff string
	served(t, keeping(dir), func(s *mockserver.Running) { fill(t, s) })
	served(t, keeping(dir), func(s *mockserver.Running) {
		require.Equal(t, http.StatusOK, nobody(s).post(t, "/__understudy/snapshots/early/restore", "").status)
		demo(s).track(t, "demobot1", args{"event": "after"})
		added, err := s.Faults().Add(mockserver.Fault{Status: 503, When: mockserver.FaultWhen{For: time.Hour}})
		require.NoError(t, err)
		require.Equal(t, "f3", added.ID, "no id is given twice")
		before, faults = exported(t, nobody(s)), nobody(s).get(t, "/__understudy/faults").body
		diff = nobody(s).get(t, "/__understudy/snapshots/early/diff").body
		require.Contains(t, diff, `"after"`)
	})
	served(t, keeping(dir), func(s *mockserver.Running) {
		require.Equal(t, before, exported(t, nobody(s)))
		require.NotContains(t, before, `"late"`)
		require.Equal(t, faults, nobody(s).get(t, "/__understudy/faults").body)
		require.Equal(t, diff, nobody(s).get(t, "/__understudy/snapshots/early/diff").body)
		require.Equal(t, http.StatusOK, nobody(s).post(t, "/__understudy/reset", "").status)
		before = exported(t, nobody(s))
	})
	served(t, keeping(dir), func(s *mockserver.Running) {
		require.Equal(t, before, exported(t, nobody(s)))
		require.NotContains(t, before, `"after"`)
		require.Empty(t, s.Faults().List())
	})
}

// TestIDsOfAStateGoOn wants events without ids to get those that they would have got without a restart.
func TestIDsOfAStateGoOn(t *testing.T) {
	dir := t.TempDir()
	var want, got []string
	served(t, mockserver.Options{EventsPerBot: -1}, func(s *mockserver.Running) {
		for range 6 {
			want = append(want, demo(s).track(t, "b", args{"event": "e"}))
		}
	})
	for range 3 {
		served(t, mockserver.Options{EventsPerBot: -1, StateDir: dir}, func(s *mockserver.Running) {
			for range 2 {
				got = append(got, demo(s).track(t, "b", args{"event": "e"}))
			}
			demo(s).track(t, "b", args{"event": "e", "id": got[0]})
		})
	}
	require.Equal(t, want, got)
}

// TestRefusedWritesStayRefused fills a server, and gives it more room at the next start: what was refused is not there.
func TestRefusedWritesStayRefused(t *testing.T) {
	opts := keeping(t.TempDir())
	opts.Limits.Events = 2
	served(t, opts, func(s *mockserver.Running) {
		for i, status := range []int{200, 200, 507, 507} {
			require.Equal(t, status, demo(s).post(t, trackOf("b"), fmt.Sprintf(`{"event":"e%d"}`, i)).status)
		}
		require.Equal(t, http.StatusBadRequest, nobody(s).post(t, "/__understudy/events?api=chatlayer", "no line").status)
	})
	opts.Limits.Events = 100
	served(t, opts, func(s *mockserver.Running) {
		require.Equal(t, []string{"e0", "e1"}, eventNames(t, nobody(s)))
	})
	var log syncBuffer
	opts.Limits.Events, opts.Logger = 1, slog.New(slog.NewTextHandler(&log, nil))
	served(t, opts, func(s *mockserver.Running) { require.Equal(t, []string{"e0"}, eventNames(t, nobody(s))) })
	require.Contains(t, log.String(), "left_out=1")
	opts.Limits.Events = 2
	served(t, opts, func(s *mockserver.Running) { require.Equal(t, []string{"e0", "e1"}, eventNames(t, nobody(s))) })
}

// eventNames are those of the events that were tracked in a namespace.
func eventNames(t testing.TB, c client) (all []string) {
	t.Helper()
	lines := json.NewDecoder(strings.NewReader(c.get(t, "/__understudy/events?api=chatlayer&tracked=true").body))
	for {
		var e struct{ Event string }
		err := lines.Decode(&e)
		if err == io.EOF {
			return all
		}
		require.NoError(t, err)
		all = append(all, e.Event)
	}
}

// refused wants a state that cannot be used, and to be told why.
func refused(t *testing.T, opts mockserver.Options, words ...string) {
	t.Helper()
	s := mockserver.New(opts)
	require.ErrorIs(t, s.Err(), mockserver.ErrState)
	for _, word := range words {
		require.ErrorContains(t, s.Err(), word)
	}
	s.Close()
}

// TestAStateIsOfTheTeamsOfItsCredentials starts with credentials of others, for whom what was written into bots of theirs would be nothing.
func TestAStateIsOfTheTeamsOfItsCredentials(t *testing.T) {
	opts := keeping(t.TempDir())
	opts.Credentials = []mockserver.Credential{{Kind: "chatlayer", ID: "me", Secret: "secret", Team: "team-x"}}
	served(t, opts, func(*mockserver.Running) {})
	opts.Credentials = append(opts.Credentials, mockserver.Credential{Kind: "chatlayer", ID: "other", Secret: "new", Team: "team-x"})
	served(t, opts, func(*mockserver.Running) {})
	opts.Credentials, opts.Auth = nil, mockserver.AuthAny
	refused(t, opts, "strict credentials true, not false, credentials of the teams team-x, not demo-team and other-team")
}

func TestAStateThatCannotBeUsed(t *testing.T) {
	t.Run("is_in_use", func(t *testing.T) {
		opts := keeping(t.TempDir())
		served(t, opts, func(*mockserver.Running) { refused(t, opts, opts.StateDir, "another process uses the directory") })
		served(t, opts, func(*mockserver.Running) {})
	})
	t.Run("is_a_file", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "file")
		require.NoError(t, os.WriteFile(path, nil, 0o600))
		refused(t, keeping(path), "it is a file: give a directory")
	})
	t.Run("was_begun_with_other_options", func(t *testing.T) {
		opts := keeping(t.TempDir())
		served(t, opts, func(*mockserver.Running) {})
		opts.Seed, opts.Clock = 2, mockserver.FrozenClock(noon())
		refused(t, opts, "it was begun with seed 1, not 2, now real, not 2026-01-15T12:00:00.123Z: start with the same again")
	})
	t.Run("has_lost_what_it_was_begun_with", func(t *testing.T) {
		opts := keeping(t.TempDir())
		served(t, opts, func(*mockserver.Running) {})
		path := filepath.Join(opts.StateDir, "state.json")
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		require.NoError(t, os.Remove(path))
		refused(t, opts, "there is a log, and no "+path, "put the file back, or give a directory of its own")
		require.NoFileExists(t, path)
		require.NoError(t, os.WriteFile(path, text, 0o600))
		served(t, opts, func(*mockserver.Running) {})
	})
	t.Run("is_where_nobody_may_write", func(t *testing.T) {
		if os.Getuid() == 0 {
			refused(t, keeping("/proc/state"), "mkdir /proc/state") // root may write into all else
			return
		}
		opts := keeping(t.TempDir())
		require.NoError(t, os.Chmod(opts.StateDir, 0o500))
		refused(t, opts, "permission denied", "give a directory that this user may read and write")
	})
	t.Run("is_of_a_newer_version", func(t *testing.T) {
		opts := keeping(t.TempDir())
		require.NoError(t, os.WriteFile(filepath.Join(opts.StateDir, "state.json"), []byte(`{"format":99}`), 0o600))
		refused(t, opts, "it has the format 99, and this version reads 1")
	})
	t.Run("is_not_asked_for", func(t *testing.T) {
		require.ErrorContains(t, mockserver.New(mockserver.Options{StateSync: time.Second}).Err(), "no directory for it")
	})
}

// TestAWriteThatCannotBeKept closes the state under a server: writes are refused in the shape of their API, and are not there; reads go on.
func TestAWriteThatCannotBeKept(t *testing.T) {
	served(t, keeping(t.TempDir()), func(s *mockserver.Running) {
		demo(s).track(t, "b", args{"event": "first"})
		require.Equal(t, http.StatusCreated, nobody(s).send(t, "PUT", "/__understudy/snapshots/kept", "").status)
		before := exported(t, nobody(s))
		s.Close()
		for _, got := range []reply{
			demo(s).post(t, trackOf("b"), `{"event":"second"}`),
			apiKey(s).post(t, "/events", `{"entityType":"search","type":"search_query_submitted","searchQuery":"x"}`),
		} {
			require.Equal(t, http.StatusServiceUnavailable, got.status)
			require.Contains(t, got.body, "nothing was stored")
		}
		for path, method := range map[string]string{
			"/__understudy/reset": "POST", "/__understudy/snapshots/s": "PUT", "/__understudy/snapshots/kept": "DELETE",
			"/__understudy/snapshots/kept/restore": "POST", "/__understudy/namespaces/new": "PUT",
		} {
			nobody(s).send(t, method, path, "").refusedByControl(t, http.StatusServiceUnavailable, "nothing was stored")
		}
		nobody(s).send(t, "PUT", "/__understudy/clock", `{"mode":"real"}`).
			refusedByControl(t, http.StatusServiceUnavailable, "nothing was stored")
		require.Equal(t, before, exported(t, nobody(s)))
	})
}

// TestConcurrentWritesAndResetsSurviveInTheirOrder compares what there is after concurrent writes and resets with what there is when they
// were read again.
func TestConcurrentWritesAndResetsSurviveInTheirOrder(t *testing.T) {
	opts := keeping(t.TempDir())
	opts.EventsPerBot = -1
	for round := range 3 {
		var before string
		served(t, opts, func(s *mockserver.Running) {
			var all sync.WaitGroup
			for w := range 4 {
				all.Go(func() {
					for i := range 15 {
						demo(s).track(t, fmt.Sprint("bot", w%2), args{"event": fmt.Sprint(round, w, i)})
						apiKey(s).logEvent(t, fmt.Sprintf("e-%d-%d-%d", round, w, i))
					}
				})
			}
			all.Go(func() {
				for i := range 8 {
					switch i % 4 {
					case 0:
						nobody(s).send(t, "PUT", "/__understudy/snapshots/x", "")
					case 1:
						nobody(s).post(t, "/__understudy/reset", "")
					case 2:
						nobody(s).post(t, "/__understudy/snapshots/x/restore", "")
					case 3:
						nobody(s).post(t, "/__understudy/reset", `{"events":0}`)
					}
				}
			})
			all.Wait()
			before = exported(t, nobody(s))
		})
		served(t, opts, func(s *mockserver.Running) { require.Equal(t, before, exported(t, nobody(s))) })
	}
}

func TestAnImportOfUTF16Survives(t *testing.T) {
	dir := t.TempDir()
	lines, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().String(
		`{"id":"wide","event":"wide","bot_id":"demobot1","version":"LIVE","timestamp":"2026-01-15T10:00:00Z","attributes":{}}`)
	require.NoError(t, err)
	named := func(s *mockserver.Running) string {
		return nobody(s).within("w").get(t, "/__understudy/events?api=chatlayer&tracked=true").body
	}
	served(t, keeping(dir), func(s *mockserver.Running) {
		r := nobody(s).within("w").post(t, "/__understudy/events?api=chatlayer", lines)
		require.Equal(t, http.StatusOK, r.status, r.body)
		require.Contains(t, named(s), "wide")
	})
	served(t, keeping(dir), func(s *mockserver.Running) { require.Contains(t, named(s), "wide") })
}

// TestAStateWhoseBeginningFailed has events to import that do not fit together, and then others.
func TestAStateWhoseBeginningFailed(t *testing.T) {
	opts := keeping(t.TempDir())
	for _, ids := range [][]string{{"one", "one"}, {"one", "two"}} {
		opts.Import = nil
		for _, id := range ids {
			e := fixtures.ChatlayerEvent{TrackingEvent: chatlayer.TrackingEvent{ID: id, BotID: "demobot1", Version: "LIVE", Event: "e"}}
			opts.Import = append(opts.Import, fixtures.Line{Event: e})
		}
		s := mockserver.New(opts)
		require.Equal(t, ids[0] == ids[1], s.Err() != nil, "%v: %v", ids, s.Err())
		s.Close()
	}
}

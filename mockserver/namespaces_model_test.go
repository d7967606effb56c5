package mockserver_test

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// modelled is what one namespace should hold, and a client of it. Each of them names it in another way.
type modelled struct {
	t      *testing.T
	mock   http.Handler
	number int
	chance *rand.Rand

	start, now time.Time         // where its clock begins, and where it is
	tracked    []string          // ids with their timestamps, in the order of lists
	logged     map[string]string // what is logged under an id
	broken     int               // violations
	faults     int
	remembered *modelled // as it was when a snapshot was taken
}

func (m *modelled) name() string { return fmt.Sprintf("n%d", m.number) }

// send makes a request of the namespace.
func (m *modelled) send(method, target, body, kind string) (int, string) {
	named, credential := m.number%3, map[string]string{"basic": "demo-token-id:demo-token-secret", "bearer": "demo-api-key"}[kind]
	if named == 0 {
		target = "/~" + m.name() + target
	}
	r := httptest.NewRequestWithContext(m.t.Context(), method, target, strings.NewReader(body))
	if named == 1 || kind == "" {
		r.Header.Set("X-Understudy-Namespace", m.name())
	}
	if id, secret, isBasic := strings.Cut(credential, ":"); isBasic {
		if named == 2 {
			id += "+" + m.name()
		}
		r.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(id+":"+secret)))
	} else if credential != "" {
		if named == 2 {
			credential += "+" + m.name()
		}
		r.Header.Set("Authorization", "Bearer "+credential)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	m.mock.ServeHTTP(w, r)
	require.Equal(m.t, m.name(), w.Header().Get(namespaceHeader))
	return w.Code, w.Body.String()
}

func (m *modelled) ok(method, target, body, kind string, into any) {
	status, text := m.send(method, target, body, kind)
	require.Less(m.t, status, 300, text)
	if into != nil {
		require.NoError(m.t, json.Unmarshal([]byte(text), into), text)
	}
}

func (m *modelled) forget(start time.Time) {
	m.start, m.now, m.tracked, m.logged, m.broken, m.faults = start, start, nil, map[string]string{}, 0, 0
}

func (m *modelled) anew(start time.Time) {
	m.forget(start)
	m.remembered = nil
}

// has reports whether an event that was tracked or imported has an id.
func (m *modelled) has(id string) bool {
	return slices.ContainsFunc(m.tracked, func(shown string) bool { return strings.HasSuffix(shown, " "+id) })
}

func (m *modelled) anInstant() time.Time {
	return noon().Truncate(time.Millisecond).Add(time.Duration(m.chance.IntN(1e6)) * time.Second)
}

func (m *modelled) commands() []func() {
	const own = "/__understudy/"
	return []func(){
		func() { // track
			var got struct {
				ID string `json:"event_id"`
			}
			m.ok(http.MethodPost, trackOf("x"), `{"event":"e"}`, "basic", &got)
			m.tracked = append(m.tracked, m.now.Format(shownTime)+" "+got.ID)
		},
		func() { // log
			id, value := fmt.Sprint("e", m.chance.IntN(5)), fmt.Sprint(m.chance.IntN(2))
			event := fmt.Sprintf(`{"id":%q,"entityType":"search","type":"t","searchQuery":%q}`, id, value)
			status, text := m.send(http.MethodPost, "/events", event, "bearer")
			if old, there := m.logged[id]; there && old != value {
				require.Equal(m.t, http.StatusConflict, status, text)
				return
			}
			require.Equal(m.t, http.StatusOK, status, text)
			m.logged[id] = value
		},
		func() { // break the contract
			status, _ := m.send(http.MethodPost, trackOf("x"), `{"event":7}`, "basic")
			require.Equal(m.t, http.StatusBadRequest, status)
			m.broken++
		},
		func() { // freeze
			m.now = m.anInstant()
			m.ok(http.MethodPut, own+"clock", fmt.Sprintf(`{"now":%q}`, m.now.Format(time.RFC3339Nano)), "", nil)
		},
		func() { // advance
			by := time.Duration(m.chance.IntN(1e6)) * time.Millisecond
			m.now = m.now.Add(by)
			m.ok(http.MethodPost, own+"clock/advance", fmt.Sprintf(`{"by":%q}`, by), "", nil)
		},
		func() { // reset
			m.ok(http.MethodPost, own+"reset", "", "", nil)
			m.forget(m.start)
		},
		func() { // reset with options
			m.forget(m.anInstant())
			m.ok(http.MethodPost, own+"reset", fmt.Sprintf(`{"now":%q}`, m.now.Format(time.RFC3339Nano)), "", nil)
		},
		func() { // make anew
			m.anew(m.anInstant())
			options := fmt.Sprintf(`{"now":%q,"variants":["page.short-pages"]}`, m.now.Format(time.RFC3339Nano))
			m.ok(http.MethodPut, own+"namespaces/"+m.name(), options, "", nil)
		},
		func() { // delete
			m.ok(http.MethodDelete, own+"namespaces/"+m.name(), "", "", nil)
			m.anew(noon())
		},
	}
}

// moreCommands change what the others do not.
func (m *modelled) moreCommands() []func() {
	const own = "/__understudy/"
	return []func(){
		func() { // import
			id, at := fmt.Sprint("i", m.chance.IntN(5)), m.anInstant().Format(shownTime)
			line := fmt.Sprintf(`{"id":%q,"event":"e","bot_id":"x","version":"LIVE","user_id":"","channel_id":"","channel_type":"",`+
				`"conversation_id":"","attributes":{},"timestamp":%q}`, id, at)
			var got struct{ Imported, Ignored int }
			m.ok(http.MethodPost, own+"events", line, "", &got)
			if m.has(id) {
				require.Equal(m.t, 1, got.Ignored)
				return
			}
			require.Equal(m.t, 1, got.Imported)
			m.tracked = append(m.tracked, at+" "+id)
		},
		func() { // add a fault
			m.ok(http.MethodPost, own+"faults", `{"match":{"operation":"Echo"},"status":503}`, "", nil)
			m.faults++
		},
		func() { // remove all faults
			m.ok(http.MethodDelete, own+"faults", "", "", nil)
			m.faults = 0
		},
		func() { // take a snapshot
			m.ok(http.MethodPut, own+"snapshots/s", "", "", nil)
			m.remembered = &modelled{now: m.now, tracked: slices.Clone(m.tracked), logged: maps.Clone(m.logged), faults: m.faults}
		},
		func() { // go back to it
			if was := m.remembered; was != nil {
				m.ok(http.MethodPost, own+"snapshots/s/restore", "", "", nil)
				m.now, m.tracked, m.logged, m.faults = was.now, slices.Clone(was.tracked), maps.Clone(was.logged), was.faults
				return
			}
			status, text := m.send(http.MethodPost, own+"snapshots/s/restore", "", "")
			require.Equal(m.t, http.StatusNotFound, status, text)
		},
	}
}

// shownTime is how lists show an instant.
const shownTime = "2006-01-02T15:04:05.000Z"

// check compares all that can be seen of the namespace.
func (m *modelled) check() {
	shown := []string{}
	for token := ""; ; {
		var page page
		a := everything().with(args{"page_size": 100, "page_token": token})
		m.ok(http.MethodGet, streamOf("x")+"?"+a.query(), "", "basic", &page)
		for _, e := range page.Events {
			shown = append(shown, e.Timestamp+" "+e.ID)
		}
		if token = page.Next; token == "" {
			break
		}
	}
	slices.Sort(m.tracked)
	require.ElementsMatch(m.t, m.tracked, shown)
	require.True(m.t, slices.IsSorted(shown))
	var row namespaceRow
	m.ok(http.MethodGet, "/__understudy/namespaces/"+m.name(), "", "", &row)
	require.Equal(m.t, len(m.tracked)+len(m.logged), row.Tracked)
	var violations struct{ Total int }
	m.ok(http.MethodGet, "/__understudy/violations", "", "", &violations)
	require.Equal(m.t, m.broken, violations.Total)
	status, text := m.send(http.MethodPost, "/v1/echo", `{"message":"m"}`, "basic")
	require.Equal(m.t, m.faults > 0, status == http.StatusServiceUnavailable, text)
	var c shownClock
	m.ok(http.MethodGet, clockPath, "", "", &c)
	require.Equal(m.t, shownClock{m.now, "frozen", 0}, c)
}

// TestFiftyNamespacesAtOnce gives random commands to each, beside a model of each: nothing that happens in one is seen in another.
func TestFiftyNamespacesAtOnce(t *testing.T) {
	mock := mockserver.New(quiet())
	require.NoError(t, mock.Err())
	var all sync.WaitGroup
	for i := range 50 {
		all.Go(func() {
			m := &modelled{t: t, mock: mock, number: i, chance: rand.New(rand.NewPCG(uint64(i), 1))}
			m.forget(noon())
			commands := append(m.commands(), m.moreCommands()...)
			for range 40 {
				for range 1 + m.chance.IntN(4) {
					commands[m.chance.IntN(2)]()
				}
				commands[m.chance.IntN(len(commands))]()
				m.check()
			}
		})
	}
	all.Wait()
	w := httptest.NewRecorder()
	mock.ServeHTTP(w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/__understudy/namespaces/default", http.NoBody))
	require.Contains(t, w.Body.String(), `"requests":0,"tracked":0`, "nor in that which nobody names")
}

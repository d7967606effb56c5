package namespace_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerapi"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepapi"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
	"github.com/understudy-mock/understudy/mockserver/internal/namespaces"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
)

// load loads the APIs of the product and, behind them, those of a test.
func load(t *testing.T, more ...pipeline.Definition) *namespace.APIs {
	t.Helper()
	apis, err := namespace.Load(append([]pipeline.Definition{chatlayerapi.Definition(), inkeepapi.Definition()}, more...)...)
	require.NoError(t, err)
	return apis
}

// alone makes a namespace of a server that has no other.
func alone(apis *namespace.APIs, opts namespace.Options) (*namespace.Namespace, error) {
	all, err := namespaces.New(apis, namespaces.Options{Options: opts})
	if err != nil {
		return nil, err
	}
	return all.Default(), nil
}

func start(t *testing.T, opts namespace.Options, more ...pipeline.Definition) *namespace.Namespace {
	t.Helper()
	opts.EventsPerBot = -1
	n, err := alone(load(t, more...), opts)
	require.NoError(t, err)
	return n
}

func ask(t *testing.T, n http.Handler, method, target, body, authorization string) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, target, strings.NewReader(body))
	if authorization != "" {
		r.Header.Set("Authorization", authorization)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	w := httptest.NewRecorder()
	n.ServeHTTP(w, r)
	return w
}

// TestAnAPIIsAValue adds a third API to the two, and changes nothing else.
func TestAnAPIIsAValue(t *testing.T) {
	n := start(t, namespace.Options{}, notes())
	const key = "Bearer demo-note-key"
	w := ask(t, n, "GET", "/notes/demobot1", "", key)
	require.Equal(t, http.StatusOK, w.Code, w.Body)
	require.JSONEq(t, `{"note":"demobot1","text":"about demobot1"}`, w.Body.String())

	for name, tt := range map[string]struct {
		target string
		key    string
		status int
		says   string
	}{
		"an_unknown_key":         {"/notes/one", "Bearer demo-api-key", http.StatusUnauthorized, "send a key"},
		"a_broken_contract":      {"/notes/one?loud=perhaps", key, http.StatusTeapot, "loud"},
		"a_path_of_no_operation": {"/notes/one/more", key, http.StatusNotFound, "GET /notes/{name}"},
		"a_handler_that_panics":  {"/notes/trap", key, http.StatusInternalServerError, "its log says why"},
	} {
		t.Run(name, func(t *testing.T) {
			w := ask(t, n, "GET", tt.target, "", tt.key)
			require.Equal(t, tt.status, w.Code, w.Body)
			require.Contains(t, w.Body.String(), `{"sorry":`)
			require.Contains(t, w.Body.String(), tt.says)
			require.NotContains(t, w.Body.String(), "on purpose")
		})
	}
	index := ask(t, n, "GET", "/", "", "").Body.String()
	require.Contains(t, index, `"demo-note-key"`)
	require.Contains(t, index, `/__understudy/specs/notes.yaml`)
	require.Contains(t, ask(t, n, "GET", "/__understudy/specs/notes.yaml", "", "").Body.String(), "operationId: GetNote")
	require.Equal(t, http.StatusOK, ask(t, n, "GET", "/__understudy/fidelity?api=notes", "", "").Code)
	require.Equal(t, http.StatusBadRequest, ask(t, n, "GET", "/__understudy/fidelity?api=letters", "", "").Code)
	require.Contains(t, ask(t, n, "GET", "/nowhere", "", "").Body.String(), "the notes' begin with /notes")

	w = ask(t, n, "POST", "/v1/echo", `{"message":"hello"}`, "Basic ZGVtby10b2tlbi1pZDpkZW1vLXRva2VuLXNlY3JldA==")
	require.JSONEq(t, `{"message":"hello"}`, w.Body.String(), "the others are as they were")
}

// TestAnAPIKeepsEventsOfItsOwn seeds notes, imports some among lines of the others, writes one and resets.
func TestAnAPIKeepsEventsOfItsOwn(t *testing.T) {
	kinds := append(fixtures.AllKinds(), noteKind())
	var file strings.Builder
	data, err := fixtures.New(fixtures.Options{Scenario: "one-conversation", Now: time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC)})
	require.NoError(t, err)
	for _, k := range fixtures.AllKinds() {
		require.NoError(t, fixtures.WriteJSONLines(&file, k.Seeded(data)))
	}
	require.NoError(t, fixtures.WriteJSONLines(&file, slices.Values([]note{{"mine", "<b>"}})))
	require.Contains(t, file.String(), `"mine"`)
	read := func(text string) (lines []fixtures.Line) {
		for line, err := range kinds.ReadJSONLines(strings.NewReader(text)) {
			require.NoError(t, err)
			lines = append(lines, line)
		}
		return lines
	}
	lines := read(file.String())
	require.Equal(t, note{"mine", "<b>"}, lines[len(lines)-1].Event)
	var again strings.Builder
	for _, line := range lines {
		require.NoError(t, fixtures.WriteJSONLines(&again, slices.Values([]fixtures.Event{line.Event})))
	}
	require.Equal(t, file.String(), again.String(), "byte for byte")

	n := start(t, namespace.Options{Import: lines, Limits: namespace.Limits{Events: 1}}, notes())
	const key = "Bearer demo-note-key"
	status := func(name string) int { return ask(t, n, "GET", "/notes/"+name, "", key).Code }
	var ids []string
	for range 2 {
		w := ask(t, n, "POST", "/notes/", `{"text":"new"}`, key)
		require.Equal(t, http.StatusOK, w.Code, w.Body)
		var written note
		require.NoError(t, json.Unmarshal(w.Body.Bytes(), &written))
		ids = append(ids, written.Name)
		for _, name := range []string{"demobot1", "mine", written.Name} {
			require.Equal(t, http.StatusOK, status(name), name)
		}
		w = ask(t, n, "POST", "/notes/", `{"text":"one too many"}`, key)
		require.Equal(t, http.StatusInsufficientStorage, w.Code)
		require.Contains(t, w.Body.String(), `{"sorry":`)
		require.Equal(t, http.StatusOK, ask(t, n, "POST", "/__understudy/reset", "", "").Code)
		require.Equal(t, http.StatusNotFound, status(written.Name))
		require.Equal(t, http.StatusOK, status("mine"))
	}
	require.Equal(t, ids[0], ids[1], "a reset begins anew")

	opts := namespace.Options{EventsPerBot: -1, Import: read(`{"note":"demobot1","text":"another"}`)}
	_, err = alone(load(t, notes()), opts)
	require.ErrorIs(t, err, world.ErrImport)
	require.ErrorContains(t, err, "line 1: there already is a note called demobot1")
	_, err = alone(load(t), opts)
	require.ErrorContains(t, err, "line 1: no API here has events like a namespace_test.note")
}

// TestCommandsOfAnAPIAreReplayed writes a log down, and replays it to another world.
func TestCommandsOfAnAPIAreReplayed(t *testing.T) {
	opts := world.Options{EventsPerBot: -1, APIs: []world.API{chatlayerworld.API(), inkeepworld.API(), noteWorld()}}
	one, err := world.New(opts, time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC))
	require.NoError(t, err)
	two, err := world.New(opts, one.Anchor())
	require.NoError(t, err)
	for _, c := range []write{{note{"a", "x"}}, {note{"", "y"}}, {note{"a", "z"}}} {
		_, err := world.Apply(one, c)
		require.NoError(t, err)
		entry, err := world.NewEntry(c)
		require.NoError(t, err)
		_, err = two.Replay(entry)
		require.NoError(t, err)
	}
	require.Equal(t, slices.Collect(world.Of[*notebook](one).all), slices.Collect(world.Of[*notebook](two).all))
	require.Len(t, slices.Collect(world.Of[*notebook](two).all), 5)
	_, err = two.Replay(world.Entry{Kind: "forget"})
	require.EqualError(t, err,
		`unknown kind of command "forget": expected one of define_event, delete_conversation, delete_feedback, import, log_conversation, `+
			`log_event, reset, submit_feedback, track, write_note`)
}

// TestAPanicCostsOneRequest asks the same namespace again.
func TestAPanicCostsOneRequest(t *testing.T) {
	n := start(t, namespace.Options{}, notes())
	require.Equal(t, http.StatusInternalServerError, ask(t, n, "GET", "/notes/trap", "", "Bearer demo-note-key").Code)
	require.Equal(t, http.StatusOK, ask(t, n, "GET", "/__understudy/healthz", "", "").Code)
}

// TestItsOwnMistakesKeepTheDocument has each of the namespace's own endpoints meet a mistake of the mock's own.
func TestItsOwnMistakesKeepTheDocument(t *testing.T) {
	n := start(t, namespace.Options{})
	variables := regexp.MustCompile(`\{.*?\}`)
	for _, op := range n.FailOnOwn().Operations() {
		w := ask(t, n, op.Method, variables.ReplaceAllString(op.Path, "x"), "", "")
		require.Equal(t, http.StatusInternalServerError, w.Code, op.ID)
		require.Empty(t, op.ValidateResponse(spec.Response{Status: w.Code, Header: w.Header(), Body: w.Body.Bytes()}), op.ID)
	}
}

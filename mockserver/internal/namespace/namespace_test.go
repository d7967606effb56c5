package namespace_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerapi"
	"github.com/understudy-mock/understudy/mockserver/internal/credential"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepapi"
	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// load loads the APIs of the product and, behind them, those of a test.
func load(t *testing.T, more ...pipeline.Definition) *namespace.APIs {
	t.Helper()
	apis, err := namespace.Load(append([]pipeline.Definition{chatlayerapi.Definition(), inkeepapi.Definition()}, more...)...)
	require.NoError(t, err)
	return apis
}

func start(t *testing.T, opts namespace.Options, more ...pipeline.Definition) *namespace.Namespace {
	t.Helper()
	opts.EventsPerBot = -1
	n, err := namespace.New(load(t, more...), opts)
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

// notes is a third API, which is nowhere but here.
func notes() pipeline.Definition {
	const document = `openapi: 3.0.3
info: {title: Notes, version: "1"}
security: [{key: []}]
paths:
  /notes/{name}:
    get:
      operationId: GetNote
      summary: Reads a note.
      parameters: [{name: name, in: path, required: true, schema: {type: string}}, {name: loud, in: query, schema: {type: boolean}}]
      responses:
        "200": {description: the note, content: {application/json: {schema: {$ref: "#/components/schemas/Note"}}}}
        default: {description: a refusal, content: {application/json: {schema: {$ref: "#/components/schemas/Sorry"}}}}
components:
  securitySchemes: {key: {type: http, scheme: bearer}}
  schemas:
    Note: {type: object, required: [text], properties: {text: {type: string}}}
    Sorry: {type: object, required: [sorry], properties: {sorry: {type: string}}}
`
	return pipeline.Definition{
		Contract: func() (*spec.Contract, error) {
			return spec.Load(spec.Source{Name: "notes", Title: "Notes", Document: []byte(document)})
		},
		Prefix:      "/notes/",
		Whereabouts: "the notes' begin with /notes",
		Scheme:      pipeline.Scheme{Name: "Bearer", Decode: pipeline.DecodeBearer, Challenge: "Bearer", HowTo: "send a key"},
		Kinds: credential.Kinds{{
			Name: "notes", API: "notes", Demo: []credential.Credential{{Kind: "notes", Secret: "demo-note-key"}},
			Who: func(credential.Credential) credential.Identity { return credential.Identity{} },
		}},
		Example: func(base, _ string) string { return "curl " + base + "/notes/one" },
		Handlers: func(*pipeline.Pipeline) map[string]pipeline.Handler {
			return map[string]pipeline.Handler{"GetNote": func(_ context.Context, c *pipeline.Call) (pipeline.Answer, error) {
				if c.Path["name"] == "trap" {
					panic("on purpose")
				}
				return pipeline.JSON(http.StatusOK, pipeline.TypeJSON, map[string]string{"text": "note " + c.Path["name"]})
			}}
		},
		Invalid: func([]spec.Violation) int { return http.StatusTeapot },
		Refuse: func(_ *pipeline.Call, p *pipeline.Problem) pipeline.Answer {
			return pipeline.Refusal(p, pipeline.TypeJSON, map[string]string{"sorry": p.Detail})
		},
		ProblemSchema: "Sorry",
	}
}

// TestAnAPIIsAValue adds a third API to the two, and changes nothing else.
func TestAnAPIIsAValue(t *testing.T) {
	n := start(t, namespace.Options{}, notes())
	const key = "Bearer demo-note-key"
	w := ask(t, n, "GET", "/notes/one", "", key)
	require.Equal(t, http.StatusOK, w.Code, w.Body)
	require.JSONEq(t, `{"text":"note one"}`, w.Body.String())

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
	require.Contains(t, ask(t, n, "GET", "/nowhere", "", "").Body.String(), "the notes' begin with /notes")

	w = ask(t, n, "POST", "/v1/echo", `{"message":"hello"}`, "Basic ZGVtby10b2tlbi1pZDpkZW1vLXRva2VuLXNlY3JldA==")
	require.JSONEq(t, `{"message":"hello"}`, w.Body.String(), "the others are as they were")
}

// TestAPanicCostsOneRequest asks the same namespace again.
func TestAPanicCostsOneRequest(t *testing.T) {
	n := start(t, namespace.Options{}, notes())
	require.Equal(t, http.StatusInternalServerError, ask(t, n, "GET", "/notes/trap", "", "Bearer demo-note-key").Code)
	require.Equal(t, http.StatusOK, ask(t, n, "GET", "/__understudy/healthz", "", "").Code)
}

package namespace_test

import (
	"context"
	"encoding/json"
	"iter"
	"maps"
	"net/http"
	"slices"
	"sync"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/credential"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
)

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
      parameters:
        - {name: name, in: path, required: true, schema: {type: string}}
        - {name: loud, in: query, schema: {type: boolean}}
      responses:
        "200": {description: the note, content: {application/json: {schema: {$ref: "#/components/schemas/Note"}}}}
        default: {$ref: "#/components/responses/Sorry"}
  /notes/:
    post:
      operationId: WriteNote
      summary: Writes a note.
      requestBody: {required: true, content: {application/json: {schema: {$ref: "#/components/schemas/Note"}}}}
      responses:
        "200": {description: the note, content: {application/json: {schema: {$ref: "#/components/schemas/Note"}}}}
        default: {$ref: "#/components/responses/Sorry"}
components:
  securitySchemes: {key: {type: http, scheme: bearer}}
  responses:
    Sorry: {description: a refusal, content: {application/json: {schema: {$ref: "#/components/schemas/Sorry"}}}}
  schemas:
    Note: {type: object, required: [text], properties: {note: {type: string}, text: {type: string}}}
    Sorry: {type: object, required: [sorry], properties: {sorry: {type: string}}}
`
	return pipeline.Definition{
		Name: "notes",
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
		World:   noteWorld(),
		Handlers: func(p *pipeline.Pipeline) map[string]pipeline.Handler {
			return map[string]pipeline.Handler{"GetNote": getNote(p), "WriteNote": writeNote(p)}
		},
		Invalid: func([]spec.Violation) int { return http.StatusTeapot },
		Refuse: func(_ *pipeline.Call, p *pipeline.Problem) pipeline.Answer {
			return pipeline.Refusal(p, pipeline.TypeJSON, map[string]string{"sorry": p.Detail})
		},
		ProblemSchema: "Sorry",
	}
}

func getNote(p *pipeline.Pipeline) pipeline.Handler {
	return func(_ context.Context, c *pipeline.Call) (pipeline.Answer, error) {
		if c.Path.Get("name") == "trap" {
			panic("on purpose")
		}
		for n := range world.Of[*notebook](p.World).all {
			if n.Name == c.Path.Get("name") {
				return pipeline.JSON(http.StatusOK, pipeline.TypeJSON, n)
			}
		}
		return pipeline.Answer{}, &pipeline.Problem{Status: http.StatusNotFound, Detail: "there is no such note"}
	}
}

func writeNote(p *pipeline.Pipeline) pipeline.Handler {
	return func(_ context.Context, c *pipeline.Call) (pipeline.Answer, error) {
		stored, err := world.Apply(p.World, write{note{c.Body.Text("note"), c.Body.Text("text")}})
		if err != nil {
			return pipeline.Answer{}, err
		}
		return pipeline.JSON(http.StatusOK, pipeline.TypeJSON, stored)
	}
}

// note is an event of the API: it was written.
type note struct {
	Name string `json:"note"`
	Text string `json:"text"`
}

func (n note) AppendJSON(into []byte) ([]byte, error) {
	text, err := json.Marshal(n)
	return append(into, text...), err
}

// noteKind is how notes stand on lines, and which there are from the start.
func noteKind() fixtures.Kind {
	return fixtures.Kind{
		API: "notes", Title: "Notes", Mark: "note",
		Read: func(text []byte, _ map[string]jsontext.Value) (fixtures.Event, error) {
			var n note
			err := json.Unmarshal(text, &n)
			return n, err
		},
		Seeded: func(w *fixtures.World) iter.Seq[fixtures.Event] {
			return func(yield func(fixtures.Event) bool) {
				for _, bot := range w.Bots() {
					if !yield(note{Name: bot.ID, Text: "about " + bot.ID}) {
						return
					}
				}
			}
		},
	}
}

// notebook is what a world keeps of the API.
type notebook struct {
	base *world.Base

	mu    sync.Mutex
	notes map[string]note
}

func noteWorld() world.API {
	return world.API{
		Kind: noteKind(),
		New: func(b *world.Base) (world.State, error) {
			n := &notebook{base: b, notes: map[string]note{}}
			for event := range noteKind().Seeded(b.Data) {
				if err := n.store(event.(note)); err != nil {
					return nil, err
				}
			}
			return n, nil
		},
		Commands: map[string]world.Replay{write{}.Kind(): world.ReplayOf[write]},
	}
}

func (n *notebook) Close() {}

func (n *notebook) Fork(b *world.Base) world.State {
	n.mu.Lock()
	defer n.mu.Unlock()
	return &notebook{base: b, notes: maps.Clone(n.notes)}
}

func (n *notebook) Prepare(event fixtures.Event) (world.Ready, bool, error) {
	e, mine := event.(note)
	return world.Ready{Size: 1, Store: func() error { return n.store(e) }}, mine, nil
}

func (n *notebook) Changes(world.State) []world.Changes { return nil }

// Events tells seeded and written notes alike.
func (n *notebook) Events(bool, world.State) iter.Seq2[fixtures.Event, error] {
	return func(yield func(fixtures.Event, error) bool) {
		for e := range n.all {
			if !yield(e, nil) {
				return
			}
		}
	}
}

func (n *notebook) store(e note) error {
	n.mu.Lock()
	defer n.mu.Unlock()
	if _, taken := n.notes[e.Name]; taken {
		return &world.TakenError{Message: "there already is a note called " + e.Name}
	}
	n.notes[e.Name] = e
	return nil
}

// all yields the notes in the order of their names.
func (n *notebook) all(yield func(note) bool) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for _, name := range slices.Sorted(maps.Keys(n.notes)) {
		if !yield(n.notes[name]) {
			return
		}
	}
}

// write is the command that stores a note; one without a name gets an id.
type write struct{ Note note }

func (write) Kind() string { return "write_note" }

func (c write) ApplyTo(w *world.World) (note, error) {
	n := world.Of[*notebook](w)
	if err := n.base.Take(int64(len(c.Note.Text))); err != nil {
		return note{}, err
	}
	if c.Note.Name == "" {
		c.Note.Name = n.base.NextID()
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	n.notes[c.Note.Name] = c.Note
	return c.Note, nil
}

package coverage_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/coverage"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// notes is an API with 11 items.
const notes = `openapi: 3.0.3
info: {title: Notes, version: "1"}
paths:
  /notes:
    get:
      operationId: ListNotes
      parameters:
        - {name: order, in: query, schema: {type: string, enum: [up, down]}}
        - {name: page_token, in: query, schema: {type: string}}
      responses:
        "200": {description: Notes}
        "401": {description: Who are you}
    post:
      operationId: AddNote
      requestBody:
        content:
          application/json:
            schema: {type: object, properties: {text: {type: string}}}
      responses:
        "200": {description: Kept}
        "400": {description: Refused}
`

func contract(t testing.TB, name string) *spec.Contract {
	t.Helper()
	c, err := spec.Load(spec.Source{Name: name, Document: []byte(notes)})
	require.NoError(t, err)
	return c
}

// served is a request with these parameters and this body.
func served(params, body map[string]any) spec.Use {
	if params == nil {
		params = map[string]any{}
	}
	return spec.Use{Params: spec.MembersOf(params), Body: spec.MembersOf(body), Status: 200}
}

// used counts requests: one list and one that was refused.
func used(t testing.TB, c *spec.Contract, counts *coverage.Counts) {
	t.Helper()
	list, found := c.Operation("ListNotes")
	require.True(t, found)
	counts.Count(c.Name(), list, served(map[string]any{"order": "up"}, nil))
	counts.Count(c.Name(), list, spec.Use{Status: 401})
}

func TestReport(t *testing.T) {
	c := contract(t, "notes")
	items := coverage.Of(c)
	all := coverage.NewCounts(items, nil)
	counts, others := coverage.NewCounts(items, all), coverage.NewCounts(items, all)
	require.Zero(t, counts.Report().Covered)
	used(t, c, counts)
	used(t, c, counts)
	used(t, c, others)
	r := counts.Report()
	require.Equal(t, 5, r.Covered)
	require.Equal(t, 11, r.Total)
	require.InDelta(t, 45.4, r.Percent, 1e-9)
	require.Equal(t, coverage.Item{ID: "notes.ListNotes.query.order=up", Covered: true, Hits: 2}, r.Items[2])
	require.Equal(t, coverage.Item{ID: "notes.ListNotes.query.order=down"}, r.Items[3])

	list, _ := c.Operation("ListNotes")
	counts.Count("nobody", list, served(nil, nil))
	require.Equal(t, r, counts.Report(), "what belongs to no contract is not counted")

	counts.Clear()
	require.Zero(t, counts.Report().Covered)
	require.EqualValues(t, 3, all.Report().Items[2].Hits, "the others go on counting")
	require.EqualValues(t, 1, others.Report().Items[2].Hits)
	used(t, c, counts)
	require.EqualValues(t, 4, all.Report().Items[2].Hits)
}

// TestPercentIsNotRoundedUp neither to the whole nor to what is wanted.
func TestPercentIsNotRoundedUp(t *testing.T) {
	var values []string
	for i := range 400 {
		values = append(values, fmt.Sprintf("v%d", i))
	}
	const operation = `openapi: 3.0.3
info: {title: Many, version: "1"}
paths:
  /many:
    get:
      operationId: Many
      parameters: [{name: p, in: query, schema: {type: string, enum: [VALUES]}}]
      responses: {"200": {description: All}}
`
	c, err := spec.Load(spec.Source{Name: "many", Document: []byte(strings.ReplaceAll(operation, "VALUES", strings.Join(values, ",")))})
	require.NoError(t, err)
	o, _ := c.Operation("Many")
	counts := coverage.NewCounts(coverage.Of(c), nil)
	for i, value := range values {
		counts.Count("many", o, served(map[string]any{"p": value}, nil))
		r, covered := counts.Report(), i+4 // the operation, its parameter and its status
		require.Equal(t, covered, r.Covered)
		exact := 100 * float64(covered) / float64(r.Total)
		require.LessOrEqual(t, r.Percent, exact+1e-9)
		require.Greater(t, r.Percent+0.1, exact)
		require.Equal(t, covered == r.Total, r.Percent >= 100)
		require.Equal(t, covered == r.Total, r.Reaches(100))
		require.True(t, r.Reaches(r.Percent))
		require.False(t, r.Reaches(100*float64(covered+1)/float64(r.Total)))
	}
}

// TestCountsOfManyAtOnce are exact, those of the first requests too, which all come at the same time.
func TestCountsOfManyAtOnce(t *testing.T) {
	c := contract(t, "notes")
	items := coverage.Of(contract(t, "before"), c)
	all := coverage.NewCounts(items, nil)
	const rounds, together, each = 500, 8, 4
	for range rounds {
		counts, start := coverage.NewCounts(items, all), make(chan struct{})
		var wait sync.WaitGroup
		for range together {
			wait.Go(func() {
				<-start
				for range each {
					used(t, c, counts)
				}
			})
		}
		close(start)
		wait.Wait()
		require.EqualValues(t, together*each, counts.Report().Items[13].Hits)
	}
	require.EqualValues(t, rounds*together*each, all.Report().Items[13].Hits)
	require.Equal(t, "notes.ListNotes.query.order=up", all.Report().Items[13].ID)
}

// TestJoin adds up what several have counted, in whichever order.
func TestJoin(t *testing.T) {
	c := contract(t, "notes")
	items := coverage.Of(c)
	one, two := coverage.NewCounts(items, nil), coverage.NewCounts(items, nil)
	used(t, c, one)
	add, _ := c.Operation("AddNote")
	two.Count("notes", add, served(nil, map[string]any{"text": "x"}))
	used(t, c, two)
	joined, err := items.Join(one.Report(), two.Report())
	require.NoError(t, err)
	require.Equal(t, 8, joined.Covered)
	require.EqualValues(t, 2, joined.Items[2].Hits)
	turned, err := items.Join(two.Report(), one.Report())
	require.NoError(t, err)
	require.Equal(t, joined, turned)
	alone, err := items.Join(one.Report())
	require.NoError(t, err)
	require.Equal(t, one.Report(), alone)
	much := one.Report()
	much.Items[2].Hits = 1<<53 - 1
	_, err = items.Join(much, two.Report())
	require.ErrorContains(t, err, "together the hits of notes.ListNotes.query.order=up are more than 9007199254740991; join fewer")
}

func TestRead(t *testing.T) {
	c := contract(t, "notes")
	items := coverage.Of(c)
	counts := coverage.NewCounts(items, nil)
	used(t, c, counts)
	var written bytes.Buffer
	require.NoError(t, counts.Report().Write(&written, "json"))
	again, err := items.Read(bytes.NewReader(written.Bytes()))
	require.NoError(t, err)
	require.Equal(t, counts.Report(), again)
	compact, err := json.Marshal(counts.Report())
	require.NoError(t, err)
	again, err = items.Read(bytes.NewReader(compact))
	require.NoError(t, err)
	require.Equal(t, counts.Report(), again)

	for name, bad := range map[string]struct{ old, new, why string }{
		"nothing":        {written.String(), "", "it is no coverage in JSON: EOF; expected what understudy serve --coverage"},
		"no_JSON":        {"{", "[", "it is no coverage in JSON"},
		"another_member": {`"total"`, `"colour": 1, "total"`, `unknown field "colour"`},
		"more_behind":    {written.String(), written.String() + "{}", "something follows"},
		"an_unknown_item": {
			"notes.AddNote.body.text", "notes.AddNote.body.colour",
			`another version of the contracts: it has "notes.AddNote.body.colour", which is unknown here`,
		},
		"an_item_twice":    {"notes.AddNote.body.text", "notes.AddNote", `it has "notes.AddNote" twice`},
		"hits_below_0":     {`"hits": 0`, `"hits": -1`, "expected a number from 0 to 9007199254740991"},
		"hits_not_covered": {`"hits": 0`, `"hits": 1`, "has the hits 1 and covered false"},
		"another_sum":      {`"covered": 5`, `"covered": 6`, "it says that 6 of 11 are covered, and its items that 5 of 11 are"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := items.Read(strings.NewReader(strings.Replace(written.String(), bad.old, bad.new, 1)))
			require.ErrorContains(t, err, bad.why)
		})
	}
	t.Run("another_version", func(t *testing.T) {
		_, err := coverage.Of(c, contract(t, "more")).Read(bytes.NewReader(written.Bytes()))
		require.ErrorContains(t, err, `it is of another version of the contracts: it lacks "more.ListNotes"; make it with the understudy`)
	})
}

// TestWrite compares each format with a golden file.
func TestWrite(t *testing.T) {
	c := contract(t, "notes")
	items := coverage.Of(c, contract(t, "unused"))
	counts := coverage.NewCounts(items, nil)
	used(t, c, counts)
	for _, format := range coverage.Formats() {
		t.Run(format, func(t *testing.T) {
			var got bytes.Buffer
			require.NoError(t, counts.Report().Write(&got, format))
			golden := filepath.Join("testdata", "report."+format)
			if *update {
				require.NoError(t, os.WriteFile(golden, got.Bytes(), 0o600))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err)
			require.Equal(t, string(want), got.String())
		})
	}
	require.EqualError(t, counts.Report().Write(&bytes.Buffer{}, "xml"), `unknown format "xml": choose text, json, markdown, lcov`)
	for _, format := range coverage.Formats() {
		require.NoError(t, coverage.Report{}.Write(&bytes.Buffer{}, format))
	}
}

package mockserver_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"github.com/tidwall/gjson"
	"go.yaml.in/yaml/v3"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
	"github.com/understudy-mock/understudy/spec/control"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// document is a part of an OpenAPI document.
type document map[string]any

func loaded(t *testing.T, load func() (*spec.Contract, error)) document {
	t.Helper()
	contract, err := load()
	require.NoError(t, err)
	var doc document
	require.NoError(t, yaml.Unmarshal(contract.Document(), &doc))
	return doc
}

// at follows names, and is empty where they lead nowhere.
func (d document) at(names ...string) document {
	for _, name := range names {
		d, _ = d[name].(document)
	}
	return d
}

// parameters are those of a path and of one operation on it.
func (d document) parameters(path, method string) []document {
	var all []document
	for _, from := range []document{d.at("paths", path), d.at("paths", path, method)} {
		list, _ := from["parameters"].([]any)
		for _, p := range list {
			p, _ := p.(document)
			if ref, is := p["$ref"].(string); is {
				p = d.at(strings.Split(strings.TrimPrefix(ref, "#/"), "/")...)
			}
			all = append(all, p)
		}
	}
	return all
}

// bodies are the examples of what is posted to a path, by name.
func (d document) bodies(path string) map[string]any {
	content := d.at("paths", path, "post", "requestBody", "content", "application/json")
	all := map[string]any{}
	if content["example"] != nil {
		all["example"] = content["example"]
	}
	for name := range content.at("examples") {
		all[name] = content.at("examples", name)["value"]
	}
	return all
}

// TestExamplesOfLists sends what the document shows of each list, by itself and with each filter, and wants events: a reader copies it.
func TestExamplesOfLists(t *testing.T) {
	t.Parallel()
	c := demo(mockserver.Start(t, seeded(5000)))
	doc := loaded(t, chatlayer.Contract)
	for path, least := range map[string]int{"/v1/bots/{bot_id}/events/stream": 5, "/v1/teams/{team_id}/events": 2} {
		targets := doc.examples(path)
		require.GreaterOrEqual(t, len(targets), least)
		for _, target := range targets {
			finds(t, c.get(t, target), target)
		}
		for name, example := range doc.bodies(path) {
			body, err := json.Marshal(example)
			require.NoError(t, err)
			finds(t, c.post(t, streamOf("demobot1"), string(body)), name)
		}
	}
}

// TestExamplesOfQueries does so with each question: one that finds nothing, or nothing but null, teaches nobody.
func TestExamplesOfQueries(t *testing.T) {
	t.Parallel()
	c := apiKey(mockserver.Start(t, seeded(5000)))
	doc := loaded(t, inkeep.Contract)
	for _, view := range []string{
		"events", "conversations", "feedback", "semantic-threads", "property-keys", "property-values",
	} {
		path := "/query/" + view
		examples := doc.bodies(path)
		require.NotEmpty(t, examples, path)
		for name, example := range examples {
			body, err := json.Marshal(example)
			require.NoError(t, err)
			got := c.post(t, path, string(body))
			require.Equal(t, http.StatusOK, got.status, "%s of %s: %s", name, path, got.body)
			found := gjson.Get(got.body, "data.result").Array()
			if selected := gjson.GetBytes(body, "select").Exists(); selected {
				require.True(t, tells(found), "%s of %s: %.500s", name, path, got.body)
			}
			require.NotEmpty(t, append(found, gjson.Get(got.body, "results").Array()...), "%s of %s: %.500s", name, path, got.body)
		}
	}
}

// tells reports whether each member of results has a value in one of them at least.
func tells(results []gjson.Result) bool {
	null := map[string]bool{}
	for _, row := range results {
		row.ForEach(func(name, value gjson.Result) bool {
			before, seen := null[name.Str]
			null[name.Str] = value.Type == gjson.Null && (before || !seen)
			return true
		})
	}
	for _, only := range null {
		if only {
			return false
		}
	}
	return true
}

// examples are the targets of a GET with the examples of its required parameters, and of each other one beside them.
func (d document) examples(path string) []string {
	target, query, optional := path, url.Values{}, url.Values{}
	for _, p := range d.parameters(path, "get") {
		name, _ := p["name"].(string)
		value := fmt.Sprint(p["example"])
		switch {
		case p["in"] == "path":
			target = strings.ReplaceAll(target, "{"+name+"}", value)
		case p["in"] == "query" && p["required"] == true:
			query.Set(name, value)
		case p["in"] == "query" && p["example"] != nil:
			optional.Set(name, value)
		}
	}
	target += "?" + query.Encode()
	targets := []string{target}
	for name := range optional {
		targets = append(targets, target+"&"+url.Values{name: optional[name]}.Encode())
	}
	return targets
}

func finds(t *testing.T, got reply, what string) {
	t.Helper()
	require.Equal(t, http.StatusOK, got.status, "%s: %s", what, got.body)
	var p page
	got.into(t, &p)
	require.NotEmpty(t, p.Events, what)
}

// TestExamplesOfWrites sends each documented example of a body that is written, to both APIs and the mock's own endpoints.
func TestExamplesOfWrites(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	for name, load := range map[string]func() (*spec.Contract, error){
		"chatlayer": chatlayer.Contract, "inkeep": inkeep.Contract,
		"control": func() (*spec.Contract, error) { return control.Contract() },
	} {
		c := map[string]client{"chatlayer": demo(s), "inkeep": apiKey(s), "control": nobody(s)}[name]
		doc, sent := loaded(t, load), 0
		for path := range doc.at("paths") {
			target := strings.NewReplacer("{bot_id}", "demobot1", "{team_id}", "demo-team").Replace(path)
			if strings.Contains(target, "{") {
				continue // about what must have been made before
			}
			for which, example := range doc.bodies(path) {
				body, err := json.Marshal(example)
				require.NoError(t, err)
				got := c.post(t, target, string(body))
				told := strings.HasSuffix(path, "/journal/expect") && got.status == http.StatusConflict // that it was not met
				unchecked := path == checkPath && got.status == http.StatusNotFound                     // this server has no checks
				require.True(t, got.status < 300 || told || unchecked, "%s %s %s: %d %s", name, path, which, got.status, got.body)
				require.Equal(t, http.StatusOK, nobody(s).post(t, "/__understudy/reset", "").status, "so that no fault stays")
				sent++
			}
		}
		t.Log(name, sent)
		require.True(t, sent > 0 || name == "control", name)
	}
}

// TestNearNamesAreNamed wants a refusal to name what was nearly meant.
func TestNearNamesAreNamed(t *testing.T) {
	t.Parallel()
	s := mockserver.Start(t, quiet())
	window := `"version":"LIVE","end_time":"2026-01-13",`
	for name, tt := range map[string]struct{ body, want string }{
		"member": {`{` + window + `"startTime":"2026-01-12"}`, `did you mean start_time by \"startTime\"? Rename it`},
		"operator": {
			`{` + window + `"start_time":"2026-01-12","filters":[{"key":"a","operator":"equal","value":["b"]}]}`,
			`did you mean \"equals\"?`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			got := demo(s).post(t, streamOf("demobot1"), tt.body)
			require.Equal(t, http.StatusBadRequest, got.status)
			require.Contains(t, got.body, tt.want)
		})
	}
	got := demo(s).get(t, streamOf("demobot1")+"?version=LIVE&startTime=2026-01-12&end_time=2026-01-13")
	require.Contains(t, got.body, `did you mean start_time by \"startTime\"? Rename it`)
	got = apiKey(s).post(t, "/events", `{"type":"x","entity_type":"message","messageId":"m"}`)
	require.Contains(t, got.body, `did you mean entityType by \"entity_type\"? Rename it`)
	got = apiKey(s).post(t, "/events", `{"type":"x","entityType":"message","message_id":"m"}`)
	require.Contains(t, got.body, `did you mean messageId by \"message_id\"? Rename it`)
}

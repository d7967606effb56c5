//go:build bench

package interop

import (
	"bytes"
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// answerFiles are what the other servers answer from.
type answerFiles struct {
	dir      string
	lists    [2]string // of 20 and 100 events, as the mock sends them
	document string    // the OpenAPI document with the lists as its examples, for Prism
	mockoon  string    // an environment with a bucket
	database string    // of json-server
	stubs    string    // the folder of WireMock
}

// writeLists keeps the mock's own lists.
func writeLists(t *testing.T, w window) answerFiles {
	t.Helper()
	files := answerFiles{dir: t.TempDir()}
	m := startMock(t)
	defer m.stop()
	requests := asked(w, plainly)
	p, err := dialServer(strings.TrimPrefix(m.URL, "http://"))
	require.NoError(t, err)
	defer p.Close()
	for i, row := range []string{list20, list100} {
		body, err := p.exchange(requests[row], []byte{})
		require.NoError(t, err)
		files.lists[i] = files.write(t, strings.ReplaceAll(row, " ", "-")+".json", body)
	}
	return files
}

func (f *answerFiles) write(t *testing.T, name string, content []byte) string {
	t.Helper()
	path := filepath.Join(f.dir, name)
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o700))
	require.NoError(t, os.WriteFile(path, content, 0o600))
	return path
}

func (f *answerFiles) writeJSON(t *testing.T, name string, value any) string {
	t.Helper()
	content, err := json.Marshal(value)
	require.NoError(t, err)
	return f.write(t, name, content)
}

func (f *answerFiles) list(t *testing.T, i int) json.RawMessage {
	t.Helper()
	content, err := os.ReadFile(f.lists[i])
	require.NoError(t, err)
	return content
}

// fields is what is written as JSON.
type fields = map[string]any

// writeRivals gives the other servers what they need.
func (f *answerFiles) writeRivals(t *testing.T) {
	t.Helper()
	f.writeDocument(t)
	f.writeStubs(t)
	events := seededEvents(t, 10_000)
	f.database = f.writeJSON(t, "database.json", fields{"events": events})
	bucket, err := json.Marshal(events)
	require.NoError(t, err)
	f.mockoon = f.writeJSON(t, "mockoon.json", fields{
		"uuid": "environment", "lastMigration": 33, "name": "events", "port": 3000, "hostname": "127.0.0.1",
		"data":         []fields{{"uuid": "bucket", "id": "events", "name": "events", "value": string(bucket)}},
		"rootChildren": []fields{{"type": "route", "uuid": "route"}},
		"routes": []fields{{"uuid": "route", "type": "crud", "endpoint": "events", "responses": []fields{{
			"uuid": "response", "statusCode": 200, "bodyType": "DATABUCKET", "databucketID": "events", "default": true, "crudKey": "id",
		}}}},
	})
}

func (f *answerFiles) writeDocument(t *testing.T) {
	t.Helper()
	text, err := os.ReadFile(document(t, "chatlayer"))
	require.NoError(t, err)
	var doc fields
	require.NoError(t, yaml.Unmarshal(text, &doc))
	answer := doc
	for _, name := range []string{"components", "responses", "EventPage", "content", "application/json"} {
		next, ok := answer[name].(fields)
		require.True(t, ok, "the document has no %s", name)
		answer = next
	}
	delete(answer, "example")
	answer["examples"] = fields{"list-of-20": fields{"value": f.list(t, 0)}, "list-of-100": fields{"value": f.list(t, 1)}}
	f.document = f.writeJSON(t, "openapi.json", doc)
}

func (f *answerFiles) writeStubs(t *testing.T) {
	t.Helper()
	credentials := fields{"username": "demo-token-id", "password": "demo-token-secret"}
	stub := func(name, method, path string, more fields, body string) {
		request := fields{"method": method, "urlPathPattern": path, "basicAuthCredentials": credentials}
		for k, v := range more {
			request[k] = v
		}
		f.writeJSON(t, filepath.Join("stubs", "mappings", name+".json"), fields{
			"request":  request,
			"response": fields{"status": 200, "headers": fields{"Content-Type": "application/json"}, "body": body},
		})
	}
	for i, size := range []string{"20", "100"} {
		stub("list"+size, http.MethodGet, "/v1/bots/[^/]+/events/stream",
			fields{"queryParameters": fields{"page_size": fields{"equalTo": size}}}, string(f.list(t, i)))
	}
	stub("track", http.MethodPost, "/v1/bots/[^/]+/events/track", nil, trackAnswer)
	f.stubs = filepath.Join(f.dir, "stubs")
}

// seededEvents are events of one bot that end now.
func seededEvents(t *testing.T, count int) []json.RawMessage {
	t.Helper()
	p := start(t, binary, "seed", "--api", "chatlayer", "--events", "10000")
	<-p.done
	require.NoError(t, p.err, p.stderr.String())
	var events []json.RawMessage
	for line := range strings.Lines(p.stdout.String()) {
		if len(events) < count && bytes.Contains([]byte(line), []byte(`"bot_id":"demobot1"`)) {
			events = append(events, json.RawMessage(strings.TrimSpace(line)))
		}
	}
	require.Len(t, events, count)
	return events
}

//go:build bench

package interop

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/gorilla/mux"
	"github.com/stretchr/testify/require"
	"go.yaml.in/yaml/v3"
)

// bareEnv, when set, makes the test binary the bare server instead of a test.
const bareEnv = "INTEROP_BARE"

// serveBareIfAsked serves fixed bytes behind a router and basic authentication on the port that the first argument names: what is
// left of a Go server when everything that the mock is for has been taken away. The second argument is the file of a list.
func serveBareIfAsked() bool {
	if os.Getenv(bareEnv) == "" {
		return false
	}
	list, err := os.ReadFile(os.Args[2])
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	track := []byte(`{"event_id":"0190f0a2-7f3c-7e21-9c55-4d2f1b7a9e10"}`)
	router := mux.NewRouter()
	router.HandleFunc("/v1/bots/{bot_id}/events/{call}", func(w http.ResponseWriter, r *http.Request) {
		if id, secret, ok := r.BasicAuth(); !ok || id != "demo-token-id" || secret != "demo-token-secret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		body := list
		if r.Method == http.MethodPost {
			_, _ = io.Copy(io.Discard, r.Body)
			body = track
		}
		_, _ = w.Write(body)
	})
	server := http.Server{Addr: "127.0.0.1:" + os.Args[1], Handler: router, ReadHeaderTimeout: time.Minute}
	fmt.Fprintln(os.Stderr, server.ListenAndServe())
	return true
}

// answerFiles are what the other servers answer from.
type answerFiles struct {
	list     string // the list as it is
	document string // the document with the list as its example
}

// writeAnswers gives the other servers the mock's own list: Prism would answer with the one event of the example.
func writeAnswers(t *testing.T, list []byte) answerFiles {
	t.Helper()
	dir := t.TempDir()
	files := answerFiles{list: filepath.Join(dir, "list.json"), document: filepath.Join(dir, "openapi.json")}
	require.NoError(t, os.WriteFile(files.list, list, 0o600))

	text, err := os.ReadFile(document(t, "chatlayer"))
	require.NoError(t, err)
	var doc map[string]any
	require.NoError(t, yaml.Unmarshal(text, &doc))
	var page struct {
		Events []any `json:"events"`
	}
	require.NoError(t, json.Unmarshal(list, &page))
	require.Len(t, page.Events, 20)
	answer := doc
	for _, name := range []string{"components", "responses", "EventPage", "content", "application/json"} {
		next, ok := answer[name].(map[string]any)
		require.True(t, ok, "the document has no %s", name)
		answer = next
	}
	answer["examples"] = map[string]any{"list": map[string]any{"value": json.RawMessage(list)}}
	out, err := json.Marshal(doc)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(files.document, out, 0o600))
	return files
}

package main

import (
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"example.com/notes/conformance/internal/server"
)

func TestJudge(t *testing.T) {
	keeps := server.New(func(text string) string { return text })
	loses := server.New(func(text string) string { return strings.ReplaceAll(text, "ä", "?") })
	refuses := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodPut {
			w.WriteHeader(http.StatusForbidden)
			return
		}
		keeps.ServeHTTP(w, r)
	})
	for name, tt := range map[string]struct {
		server http.Handler
		key    string
		args   []string
		status int
		says   string
	}{
		"conformant":    {keeps, "key", nil, 0, "2 of 2 checks of level must ran and passed"},
		"nonconformant": {loses, "key", nil, 1, "a note reads otherwise than it was written"},
		"incomplete":    {refuses, "key", nil, 3, "the note could not be written: status 403"},
		"one_check_alone": {
			loses, "key",
			[]string{"--only", "notes.read.unknown"},
			0,
			"again: go run ./cmd/judge --only 'notes.read.unknown' 'http://",
		},
		"nothing_is_written": {loses, "key", []string{"--read-only"}, 0, "the run is read-only"},
		"without_a_key":      {keeps, "", nil, 2, "judge: notes: no key; set NOTES_KEY"},
		"an_unknown_check": {
			keeps, "key",
			[]string{"--only", "notes.raed.*"},
			2,
			`did you mean "notes.read.as-written" or "notes.read.unknown"?`,
		},
		"an_unknown_format":      {keeps, "key", []string{"--report", "htm=x"}, 2, `did you mean "html"?`},
		"a_report_without_file":  {keeps, "key", []string{"--report", "html"}, 2, "expected FORMAT=FILE"},
		"two_URLs":               {keeps, "key", []string{"http://127.0.0.1:1"}, 2, "give one URL"},
		"a_file_nobody_can_make": {keeps, "key", []string{"--report", "json=no/such/folder/x"}, 3, "no such file"},
	} {
		t.Run(name, func(t *testing.T) {
			server := httptest.NewServer(tt.server)
			t.Cleanup(server.Close)
			var said strings.Builder
			require.Equal(t, tt.status, judge(t.Context(), append(tt.args, server.URL), tt.key, &said, &said), said.String())
			require.Contains(t, said.String(), tt.says)
		})
	}
}

func TestJudgeWritesReports(t *testing.T) {
	server := httptest.NewServer(server.New(func(string) string { return "{}" }))
	t.Cleanup(server.Close)
	folder := t.TempDir()
	var args []string
	for _, format := range []string{"html", "json", "junit", "markdown"} {
		args = append(args, "--report", format+"="+filepath.Join(folder, format))
	}
	var said strings.Builder
	require.Equal(t, 1, judge(t.Context(), append(args, server.URL), "hush-hush", &said, &said), said.String())
	for _, format := range []string{"html", "json", "junit", "markdown"} {
		text, err := os.ReadFile(filepath.Join(folder, format))
		require.NoError(t, err)
		require.Contains(t, string(text), "notes.read.as-written")
		require.NotContains(t, string(text), "hush-hush", "secrets stay out of reports")
	}
}

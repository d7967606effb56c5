package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// orders is what a target says that wants to give orders to the CI system in which it is judged, and to the terminal.
const orders = "::error::boo ::stop-commands::x\n  ::add-mask::e\r##[error]a ##vso[task.complete result=Succeeded;]done " +
	"##teamcity[buildStop]\n" +
	"--- a\n+++ b\n^^^ +++\n\x1b[0Ksection_start:1:a\r\x1b[0K travis_fold:start:a\r \x1b]1338;url='a'\x07 \u202eabc\u200b"

// obeyed finds a line that a CI system or a terminal would obey: GitHub, Azure, TeamCity, Buildkite, GitLab, Travis.
var obeyed = regexp.MustCompile(`(?m)^[\s\x{a0}]*::|##[A-Za-z]*\[|^\s*(---|\+\+\+|~~~|\^\^\^)(\s|$)|` +
	`section_(start|end):|travis_fold:|[\x00-\x08\x0b-\x1f\x7f\x{80}-\x{9f}\x{200b}\x{202e}]`)

// TestNobodyObeysATarget judges targets that put orders wherever they can, and reads all that it writes.
func TestNobodyObeysATarget(t *testing.T) {
	t.Parallel()
	good := mockserver.New(mockserver.Options{EventsPerBot: mockserver.NoEvents})
	targets := map[string]http.HandlerFunc{
		"that_refuses": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Order", strings.NewReplacer("\n", " ", "\r", " ").Replace(orders))
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, orders)
		},
		"that_speaks_no_http": func(w http.ResponseWriter, _ *http.Request) {
			if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
				_, _ = io.WriteString(conn, orders)
				_ = conn.Close()
			}
		},
		"that_is_wrong": func(w http.ResponseWriter, r *http.Request) {
			answer := httptest.NewRecorder()
			good.ServeHTTP(answer, r)
			w.Header().Set("Content-Type", answer.Header().Get("Content-Type"))
			w.WriteHeader(answer.Code)
			order, _ := json.Marshal(orders)
			text := strings.Replace(answer.Body.String(), `"}`, `", "order": `+string(order)+`}`, 1)
			_, _ = io.WriteString(w, text+"\n"+orders)
		},
	}
	only := map[string][]string{
		"chatlayer": {"--only", "chatlayer.auth.*", "--only", "chatlayer.filters.event", "--only", "chatlayer.echo.*"},
		"inkeep":    {"--only", "inkeep.events.*"},
	}
	for name, target := range targets {
		for api := range only {
			t.Run(name+"/"+api, func(t *testing.T) {
				t.Parallel()
				dir := t.TempDir()
				args := judge(server(t, target), filepath.Join(dir, "json"),
					append([]string{"--settle", "1s", "--rate", "5000"}, only[api]...)...)[api]
				for _, format := range []string{"junit", "html", "markdown"} {
					args = append(args, "--report", format+"="+filepath.Join(dir, format))
				}
				var stdout, stderr bytes.Buffer
				require.NotEqual(t, exitUsage, run(t.Context(), args, nil, &stdout, &stderr), stderr.String())
				texts := map[string]string{"stdout": stdout.String(), "stderr": stderr.String()}
				for _, format := range []string{"json", "junit", "html", "markdown"} { // any of them may go to stdout
					text, err := os.ReadFile(filepath.Join(dir, format))
					require.NoError(t, err)
					texts[format] = string(text)
				}
				for where, text := range texts {
					require.Empty(t, obeyed.FindAllString(text, 3), where)
				}
			})
		}
	}
}

// TestNobodyObeysAClient lets a client put orders wherever a log and the verdict of serve may repeat them.
func TestNobodyObeysAClient(t *testing.T) {
	var stderr bytes.Buffer
	f := serveFlags{
		mockFlags:      mockFlags{auth: "strict", maxEvents: 1, worldFlags: worldFlags{now: "real", seed: 1}},
		maxConnections: 1, addr: "127.0.0.1:0",
	}
	f.access.register(pflag.NewFlagSet("serve", pflag.ContinueOnError))
	f.namespaces.register(pflag.NewFlagSet("serve", pflag.ContinueOnError))
	f.state.register(pflag.NewFlagSet("serve", pflag.ContinueOnError))
	opts, err := f.options(io.Discard, &stderr)
	require.NoError(t, err)
	server := mockserver.New(opts)
	require.NoError(t, server.Err())
	for _, order := range strings.Split(orders, "\n") {
		r := httptest.NewRequest(http.MethodGet, "/v1/nowhere", nil)
		r.URL.Path, r.Method = "/v1/\n"+order+"\n"+order, strings.TrimSpace(order)
		server.ServeHTTP(httptest.NewRecorder(), r)
		r = httptest.NewRequest(http.MethodGet, "/v1/bots/b/events/stream", nil)
		r.SetBasicAuth("demo-token-id", "demo-token-secret")
		r.URL.RawQuery = url.Values{"version": {order}, order: {order}}.Encode()
		server.ServeHTTP(httptest.NewRecorder(), r)
	}
	require.Error(t, (&serveFlags{failOnViolation: true}).verdict(server, &stderr))
	require.Contains(t, stderr.String(), "task.complete")
	require.Empty(t, obeyed.FindAllString(stderr.String(), -1))
}

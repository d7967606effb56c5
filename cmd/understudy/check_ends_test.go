package main

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// judge are the arguments that judge a target by each API.
func judge(address, path string, more ...string) map[string][]string {
	return map[string][]string{
		"chatlayer": append([]string{
			"check", address, "--api", "chatlayer", "--basic", "demo-token-id:demo-token-secret", "--bot", "demobot1",
			"--report", "json=" + path,
		}, more...),
		"inkeep": append([]string{"check", address, "--api", "inkeep", "--bearer", "demo-api-key", "--report", "json=" + path}, more...),
	}
}

// hung is longer than a run takes that cannot judge its target, however busy the machine is.
const hung = 40 * time.Second

// TestCheckEndsSoon judges targets that cannot be judged. Whatever they do, the run ends soon with status 3, says why and
// writes its report.
func TestCheckEndsSoon(t *testing.T) {
	secure := httptest.NewUnstartedServer(http.NotFoundHandler())
	secure.Config.ErrorLog = log.New(io.Discard, "", 0)
	secure.StartTLS()
	t.Cleanup(secure.Close)
	block := make([]byte, 1<<20)
	tests := map[string]struct {
		url  string
		want string // a regular expression of the reason
	}{
		"nobody_listens":         {"http://127.0.0.1:1", "connection refused"},
		"an_unknown_certificate": {secure.URL, "certificate"},
		"it_speaks_tls": {
			strings.Replace(secure.URL, "https", "http", 1),
			"speaks TLS on that port, and the URL says http; give an https URL",
		},
		"it_hangs": {server(t, hang), "(?i)deadline|time|500ms"},
		"it_answers_with_html": {server(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, "<!doctype html><title>Welcome</title>")
		}), "(?i)html|json"},
		"it_refuses_the_credentials": {
			server(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(401) }),
			"401|credentials|key",
		},
		"it_forbids": {server(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403) }), "403"},
		"it_redirects": {server(t, func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://elsewhere.example/", http.StatusFound)
		}), "302|redirect"},
		"it_hangs_up": {server(t, hangUp), "EOF|connection"},
		"its_answer_has_100_megabytes": {server(t, func(w http.ResponseWriter, _ *http.Request) {
			for range 100 {
				if _, err := w.Write(block); err != nil {
					return
				}
			}
		}), "long|large|bytes"},
	}
	for name, tt := range tests {
		timeout := "1m"
		if name == "it_hangs" {
			timeout = "500ms"
		}
		dir := t.TempDir()
		for api, args := range judge(tt.url, filepath.Join(dir, "report.json"), "--timeout", timeout) {
			t.Run(name+"_for_"+api, func(t *testing.T) {
				t.Parallel()
				junit := filepath.Join(dir, api+".xml")
				args = append(args, "--report", "junit="+junit)
				var stdout, stderr bytes.Buffer
				began := time.Now()
				code := run(t.Context(), args, nil, &stdout, &stderr)
				require.Less(t, time.Since(began), hung)
				require.Equal(t, exitFailed, code, stderr.String())
				require.Regexp(t, tt.want, stderr.String())
				require.Contains(t, stdout.String(), "INCOMPLETE")
				text, err := os.ReadFile(junit)
				require.NoError(t, err)
				require.Regexp(t, `<testsuites .* errors="[1-9]`, string(text), "a CI system looks at nothing else")
			})
		}
	}
}

func server(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	return s.URL
}

// hang answers nothing until the client has gone, which a server notices only behind the request's body.
func hang(_ http.ResponseWriter, r *http.Request) {
	_, _ = io.Copy(io.Discard, r.Body)
	<-r.Context().Done()
}

func hangUp(w http.ResponseWriter, _ *http.Request) {
	if conn, _, err := w.(http.Hijacker).Hijack(); err == nil {
		_ = conn.Close()
	}
}

// TestCheckOfATargetThatDies lets a good target die after some requests: nothing is held against it, and the rest is unsure.
func TestCheckOfATargetThatDies(t *testing.T) {
	t.Parallel()
	for _, api := range []string{"chatlayer", "inkeep"} {
		t.Run(api, func(t *testing.T) {
			t.Parallel()
			good := mockserver.New(mockserver.Options{EventsPerBot: mockserver.NoEvents})
			var requests atomic.Int32
			lives := map[string]int32{"chatlayer": 300, "inkeep": 20}[api]
			url := server(t, func(w http.ResponseWriter, r *http.Request) {
				if requests.Add(1) > lives {
					hangUp(w, r)
					return
				}
				good.ServeHTTP(w, r)
			})
			path := filepath.Join(t.TempDir(), "report.json")
			var stdout, stderr bytes.Buffer
			began := time.Now()
			code := run(t.Context(), append(judge(url, path)[api], "--settle", "2s"), nil, &stdout, &stderr)
			require.Less(t, time.Since(began), 2*hung)
			r := readReport(t, path)
			for _, c := range r.Checks {
				require.False(t, c.Level == conformance.Must && c.Outcome == conformance.Fail, "%s fails: %s", c.ID, c.Message)
			}
			require.Equal(t, exitFailed, code, stderr.String())
			require.Positive(t, r.Summary.Inconclusive)
		})
	}
}

func readReport(t *testing.T, path string) conformance.Report {
	t.Helper()
	text, err := os.ReadFile(path)
	require.NoError(t, err)
	var r conformance.Report
	require.NoError(t, json.Unmarshal(text, &r))
	return r
}

// TestCheckIsInterrupted sends the signal of Ctrl-C, and the one of a CI system that stops a job, to a run that waits.
func TestCheckIsInterrupted(t *testing.T) {
	for name, signals := range map[string][]os.Signal{
		"SIGINT": {syscall.SIGINT}, "SIGTERM": {syscall.SIGTERM},
		"twice_for_one_wish": {syscall.SIGINT, syscall.SIGINT}, // from the terminal, and from make or npm
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			asked := make(chan struct{}, 100)
			url := server(t, func(w http.ResponseWriter, r *http.Request) {
				asked <- struct{}{}
				hang(w, r)
			})
			path := filepath.Join(t.TempDir(), "report.json")
			ctx, cancel := context.WithTimeout(t.Context(), 2*hung)
			defer cancel()
			cmd := exec.CommandContext(ctx, "understudy", append(judge(url, path)["inkeep"], "--timeout", "1m")...)
			var stdout bytes.Buffer
			cmd.Stdout = &stdout
			require.NoError(t, cmd.Start())
			<-asked
			began := time.Now()
			for _, s := range signals {
				require.NoError(t, cmd.Process.Signal(s))
				time.Sleep(2 * time.Millisecond)
			}
			require.Error(t, cmd.Wait())
			require.Less(t, time.Since(began), hung)
			require.Equal(t, exitFailed, cmd.ProcessState.ExitCode())
			require.Contains(t, stdout.String(), "INCOMPLETE")
			require.Contains(t, readReport(t, path).Reason, "interrupted")
		})
	}
}

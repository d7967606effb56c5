//go:build bench

package interop

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The rows of the comparison.
const (
	list20  = "list of 20"
	list100 = "list of 100"
	track   = "track"
)

var rowNames = []string{list20, list100, track}

// starts is how often a server is started to find the median of its start-up time; slowStarts of one that takes a second and more.
const (
	starts     = 20
	slowStarts = 5
)

// trackBody is a whole event without an id, so that every request stores a new one.
const trackBody = `{"version":"LIVE","user_id":"bench-user","event":"step_completed",` +
	`"attributes":{"flow":"order_status","step_name":"ask_order_number","step_number":"3"},` +
	`"context":{"conversation_id":"bench-conversation","campaign":{"id":"spring-sale","source":"newsletter"}},` +
	`"timestamp":"2026-01-12T09:59:59.123Z"}`

// window is that of the lists: a week.
type window struct{ start, end string }

func lastWeek() window {
	end := time.Now().UTC()
	return window{end.AddDate(0, 0, -7).Format(time.RFC3339), end.Format(time.RFC3339)}
}

// request is one HTTP request as it goes over the wire, again and again.
func request(method, path, body string, headers ...string) []byte {
	head := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: %s\r\nAccept: application/json\r\n", method, path, demoTeam)
	for _, h := range headers {
		head += h + "\r\n"
	}
	if body != "" {
		head += fmt.Sprintf("Content-Type: application/json\r\nContent-Length: %d\r\n", len(body))
	}
	return []byte(head + "\r\n" + body)
}

// asked are the requests of a server with the paths of the API.
func asked(w window, headers func(row string) []string) map[string][]byte {
	list := func(size int) string {
		return fmt.Sprintf("/v1/bots/demobot1/events/stream?version=LIVE&page_size=%d&start_time=%s&end_time=%s", size, w.start, w.end)
	}
	return map[string][]byte{
		list20:  request(http.MethodGet, list(20), "", headers(list20)...),
		list100: request(http.MethodGet, list(100), "", headers(list100)...),
		track:   request(http.MethodPost, "/v1/bots/demobot1/events/track", trackBody, headers(track)...),
	}
}

func plainly(string) []string { return nil }

// preferring tells Prism which example of the document to answer with.
func preferring(row string) []string {
	if row == track {
		return nil
	}
	return []string{"Prefer: example=" + strings.ReplaceAll(row, " ", "-")}
}

// own is the mock and the bare server.
func own(w window, files answerFiles) []*rival {
	return []*rival{
		{
			name: "Understudy", about: "at the defaults", starts: starts, asked: asked(w, plainly),
			command: func(port string) []string { return []string{binary, "serve", "--addr", "127.0.0.1:" + port} },
		},
		{
			name: "bare net/http", about: "gorilla/mux, basic authentication, the same bytes every time",
			starts: starts, asked: asked(w, plainly),
			command: func(port string) []string { return []string{os.Args[0], port, files.lists[0], files.lists[1]} }, env: bareEnv + "=1",
		},
	}
}

// neverMatched is a fault that is looked at for each request and given to none.
const neverMatched = `{"match":{"header":{"X-Never":"1"}},"status":503}`

// onAndOff is the mock with all that it notes of each request, and with as little of that as it can. It always counts coverage.
func onAndOff(t *testing.T, w window) []*rival {
	t.Helper()
	covered := filepath.Join(t.TempDir(), "coverage.json")
	served := func(flags ...string) func(port string) []string {
		return func(port string) []string {
			return append([]string{binary, "serve", "--addr", "127.0.0.1:" + port}, flags...)
		}
	}
	return []*rival{
		{
			name: "everything on", about: "journal, coverage, a fault that no request matches", starts: 1, asked: asked(w, plainly),
			command: served("--coverage", covered), prepare: matchNothing,
		},
		{name: "all off", about: "no journal, no fault", starts: 1, asked: asked(w, plainly), command: served("--journal-bytes", "0")},
	}
}

// matchNothing adds the fault that no request is given.
func matchNothing(address string) error {
	p, err := dialServer(address)
	if err != nil {
		return err
	}
	defer p.Close()
	_, err = p.exchange(request(http.MethodPost, "/__understudy/faults", neverMatched), nil)
	return err
}

// others are programs that we did not write.
func others(t *testing.T, w window, files answerFiles) []*rival {
	t.Helper()
	java, err := exec.LookPath("java")
	require.NoError(t, err, "WireMock needs Java 11 or later")
	jar := tool(t, "rivals", "node_modules", "wiremock", "build", "wiremock-standalone-"+npmVersion(t, "rivals", "wiremock")+".jar")
	collection := func(query string) map[string][]byte {
		path := func(size int) string {
			return fmt.Sprintf("/events?"+query, url.QueryEscape(w.start), url.QueryEscape(w.end), size)
		}
		return map[string][]byte{
			list20: request(http.MethodGet, path(20), ""), list100: request(http.MethodGet, path(100), ""),
			track: request(http.MethodPost, "/events", trackBody),
		}
	}
	return []*rival{
		{
			name: "Prism", version: npmVersion(t, "", "@stoplight/prism-cli"), starts: slowStarts,
			about: "silent, with the same document; it validates requests and answers with one example, whatever was asked for",
			asked: asked(w, preferring),
			command: func(port string) []string {
				bin := tool(t, "node_modules", ".bin", "prism")
				return []string{bin, "mock", files.document, "--port", port, "--verboseLevel", "silent"}
			},
		},
		{
			name: "Mockoon", version: npmVersion(t, "rivals", "@mockoon/cli"), starts: slowStarts,
			about: "its CRUD bucket of 10,000 events, filtered by bot, version and time; no validation, no authentication",
			asked: collection("bot_id_eq=demobot1&version_eq=LIVE&timestamp_gte=%s&timestamp_lte=%s&page=1&limit=%d"),
			command: func(port string) []string {
				return []string{
					tool(t, "rivals", "node_modules", ".bin", "mockoon-cli"), "start", "--data", files.mockoon, "--port", port,
					"--hostname", "127.0.0.1", "--disable-log-to-file", "--disable-admin-api",
				}
			},
		},
		{
			name: "json-server", version: npmVersion(t, "rivals", "json-server"), starts: slowStarts,
			about: "10,000 events, filtered by bot, version and time; no validation, no authentication",
			asked: collection("bot_id=demobot1&version=LIVE&timestamp_gte=%s&timestamp_lte=%s&_page=1&_limit=%d"),
			command: func(port string) []string {
				bin := tool(t, "rivals", "node_modules", ".bin", "json-server")
				return []string{bin, "--host", "127.0.0.1", "--port", port, "--quiet", files.database}
			},
		},
		{
			name: "WireMock", version: npmVersion(t, "rivals", "wiremock"), starts: slowStarts, asked: asked(w, plainly),
			about: "three stubs without state, basic authentication; no journal, no log",
			command: func(port string) []string {
				return []string{
					java, "-jar", jar, "--port", port, "--bind-address", "127.0.0.1", "--root-dir", files.stubs,
					"--no-request-journal", "--disable-request-logging", "--disable-banner",
				}
			},
		},
	}
}

// npmVersion is the version of an installed package.
func npmVersion(t *testing.T, folder, name string) string {
	t.Helper()
	text, err := os.ReadFile(tool(t, folder, "node_modules", filepath.FromSlash(name), "package.json"))
	require.NoError(t, err)
	var pkg struct {
		Version string `json:"version"`
	}
	require.NoError(t, json.Unmarshal(text, &pkg))
	return pkg.Version
}

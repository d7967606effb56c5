//go:build bench

package interop

import (
	"flag"
	"fmt"
	"io"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

var benchLoad = flag.Duration("benchload", 5*time.Second, "how long each server is put under load, per request")

// buildFlags are none: the program is built as it ships.
var buildFlags []string

// buildEnv leaves out what is written in C, as what ships does.
const buildEnv = "CGO_ENABLED=0"

// starts is how often a server is started to find the median of its start-up time.
const (
	starts      = 20
	prismStarts = 5 // it takes a second each time and hardly varies
)

// TestBench prints the mock's figures beside those of a bare net/http handler, which is as fast as a Go server can be, and
// of Prism, which answers from the same document. It judges nothing: the figures depend on the machine.
func TestBench(t *testing.T) {
	end := time.Now().UTC()
	list := fmt.Sprintf("/v1/bots/demobot1/events/stream?version=LIVE&page_size=20&start_time=%s&end_time=%s",
		end.AddDate(0, 0, -7).Format(time.RFC3339), end.Format(time.RFC3339))
	m := startMock(t)
	res := benchGet(t, m.URL+list)
	m.stop()
	files := writeAnswers(t, res)

	listRequest := request(http.MethodGet, list, "")
	trackRequest := request(http.MethodPost, "/v1/bots/demobot1/events/track", trackBody)
	rivals := []*rival{
		{name: "Understudy", starts: starts, command: func(port string) []string {
			return []string{binary, "serve", "--addr", "127.0.0.1:" + port}
		}},
		{name: "bare net/http", starts: starts, command: func(port string) []string {
			return []string{os.Args[0], port, files.list}
		}, env: bareEnv + "=1"},
		{name: "Prism (silent)", starts: prismStarts, command: func(port string) []string {
			return []string{tool(t, "node_modules", ".bin", "prism"), "mock", files.document, "--port", port, "--verboseLevel", "silent"}
		}},
	}
	for _, r := range rivals {
		fmt.Fprintf(os.Stderr, "measuring %s\n", r.name)
		r.measureStart(t, listRequest)
		r.list = r.load(t, listRequest)
		r.track = r.load(t, trackRequest)
		r.stop()
	}
	fmt.Printf("\nA list answer is %d bytes with 20 events, a track request %d bytes.\n", len(res), len(trackBody))
	fmt.Printf("Load: an in-house closed loop in Go, %d connections on raw sockets, %s after 1s of warm-up,\n", connections, *benchLoad)
	fmt.Print("on the same cores as the server. Times in milliseconds, memory in MiB of resident set 1s after the first 200.\n\n")
	printTable(os.Stdout, rivals)
}

// trackBody is a whole event without an id, so that every request stores a new one.
const trackBody = `{"version":"LIVE","user_id":"bench-user","event":"step_completed",` +
	`"attributes":{"flow":"order_status","step_name":"ask_order_number","step_number":"3"},` +
	`"context":{"conversation_id":"bench-conversation","campaign":{"id":"spring-sale","source":"newsletter"}},` +
	`"timestamp":"2026-01-12T09:59:59.123Z"}`

// request is one HTTP request as it goes over the wire, again and again.
func request(method, path, body string) []byte {
	head := fmt.Sprintf("%s %s HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: %s\r\nAccept: application/json\r\n", method, path, demoTeam)
	if body != "" {
		head += fmt.Sprintf("Content-Type: application/json\r\nContent-Length: %d\r\n", len(body))
	}
	return []byte(head + "\r\n" + body)
}

// benchGet fetches the answer that the other servers are to repeat.
func benchGet(t *testing.T, url string) []byte {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, url, nil)
	require.NoError(t, err)
	req.Header.Set("Authorization", demoTeam)
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	require.Equal(t, http.StatusOK, res.StatusCode, "%s", body)
	return body
}

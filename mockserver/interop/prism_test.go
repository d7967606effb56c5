//go:build interop

package interop

import (
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// complaint matches what Prism, or the libraries below it, print when a document or an exchange is not to their liking.
var complaint = regexp.MustCompile(`(?i)violation:|\bwarn(ing)?\b|\berror\b|\bfatal\b|unknown format|deprecat`)

var anyURL = regexp.MustCompile(`https?://\S+`)

// TestPrismLoads serves each document with Prism's mock server, which must not find anything wrong with it.
func TestPrismLoads(t *testing.T) {
	t.Parallel()
	for api, path := range documents(t) {
		t.Run(api, func(t *testing.T) {
			p := start(t, tool(t, "node_modules", ".bin", "prism"), "mock", path, "--errors", "--port", "0")
			base := prismAddress(t, p)
			requireNoComplaint(t, p)
			// Schemas are compiled when they are first used; the request itself is refused, for want of credentials or of a route.
			for _, method := range []string{http.MethodGet, http.MethodPost} {
				for _, target := range documentPaths(t, path) {
					res := send(t, base, step{method: method, path: target, auth: demoTeam})
					require.NotEqual(t, http.StatusInternalServerError, res.status, "%s %s: %s", method, target, res.body)
				}
			}
			require.NotRegexp(t, `(?i)unknown format|strict mode`, p.stdout.String()+p.stderr.String())
		})
	}
}

// TestPrismProxy puts Prism between a client and the mock. Prism checks both directions against the document, each request
// and each answer, and refuses to pass on what breaks it.
func TestPrismProxy(t *testing.T) {
	t.Parallel()
	for api, walk := range map[string][]step{"chatlayer": chatlayerSteps(), "inkeep": inkeepSteps()} {
		t.Run(api, func(t *testing.T) {
			t.Parallel()
			m := startMock(t, "--now", frozenNow)
			requireWholeDocument(t, document(t, api), walk)
			everything := startProxy(t, api, m)
			onlyAnswers := startProxy(t, api, m, "--validate-request=false")
			for _, s := range walk {
				t.Run(s.name, func(t *testing.T) {
					proxy := everything
					if s.breaksTheDocument {
						// Prism would refuse the request itself; what counts is that the mock's refusal follows the document.
						proxy = onlyAnswers
					}
					res := send(t, prismAddress(t, proxy), s)
					require.Equal(t, s.status, res.status, "%s", res.body)
					require.Empty(t, res.header.Get("Sl-Violations"))
					require.NotEmpty(t, res.header.Get("Understudy-Request-Id"), "the mock should have answered, not Prism")
				})
			}
			if api == "chatlayer" {
				base := prismAddress(t, everything)
				pages := walkPages(t, base+bot+"stream?version=LIVE&page_size=100&"+week, demoTeam)
				require.Greater(t, len(pages), 1, "a week of the demo data has several pages")
			}
			// Prism writes its log when it finds the time; once it has ended the log is complete.
			everything.stop()
			requireNoComplaint(t, everything)
			onlyAnswers.stop()
			requireNoComplaint(t, onlyAnswers)
		})
	}
}

// startProxy runs Prism as a validating proxy in front of the mock.
func startProxy(t *testing.T, api string, m *mock, flags ...string) *process {
	t.Helper()
	args := append([]string{"proxy", document(t, api), m.URL, "--errors", "--port", "0"}, flags...)
	p := start(t, tool(t, "node_modules", ".bin", "prism"), args...)
	prismAddress(t, p)
	return p
}

// prismAddress waits until Prism listens.
func prismAddress(t testing.TB, p *process) string {
	t.Helper()
	return p.await(t, &p.stdout, `Prism is listening on (http://\S+)`)[1]
}

func requireNoComplaint(t *testing.T, p *process) {
	t.Helper()
	for line := range strings.Lines(p.stdout.String() + p.stderr.String()) {
		require.NotRegexp(t, complaint, anyURL.ReplaceAllString(line, "URL")) // Prism fills URLs with words of its own, "error" too
	}
}

// answer is what came back.
type answer struct {
	status int
	header http.Header
	body   []byte
}

// send makes one request of a walk.
func send(t testing.TB, base string, s step) answer {
	t.Helper()
	var body io.Reader
	if s.body != "" {
		body = strings.NewReader(s.body)
	}
	req, err := http.NewRequestWithContext(t.Context(), s.method, base+s.path, body)
	require.NoError(t, err)
	if s.auth != "" {
		req.Header.Set("Authorization", s.auth)
	}
	switch {
	case s.mediaType != "":
		req.Header.Set("Content-Type", s.mediaType)
	case s.body != "":
		req.Header.Set("Content-Type", "application/json")
	}
	res, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	defer res.Body.Close()
	got, err := io.ReadAll(res.Body)
	require.NoError(t, err)
	return answer{status: res.StatusCode, header: res.Header, body: got}
}

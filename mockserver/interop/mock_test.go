//go:build interop || bench

package interop

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// The mock's demo credentials, as Authorization headers.
const (
	demoTeam   = "Basic ZGVtby10b2tlbi1pZDpkZW1vLXRva2VuLXNlY3JldA==" // demo-token-id:demo-token-secret
	otherTeam  = "Basic b3RoZXItdG9rZW4taWQ6b3RoZXItdG9rZW4tc2VjcmV0" // other-token-id:other-token-secret
	wrongBasic = "Basic ZGVtby10b2tlbi1pZDpub3QtdGhlLXNlY3JldA=="     // demo-token-id:not-the-secret
	apiKey     = "Bearer demo-api-key"
	webKey     = "Bearer demo-web-key"
	wrongKey   = "Bearer not-a-key"
)

// mock is the program under test, serving on a free port.
type mock struct {
	*process
	URL string
}

// startMock runs `understudy serve` until the test ends, which also proves its manners: one line on stdout, status 0 when it
// is asked to stop, and no defect in its log, where it notes every answer of its own that breaks the contract. A data race
// ends a binary built with the race detector with another status.
func startMock(t testing.TB, flags ...string) *mock {
	t.Helper()
	p := start(t, binary, append([]string{"serve", "--addr", "127.0.0.1:0"}, flags...)...)
	url := p.await(t, &p.stdout, `^(http://127\.0\.0\.1:\d+)\n`)[1]
	t.Cleanup(func() {
		p.stop()
		require.NoError(t, p.err, "the mock's exit; it said:\n%s", p.stderr.String())
		require.Equal(t, url+"\n", p.stdout.String(), "stdout carries the base URL and nothing else")
		for line := range strings.Lines(p.stderr.String()) {
			require.NotRegexp(t, `level=ERROR|BUG OF THE MOCK|DATA RACE`, line)
		}
	})
	return &mock{process: p, URL: url}
}

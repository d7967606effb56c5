package mockserver_test

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.uber.org/goleak"

	"github.com/understudy-mock/understudy/mockserver"
)

// TestMain fails the run if a server, a connection or anything else outlives the tests.
func TestMain(m *testing.M) { goleak.VerifyTestMain(&run{tests: m}) }

// run is a run of all tests beside one server: making one takes longer than most tests do.
type run struct{ tests *testing.M }

// shared is the server of the run, set before the first test. Tests come to it by fresh.
var shared *mockserver.Running

// Run fails if an answer of the shared server broke the contract, as mockserver.Start does for a single test.
func (r *run) Run() int {
	var log syncBuffer
	opts := quiet()
	opts.Logger, opts.FailOnOwnViolation = slog.New(slog.NewTextHandler(&log, nil)), true
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	shared = &mockserver.Running{Server: mockserver.New(opts), URL: "http://" + l.Addr().String()}
	ctx, stop := context.WithCancel(context.Background())
	stopped := make(chan error, 1)
	go func() { stopped <- shared.Serve(ctx, l) }()
	code := r.tests.Run()
	stop()
	if err := <-stopped; err != nil || strings.Contains(log.String(), "BUG OF THE MOCK") {
		fmt.Fprintln(os.Stderr, "the shared server:", err, log.String())
		return 1
	}
	return code
}

// fresh is a server with quiet options and nothing in it, for one test after another.
func fresh(t testing.TB) *mockserver.Running {
	t.Helper()
	require.Equal(t, http.StatusOK, nobody(shared).post(t, "/__understudy/reset", "").status)
	return shared
}

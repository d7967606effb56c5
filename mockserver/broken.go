package mockserver

import (
	"fmt"
	"strings"
	"testing"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
)

// failBroken fails a test for the violations of the requests that broke the contract, the first with what to do about them.
func failBroken(t testing.TB, broken journal.Breaking) {
	t.Helper()
	if broken.Count == 0 {
		return
	}
	var all strings.Builder
	for _, r := range recorded(broken.First) {
		fmt.Fprintf(&all, "\n  %s %s, answered with %d, broke %s (request %s): %s", r.Method, r.Path, r.Status, r.Rule, r.RequestID,
			r.String())
	}
	if more := broken.Count - int64(len(broken.First)); more > 0 {
		fmt.Fprintf(&all, "\n  and %d more", more)
	}
	t.Errorf("requests broke the contract; one that does so on purpose says so with the header Prefer: expect-violation=RULE%s", &all)
}

// failOn fails the test of a namespace for what broke the contract in it, if the server is one that does, however much others broke.
func (n *Namespace) failOn(t testing.TB) {
	t.Helper()
	broken := n.server.namespaces.Shared().Violations().Watched(n.Name)
	if n.server.failing {
		failBroken(t, broken)
	}
}

// failOn fails the test of the server for what broke the contract in namespaces that no test has.
func (s *Server) failOn(t testing.TB) {
	t.Helper()
	if s.failing && s.err == nil {
		failBroken(t, s.namespaces.Shared().Violations().Unwatched())
	}
}

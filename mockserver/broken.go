package mockserver

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// mostTold is how many violations a test that they fail names.
const mostTold = 20

// failBroken fails a test for the violations of the requests that broke the contract, each with what to do about it.
func failBroken(t testing.TB, reasons []Recorded) {
	t.Helper()
	if len(reasons) == 0 {
		return
	}
	var all strings.Builder
	for i, r := range reasons {
		if i == mostTold {
			fmt.Fprintf(&all, "\n  and %d more", len(reasons)-i)
			break
		}
		fmt.Fprintf(&all, "\n  %s %s, answered with %d, broke %s (request %s): %s", r.Method, r.Path, r.Status, r.Rule, r.RequestID,
			r.String())
	}
	t.Errorf("requests broke the contract; one that does so on purpose says so with the header Prefer: expect-violation=RULE%s", &all)
}

// reasonsOf are the violations of the namespace that break the contract, resets included.
func (n *Namespace) reasonsOf() []Recorded {
	return slices.DeleteFunc(n.server.Reasons(), func(r Recorded) bool { return r.Namespace != n.Name })
}

// failOn fails the test of a namespace for what broke the contract in it, if the server is one that does.
func (n *Namespace) failOn(t testing.TB) {
	t.Helper()
	if !n.server.failing {
		return
	}
	n.server.told.Store(n.Name, true)
	failBroken(t, n.reasonsOf())
}

// failOn fails the test of the server for what broke the contract in namespaces that no test has.
func (s *Server) failOn(t testing.TB) {
	t.Helper()
	if !s.failing {
		return
	}
	failBroken(t, slices.DeleteFunc(s.Reasons(), func(r Recorded) bool {
		_, told := s.told.Load(r.Namespace)
		return told
	}))
}

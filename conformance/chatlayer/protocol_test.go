package chatlayer_test

import (
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
	"github.com/understudy-mock/understudy/mockserver"
)

// protocolOnly selects the checks that are about HTTP.
func protocolOnly(target *conformance.Target) {
	subjects := protocol.Subjects()
	for _, c := range target.Suite.Checks {
		if slices.Contains(subjects, strings.TrimPrefix(c.ID, "chatlayer.")) {
			target.Only = append(target.Only, c.ID)
		}
	}
}

func TestTheMockKeepsToHTTP(t *testing.T) {
	t.Parallel()
	report := against(t, mockserver.Options{EventsPerBot: 200}, protocolOnly)
	ran := 0
	for _, c := range report.Checks {
		if !slices.Contains(protocol.Subjects(), strings.TrimPrefix(c.ID, "chatlayer.")) {
			continue
		}
		ran++
		require.Equal(t, conformance.Pass, c.Outcome, "%s: %s\nexpected: %s\ngot: %s", c.ID, c.Message, c.Expected, c.Got)
		t.Log(c.ID, c.Evidence, c.DurationMS, c.Message)
	}
	require.Greater(t, ran, 50)
	require.Equal(t, conformance.Conformant, report.Verdict, report.Reason)
	t.Log(report.Cost, report.DurationMS)
}

// Requirements of the checks are in the catalogue, and every id of the rules is a check.
func TestProtocolChecksCiteRequirements(t *testing.T) {
	t.Parallel()
	contract, err := chatlayer.Suite().Contract()
	require.NoError(t, err)
	var ids []string
	for _, q := range contract.Requirements() {
		ids = append(ids, q.ID)
	}
	named := 0
	for _, c := range chatlayer.Suite().Checks {
		if !slices.Contains(protocol.Subjects(), strings.TrimPrefix(c.ID, "chatlayer.")) {
			continue
		}
		named++
		require.Subset(t, ids, c.Requirements(), c.ID)
	}
	require.Greater(t, named, 50)
}

// A server may lock a token for which wrong secrets came, or answer what is broken before it asks who sent it. What it then refuses says
// nothing about its lists.
// locking refuses everybody who names an id after each fifth wrong secret that came with it.
func locking(next http.Handler, id string, lasts time.Duration) http.Handler {
	var mu sync.Mutex
	var wrong int
	var until time.Time
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		user, secret, _ := r.BasicAuth()
		mu.Lock()
		if user == id && secret != "demo-token-secret" {
			if wrong++; wrong%5 == 0 {
				until = time.Now().Add(lasts)
			}
		}
		locked := user == id && time.Now().Before(until)
		mu.Unlock()
		if locked {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// A proxy may lose the end of an answer once: that is no habit.

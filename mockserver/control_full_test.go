//go:build unix

package mockserver_test

import (
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/mockserver/internal/fulldisk"
	"github.com/understudy-mock/understudy/spec"
)

// writes are requests for all that a state keeps, each on a server that has a snapshot, a fault and a namespace.
var writes = map[string]struct{ target, body string }{
	"SetPlan":         {"plan", `{"forbid":["@"]}`},
	"TakeSnapshot":    {"snapshots/two", ""},
	"ForgetSnapshot":  {"snapshots/one", ""},
	"RestoreSnapshot": {"snapshots/one/restore", ""},
	"SetClock":        {"clock", `{"now":"2026-02-01T00:00:00Z"}`},
	"AdvanceClock":    {"clock/advance", `{"by":"1h"}`},
	"PutNamespace":    {"namespaces/b", "{}"},
	"DeleteNamespace": {"namespaces/a", ""},
	"ResetWorld":      {"reset", ""},
	"AddFault":        {"faults", `{"status":500}`},
	"ClearFaults":     {"faults", ""},
	"RemoveFault":     {"faults/f1", ""},
	"ImportEvents":    {"events?api=chatlayer", `{"bot_id":"b","version":"LIVE","id":"1","timestamp":"2026-01-15T10:00:00Z"}`},
}

// TestAFullDiskRefusesWrites has no room for what each of the mock's own endpoints writes where a state is kept: it is refused as the
// document says, has no effect, and there is a write for each endpoint that the document says it of.
func TestAFullDiskRefusesWrites(t *testing.T) {
	if !fulldisk.Alone(t) {
		return
	}
	contract := ownContract(t)
	for _, op := range contract.Operations() {
		write, is := writes[op.ID]
		require.Equal(t, documented(t, contract, op, "507"), is, op.ID)
		if !is {
			continue
		}
		t.Run(op.ID, func(t *testing.T) {
			opts := quiet()
			opts.StateDir = t.TempDir()
			served(t, opts, func(s *mockserver.Running) {
				refusedForRoom(t, nobody(s), opts.StateDir, op, write.target, write.body)
			})
		})
	}
}

func refusedForRoom(t *testing.T, c client, dir string, op *spec.Operation, target, body string) {
	t.Helper()
	const own = "/__understudy/"
	c.send(t, http.MethodPut, own+"snapshots/one", "")
	c.post(t, own+"faults", `{"status":503}`)
	c.send(t, http.MethodPut, own+"namespaces/a", "{}")
	// So large that what the test itself writes has room.
	c.send(t, http.MethodPut, own+"plan", `{"events":{"`+strings.Repeat("x", 1<<20)+`":{}}}`)
	logs, err := filepath.Glob(filepath.Join(dir, "log-*"))
	require.NoError(t, err)
	require.Len(t, logs, 1)
	info, err := os.Stat(logs[0])
	require.NoError(t, err)
	state := func() (all []string) {
		for _, of := range []string{"clock", "faults", "snapshots", "events?api=chatlayer", "plan", "namespaces/b", "namespaces/a"} {
			all = append(all, c.get(t, own+of).body)
		}
		return all
	}
	before := state()
	undo := fulldisk.Limit(t, info.Size())
	r := c.send(t, op.Method, own+target, body)
	undo()
	require.Equal(t, http.StatusInsufficientStorage, r.status, r.body)
	answered{}.by(t, op, r)
	require.Equal(t, before, state())
	require.Less(t, c.send(t, op.Method, own+target, body).status, http.StatusBadRequest, "there is room again")
}

// documented reports whether the document has a status for an operation.
func documented(t *testing.T, contract *spec.Contract, op *spec.Operation, status string) bool {
	t.Helper()
	document := loaded(t, func() (*spec.Contract, error) { return contract, nil })
	_, is := document.at("paths", op.Path, strings.ToLower(op.Method), "responses")[status]
	return is
}

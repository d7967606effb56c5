package mockserver_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec"
)

// answered are the statuses that operations of the mock's own have been seen to answer, each held to the document.
type answered map[string]map[int]bool

func (a answered) by(t testing.TB, op *spec.Operation, r reply) {
	t.Helper()
	if a[op.ID] == nil {
		a[op.ID] = map[int]bool{}
	}
	a[op.ID][r.status] = true
	require.Empty(t, op.ValidateResponse(spec.Response{Status: r.status, Header: r.header, Body: []byte(r.body)}), "%s: %s", op.ID, r.body)
}

// ownRequests are requests to the mock's own endpoints in an order in which they make sense, with what they answer. LISTED stands for the
// id of a list, OTHER for that of another request.
const ownRequests = `
	GetIndex 200 /
	GetHealth 200 /__understudy/healthz
	GetReadiness 200 /__understudy/readyz
	GetControlDocument 200 /__understudy/openapi.yaml
	GetContractDocument 200 /__understudy/specs/chatlayer.yaml
	GetControlJSON 200 /__understudy/openapi.json
	GetContractJSON 200 /__understudy/specs/inkeep.json
	OpenConsole 308 /__understudy/console
	GetConsole 200 /__understudy/console/
	GetConsoleFile 200 /__understudy/console/console.js
	GetConsoleFile 200 /__understudy/console/console.css
	GetConsoleFile 404 /__understudy/console/nothing.js
	ListViolations 200 /__understudy/violations
	ListExchanges 200 /__understudy/journal
	ListExchanges 200 /__understudy/journal?format=har
	ListExchanges 200 /__understudy/journal?before=LISTED&bodies=false
	ListExchanges 200 /__understudy/journal?text=signup
	ListExchanges 400 /__understudy/journal?text=
	ListExchanges 404 /__understudy/journal?since=nobody
	ListExchanges 404 /__understudy/journal?before=nobody
	ListExchanges 200 /__understudy/journal?before=LISTED&since=OTHER
	ListExchanges 404 /__understudy/journal?before=nobody&since=OTHER
	ExpectExchanges 200 /__understudy/journal/expect {"operation":"TrackEvent","body":{"event":"sale"}}
	ExpectExchanges 409 /__understudy/journal/expect {"operation":"TrackEvent","body":{"event":"sold"},"exactly":1}
	ExpectExchanges 400 /__understudy/journal/expect {"operation":"TrackEvnt"}
	GetExchange 200 /__understudy/journal/OTHER
	GetExchange 404 /__understudy/journal/nobody
	ExplainExchange 200 /__understudy/journal/LISTED/explain
	ExplainExchange 404 /__understudy/journal/OTHER/explain
	GetHistogram 200 /__understudy/journal/LISTED/histogram
	GetHistogram 400 /__understudy/journal/LISTED/histogram?parts=501
	GetHistogram 404 /__understudy/journal/OTHER/histogram
	GetHistogram 404 /__understudy/journal/nobody/histogram
	GetFidelity 200 /__understudy/fidelity
	GetChecks 404 /__understudy/check
	RunChecks 404 /__understudy/check {"api":"inkeep"}
	GetCoverage 200 /__understudy/coverage
	GetCoverage 200 /__understudy/coverage?format=lcov
	GetCoverage 400 /__understudy/coverage?format=xml
	ListViolations 200 /__understudy/violations?format=junit
	ListViolations 200 /__understudy/violations?format=github
	ListViolations 200 /__understudy/violations?format=sarif
	SetPlan 200 /__understudy/plan {"events":{"signup":{"required":["plan"]}}}
	SetPlan 400 /__understudy/plan {"forbid":["("]}
	GetPlan 200 /__understudy/plan
	ListRules 200 /__understudy/rules
	GetRule 200 /__understudy/rules/query.undeclared
	GetRule 404 /__understudy/rules/query.undeclred
	GetMetrics 200 /__understudy/metrics
	ExportEvents 200 /__understudy/events?api=chatlayer
	ExportEvents 200 /__understudy/events?api=chatlayer&tracked=true
	ExportEvents 400 /__understudy/events
	TakeSnapshot 201 /__understudy/snapshots/one
	ImportEvents 200 /__understudy/events?api=chatlayer {"bot_id":"b","version":"LIVE","id":"1","timestamp":"2026-01-15T10:00:00Z"}
	ImportEvents 400 /__understudy/events?api=chatlayer {"bot_id":"b"}
	DiffSnapshot 200 /__understudy/snapshots/one/diff
	ListChanges 200 /__understudy/snapshots/one/changes
	TakeSnapshot 200 /__understudy/snapshots/one
	ListSnapshots 200 /__understudy/snapshots
	DiffSnapshot 404 /__understudy/snapshots/two/diff
	ListChanges 400 /__understudy/snapshots/one/changes?limit=1001
	ListChanges 404 /__understudy/snapshots/two/changes
	RestoreSnapshot 200 /__understudy/snapshots/one/restore
	RestoreSnapshot 404 /__understudy/snapshots/two/restore
	ForgetSnapshot 204 /__understudy/snapshots/one
	SetClock 200 /__understudy/clock {"now":"2026-02-01T00:00:00Z","speed":60}
	SetClock 400 /__understudy/clock {"mode":"real","speed":60}
	AdvanceClock 200 /__understudy/clock/advance {"by":"24h"}
	AdvanceClock 400 /__understudy/clock/advance {"by":"-24h"}
	GetClock 200 /__understudy/clock
	PutNamespace 201 /__understudy/namespaces/a {"scenario":"empty"}
	PutNamespace 200 /__understudy/namespaces/a {"variants":["page.short-pages"]}
	PutNamespace 400 /__understudy/namespaces/a {"variants":["page.haf"]}
	ListOptions 200 /__understudy/options
	ListNamespaces 200 /__understudy/namespaces
	GetNamespace 200 /__understudy/namespaces/a
	DeleteNamespace 204 /__understudy/namespaces/a?judged=true
	GetNamespace 404 /__understudy/namespaces/a
	AddFault 201 /__understudy/faults {"match":{"operation":"Echo"},"status":503,"headers":{"Retry-After":"1"}}
	AddFault 400 /__understudy/faults {"status":503,"drip":"1s"}
	ListFaults 200 /__understudy/faults
	RemoveFault 204 /__understudy/faults/f1
	RemoveFault 404 /__understudy/faults/f77
	ClearFaults 204 /__understudy/faults
	ResetWorld 200 /__understudy/reset {"scenario":"empty"}
	ResetWorld 400 /__understudy/reset {"scenario":"emty"}
	ClearJournal 204 /__understudy/journal`

// byItself reports whether a status has a test by itself, as a full disk (TestAFullDiskRefusesWrites) and a mistake of the mock's own
// (namespace.TestItsOwnMistakesKeepTheDocument) have.
func byItself(status int) bool {
	return status == http.StatusInsufficientStorage || status == http.StatusInternalServerError
}

// readsNoQuery reports whether an operation answers whatever its query has.
func readsNoQuery(op *spec.Operation) bool {
	return slices.Contains([]string{"GetIndex", "GetHealth", "GetReadiness", "OpenConsole", "GetConsole", "GetConsoleFile"}, op.ID)
}

// TestEveryOwnAnswerKeepsItsDocument has every operation of the mock's own give every answer that its document knows, and holds each
// to it, from outside.
func TestEveryOwnAnswerKeepsItsDocument(t *testing.T) {
	contract, seen := ownContract(t), answered{}
	s := mockserver.Start(t, seeded(20))
	tracked := demo(s).post(t, trackOf("demobot1"), `{"event":"sale","user_id":"mia"}`).header
	listed := demo(s).ask(t, http.MethodGet, "demobot1", everything()).header
	ids := strings.NewReplacer("LISTED", listed.Get("Understudy-Request-Id"), "OTHER", tracked.Get("Understudy-Request-Id"))
	nobody(s).stream(t, "")
	seen["StreamExchanges"] = map[int]bool{http.StatusOK: true}
	targets := map[string]string{"StreamExchanges": "/__understudy/journal/stream"}
	seen.again(t, contract, s)
	seen.checks(t, contract)
	for line := range strings.SplitSeq(strings.TrimSpace(ownRequests), "\n") {
		words := append(strings.SplitN(strings.TrimSpace(ids.Replace(line)), " ", 4), "")
		op, known := contract.Operation(words[0])
		require.True(t, known, line)
		r := nobody(s).send(t, op.Method, words[2], words[3])
		require.Equal(t, words[1], strconv.Itoa(r.status), "%s: %s", line, r.body)
		seen.by(t, op, r)
		targets[op.ID], _, _ = strings.Cut(words[2], "?")
	}
	for range 500 {
		_, err := s.Faults().Add(mockserver.Fault{Status: http.StatusTeapot})
		require.NoError(t, err)
	}
	add, _ := contract.Operation("AddFault")
	seen.by(t, add, nobody(s).post(t, targets["AddFault"], `{"status":503}`))
	seen.refusals(t, s, contract.Operations(), targets)
	seen.seldom(t, contract.Operations(), targets)
	document := loaded(t, func() (*spec.Contract, error) { return contract, nil })
	for _, op := range contract.Operations() {
		for code := range document.at("paths", op.Path, strings.ToLower(op.Method), "responses") {
			status, err := strconv.Atoi(code)
			require.NoError(t, err)
			unasked := status == http.StatusBadRequest && readsNoQuery(op)
			require.True(t, seen[op.ID][status] || byItself(status) || unasked, "%s never answered %d", op.ID, status)
		}
	}
	require.Zero(t, s.BrokenRequests(), "and asking them oddly counts nothing")
}

// TestMistakesHaveAPlace wants what a body breaks told with where the document says so, also where no schema can tell it.
func TestMistakesHaveAPlace(t *testing.T) {
	s := fresh(t)
	for target, body := range map[string]string{
		"journal/expect": `{"within":"10"}`, "events?api=chatlayer": `{"bot_id":"b"}`, "clock/advance": `{"by":"1d"}`,
		"reset": `{"now":"x"}`, "faults": `{"status":503,"drip":"1s"}`,
	} {
		var told struct {
			Violations []struct {
				Operation string
				Place     struct{ Document string }
			}
		}
		decode(t, nobody(s).post(t, "/__understudy/"+target, body).body, &told)
		require.NotEmpty(t, told.Violations, target)
		for _, v := range told.Violations {
			require.NotEmpty(t, v.Operation, target)
			require.Equal(t, "control/openapi.yaml", v.Place.Document, target)
		}
	}
}

// again asks for files of the console that the client has.
func (a answered) again(t *testing.T, contract *spec.Contract, s *mockserver.Running) {
	t.Helper()
	for id, path := range map[string]string{"GetConsole": "/__understudy/console/", "GetConsoleFile": "/__understudy/console/console.js"} {
		op, known := contract.Operation(id)
		require.True(t, known, id)
		first := nobody(s).send(t, op.Method, path, "", "Accept-Encoding: identity")
		require.Equal(t, "no-cache", first.header.Get("Cache-Control"))
		next := nobody(s).send(t, op.Method, path, "", `If-None-Match: "other", `+first.header.Get("Etag"))
		require.Equal(t, http.StatusNotModified, next.status, id)
		require.Empty(t, next.body)
		a.by(t, op, next)
	}
}

// refusals has each operation refuse what every one refuses.
func (a answered) refusals(t *testing.T, s *mockserver.Running, all []*spec.Operation, targets map[string]string) {
	t.Helper()
	strict, off, small := quiet(), quiet(), quiet()
	strict.ControlToken, off.NoControl = "t0ken", true
	small.Limits.BodyBytes, small.Limits.RequestBytes = 100, 100
	guarded, closed, narrow := mockserver.Start(t, strict), mockserver.Start(t, off), mockserver.Start(t, small)
	large := strings.Repeat(" ", 200)
	for _, op := range all {
		target := targets[op.ID]
		require.NotEmpty(t, target, "%s: give it a line in ownRequests", op.ID)
		unknown := nobody(s).send(t, op.Method, target+"?nope=1", "")
		require.Equal(t, !readsNoQuery(op), unknown.status == http.StatusBadRequest, op.ID)
		a.by(t, op, unknown)
		a.by(t, op, nobody(s).send(t, op.Method, target, "", "Origin: http://evil.example"))
		a.by(t, op, nobody(guarded).send(t, op.Method, target, ""))
		a.by(t, op, nobody(closed).send(t, op.Method, target, ""))
		if op.Method == http.MethodPost || op.Method == http.MethodPut { // others have no body
			a.by(t, op, nobody(s).send(t, op.Method, target, "{}", "Content-Encoding: gzip"))
			a.by(t, op, nobody(narrow).send(t, op.Method, target, large))
		}
	}
}

package mockserver_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec"
)

// TestControlKeepsItsDocument holds every answer of the mock's own endpoints to the document, from outside.
func TestControlKeepsItsDocument(t *testing.T) {
	s := mockserver.Start(t, seeded(20))
	contract := ownContract(t)
	demo(s).get(t, streamOf("demobot1")+"?page_size=ten&undeclared=1&filters=%F0%9F%8E%89")
	demo(s).post(t, trackOf("demobot1"), `{"attributes":{"a/b":null},"more":1}`)
	apiKey(s).post(t, "/events", `[]`)
	nobody(s).get(t, "/v1/%00%FF")
	nobody(s).get(t, "/%C3%28")
	nobody(s).get(t, "/__understudy/nowhere?x=1")
	for _, tt := range []struct {
		operation, target string
		statuses          []int
	}{
		{"GetIndex", "/", []int{200}},
		{"GetIndex", "/?utm_source=x", []int{200}},
		{"GetHealth", "/__understudy/healthz", []int{200}},
		{"GetHealth", "/__understudy/healthz?x=1", []int{200}},
		{"GetReadiness", "/__understudy/readyz", []int{200}},
		{"GetControlDocument", "/__understudy/openapi.yaml", []int{200}},
		{"GetContractDocument", "/__understudy/specs/chatlayer.yaml", []int{200}},
		{"GetContractDocument", "/__understudy/specs/inkeep.yaml", []int{200}},
		{"GetControlJSON", "/__understudy/openapi.json", []int{200}},
		{"GetContractJSON", "/__understudy/specs/inkeep.json", []int{200}},
		{"GetContractJSON", "/__understudy/specs/slack.json", []int{400, 404}},
		{"GetContractDocument", "/__understudy/specs/slack.yaml", []int{400, 404}},
		{"GetContractDocument", "/__understudy/specs/a%2Fb.yaml", []int{400, 404}},
		{"ListViolations", "/__understudy/violations", []int{200}},
		{"ListViolations", "/__understudy/violations?limit=1", []int{200}},
		{"ListViolations", "/__understudy/violations?limit=0", []int{400}},
		{"ListViolations", "/__understudy/violations?limit=1001", []int{400}},
		{"ListViolations", "/__understudy/violations?limit=x&limit=y", []int{400}},
		{"GetFidelity", "/__understudy/fidelity", []int{200}},
		{"GetFidelity", "/__understudy/fidelity?level=chosen&api=inkeep", []int{200}},
		{"GetFidelity", "/__understudy/fidelity?level=maybe", []int{400}},
		{"GetFidelity", "/__understudy/fidelity?api=slack", []int{400}},
		{"ListNamespaces", "/__understudy/namespaces", []int{200}},
		{"GetNamespace", "/__understudy/namespaces/default", []int{200}},
		{"GetNamespace", "/__understudy/namespaces/nobody", []int{404}},
		{"GetNamespace", "/__understudy/namespaces/No", []int{400}},
		{"PutNamespace", "/__understudy/namespaces/a", []int{201}},
		{"PutNamespace", "/__understudy/namespaces/a", []int{200}},
		{"DeleteNamespace", "/__understudy/namespaces/a", []int{204}},
		{"DeleteNamespace", "/__understudy/namespaces/a", []int{204}},
		{"GetClock", "/__understudy/clock", []int{200}},
		{"SetClock", "/__understudy/clock", []int{400}},
		{"AdvanceClock", "/__understudy/clock/advance", []int{400}},
		{"ResetWorld", "/__understudy/reset", []int{200}},
		{"ResetWorld", "/__understudy/reset?x=1", []int{400}},
		{"GetClock", "/__understudy/clock?speed=60", []int{400}},
	} {
		t.Run(tt.operation+" "+tt.target, func(t *testing.T) {
			op, known := contract.Operation(tt.operation)
			require.True(t, known)
			r := nobody(s).send(t, op.Method, tt.target, "")
			require.Contains(t, tt.statuses, r.status, r.body)
			require.Empty(t, op.ValidateResponse(spec.Response{Status: r.status, Header: r.header, Body: []byte(r.body)}))
		})
	}
	t.Run("a_body_for_reset_may_be_too_large", func(t *testing.T) {
		nobody(s).post(t, "/__understudy/reset", strings.Repeat(" ", 2<<20+1)).refusedByControl(t, http.StatusRequestEntityTooLarge)
	})
}

func TestFidelity(t *testing.T) {
	s := fresh(t)
	var all struct{ Statements []map[string]any }
	nobody(s).get(t, "/__understudy/fidelity").into(t, &all)
	count := map[string]int{}
	listed := map[string]map[string]any{}
	for _, st := range all.Statements {
		listed[fmt.Sprint(st["id"])] = st
		count[fmt.Sprint(st["api"], " ", st["level"])]++
	}
	require.Len(t, listed, len(all.Statements), "ids are unique")
	rows := 0
	for _, contract := range contracts(t) {
		rows += len(contract.Requirements())
		for _, want := range contract.Requirements() {
			got := listed[want.ID]
			require.NotNil(t, got, want.ID)
			require.Equal(t, []any{contract.Name(), string(want.Level), want.Statement, want.Choice},
				[]any{got["api"], got["level"], got["statement"], got["choice"]})
			require.Equal(t, map[string]any{"name": want.Source.Name, "url": want.Source.URL, "place": want.Source.Place}, got["source"])
			require.Equal(t, want.Page, got["page"])
			require.Len(t, got["operations"], len(want.Operations))
			require.Len(t, got["outside"], len(want.Outside))
		}
	}
	require.Len(t, all.Statements, rows)
	require.NotZero(t, count["chatlayer chosen"])
	for _, contract := range contracts(t) {
		for _, level := range []string{"must", "should", "chosen"} {
			var some struct{ Statements []map[string]any }
			nobody(s).get(t, "/__understudy/fidelity?api="+contract.Name()+"&level="+level).into(t, &some)
			require.Len(t, some.Statements, count[contract.Name()+" "+level])
		}
	}
}

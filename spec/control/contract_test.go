package control_test

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/control"
)

func load(t *testing.T) *spec.Contract {
	t.Helper()
	contract, err := control.Contract("chatlayer", "inkeep")
	require.NoError(t, err)
	return contract
}

func TestContractOperations(t *testing.T) {
	contract := load(t)
	require.Equal(t, "control", contract.Name())
	require.Empty(t, contract.Requirements())
	var got []string
	for _, operation := range contract.Operations() {
		got = append(got, operation.Method+" "+operation.Path+" "+operation.ID)
	}
	require.Equal(t, []string{
		"GET / GetIndex",
		"GET /__understudy/healthz GetHealth",
		"GET /__understudy/readyz GetReadiness",
		"GET /__understudy/openapi.yaml GetControlDocument",
		"GET /__understudy/openapi.json GetControlJSON",
		"GET /__understudy/specs/{api}.yaml GetContractDocument",
		"GET /__understudy/specs/{api}.json GetContractJSON",
		"GET /__understudy/console OpenConsole",
		"GET /__understudy/console/ GetConsole",
		"GET /__understudy/console/{file} GetConsoleFile",
		"GET /__understudy/violations ListViolations",
		"GET /__understudy/plan GetPlan",
		"PUT /__understudy/plan SetPlan",
		"GET /__understudy/rules ListRules",
		"GET /__understudy/rules/{id} GetRule",
		"GET /__understudy/journal ListExchanges",
		"DELETE /__understudy/journal ClearJournal",
		"POST /__understudy/journal/expect ExpectExchanges",
		"GET /__understudy/journal/stream StreamExchanges",
		"GET /__understudy/journal/{request_id} GetExchange",
		"GET /__understudy/journal/{request_id}/explain ExplainExchange",
		"GET /__understudy/journal/{request_id}/histogram GetHistogram",
		"GET /__understudy/fidelity GetFidelity",
		"GET /__understudy/check GetChecks",
		"POST /__understudy/check RunChecks",
		"GET /__understudy/coverage GetCoverage",
		"GET /__understudy/metrics GetMetrics",
		"GET /__understudy/events ExportEvents",
		"POST /__understudy/events ImportEvents",
		"GET /__understudy/snapshots ListSnapshots",
		"PUT /__understudy/snapshots/{name} TakeSnapshot",
		"DELETE /__understudy/snapshots/{name} ForgetSnapshot",
		"POST /__understudy/snapshots/{name}/restore RestoreSnapshot",
		"GET /__understudy/snapshots/{name}/diff DiffSnapshot",
		"GET /__understudy/snapshots/{name}/changes ListChanges",
		"GET /__understudy/clock GetClock",
		"PUT /__understudy/clock SetClock",
		"POST /__understudy/clock/advance AdvanceClock",
		"GET /__understudy/options ListOptions",
		"GET /__understudy/namespaces ListNamespaces",
		"GET /__understudy/namespaces/{name} GetNamespace",
		"PUT /__understudy/namespaces/{name} PutNamespace",
		"DELETE /__understudy/namespaces/{name} DeleteNamespace",
		"POST /__understudy/reset ResetWorld",
		"GET /__understudy/faults ListFaults",
		"POST /__understudy/faults AddFault",
		"DELETE /__understudy/faults ClearFaults",
		"DELETE /__understudy/faults/{id} RemoveFault",
	}, got)
}

func TestContractQueries(t *testing.T) {
	contract := load(t)
	for _, test := range []struct {
		operation, query string
		want             map[string]any
		rule             string
	}{
		{operation: "ListViolations", query: "", want: map[string]any{}},
		{operation: "ListViolations", query: "limit=1000", want: map[string]any{"limit": int64(1000)}},
		{operation: "ListViolations", query: "limit=0", rule: "query.range"},
		{operation: "ListViolations", query: "limit=1001", rule: "query.range"},
		{operation: "ListViolations", query: "limit=ten", rule: "query.type"},
		{operation: "GetFidelity", query: "level=chosen&api=inkeep", want: map[string]any{"level": "chosen", "api": "inkeep"}},
		{operation: "GetFidelity", query: "level=maybe", rule: "query.enum"},
		{operation: "GetFidelity", query: "api=control", rule: "query.enum"},
		{operation: "ResetWorld", query: "", want: map[string]any{}},
	} {
		t.Run(test.operation+"?"+test.query, func(t *testing.T) {
			operation, found := contract.Operation(test.operation)
			require.True(t, found)
			input, violations := operation.ValidateRequest(spec.Request{RawQuery: test.query, Header: http.Header{}})
			if test.rule == "" {
				require.Empty(t, violations)
				require.Equal(t, test.want, input.Params.Map())
				return
			}
			require.Len(t, violations, 1)
			require.Equal(t, test.rule, violations[0].Rule)
		})
	}
}

// What the mock has in Go must fit the document, member for member.
func TestContractFitsTheGoTypes(t *testing.T) {
	contract := load(t)
	for schema, value := range map[string]any{
		"Violation": struct {
			spec.Violation
			RuleURL string `json:"rule_url"`
		}{Violation: spec.Violation{Rule: "query.range", Side: spec.SideRequest, In: spec.InQuery, Name: "limit"}},
		"Place":    spec.Place{Document: "control/openapi.yaml", Line: 1},
		"Citation": spec.Citation{Name: "RFC 9110", URL: "https://www.rfc-editor.org/rfc/rfc9110", Place: "section 1"},
	} {
		t.Run(schema, func(t *testing.T) {
			data, err := json.Marshal(value)
			require.NoError(t, err)
			_, violations := contract.ValidateValue(schema, data)
			require.Empty(t, violations)
		})
	}
	require.ElementsMatch(t, append(jsonNames(spec.Violation{}), "rule_url"), jsonNames(control.Violation{}))
	require.ElementsMatch(t, append(jsonNames(spec.Requirement{}), "api"), jsonNames(control.Statement{}))
	require.ElementsMatch(t, append(jsonNames(spec.Violation{}), "rule_url", "request_id", "at", "method", "path", "status", "api"),
		jsonNames(control.RecordedViolation{}))
}

func jsonNames(value any) []string {
	var names []string
	for field := range reflect.TypeOf(value).Fields() {
		if name, _, _ := strings.Cut(field.Tag.Get("json"), ","); name != "-" {
			names = append(names, name)
		}
	}
	return names
}

func TestContractRefusesWrongAnswers(t *testing.T) {
	contract := load(t)
	for name, test := range map[string]struct{ schema, data string }{
		"status_not_ok":  {"Status", `{"status":"down"}`},
		"total_missing":  {"ViolationList", `{"strays":0,"violations":[]}`},
		"violation_half": {"ViolationList", `{"total":1,"strays":0,"violations":[{"rule":"query.range"}]}`},
		"level_unknown":  {"Level", `"perhaps"`},
		"requirement_id": {
			"Statement",
			`{"id":"X","api":"inkeep","level":"must","source":{"name":"n","url":"u","place":"p"},"page":"","operations":[],"outside":[],` +
				`"statement":"s","choice":""}`,
		},
		"anchor_no_instant":  {"ResetResult", `{"status":"ok","seed":1,"scenario":"empty","events_per_bot":0,"anchor":"now"}`},
		"problem_without_it": {"Problem", `{"type":"about:blank","title":"Not Found","status":404}`},
	} {
		t.Run(name, func(t *testing.T) {
			_, violations := contract.ValidateValue(test.schema, []byte(test.data))
			require.NotEmpty(t, violations)
		})
	}
}

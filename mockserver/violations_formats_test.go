package mockserver_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec"
)

// broken is a server that was sent what is wrong, what is only noted, what is wrong on purpose, and a path that could lead a
// format astray.
func broken(t *testing.T) *mockserver.Running {
	t.Helper()
	s := mockserver.Start(t, quiet())
	c := demo(s)
	c.post(t, "/v1/echo", `{"message":1}`)
	c.post(t, "/v1/echo?colour=red", `{"message":"x"}`)
	c.post(t, "/v1/echo", `{"message":1}`, "Prefer: expect-violation=body.type")
	c.post(t, "/v1/%0A::error::100%25<b>%00", "")
	return s
}

func formatted(t *testing.T, s *mockserver.Running, format, contentType string) string {
	t.Helper()
	r := nobody(s).get(t, "/__understudy/violations?format="+format)
	require.Equal(t, http.StatusOK, r.status, r.body)
	require.Equal(t, contentType, r.header.Get("Content-Type"))
	return r.body
}

func TestViolationsAsJUnit(t *testing.T) {
	type suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Skipped  int `xml:"skipped,attr"`
		Cases    []struct {
			Name    string `xml:"name,attr"`
			Class   string `xml:"classname,attr"`
			Failure *struct {
				Message string `xml:"message,attr"`
				Type    string `xml:"type,attr"`
				Text    string `xml:",chardata"`
			} `xml:"failure"`
			Skipped *struct {
				Message string `xml:"message,attr"`
			} `xml:"skipped"`
		} `xml:"testsuite>testcase"`
	}
	read := func(s *mockserver.Running) (all suites) {
		require.NoError(t, xml.Unmarshal([]byte(formatted(t, s, "junit", "application/xml")), &all))
		return all
	}
	s := broken(t)
	all := read(s)
	require.Equal(t, []int{4, 2, 2}, []int{all.Tests, all.Failures, all.Skipped})
	require.Len(t, all.Cases, 4)
	require.Equal(t, "chatlayer.Echo", all.Cases[0].Class)
	require.Equal(t, "body.type", all.Cases[0].Failure.Type)
	require.Equal(t, "request body at /message: got 1, expected text; put it in quotes", all.Cases[0].Failure.Message)
	require.Equal(t, s.URL+"/__understudy/rules/body.type", all.Cases[0].Failure.Text)
	require.Contains(t, all.Cases[1].Skipped.Message, "only noted: query parameter colour")
	require.Contains(t, all.Cases[2].Skipped.Message, "on purpose: request body at /message")
	require.Equal(t, "route.unknown", all.Cases[3].Failure.Type)

	none := read(mockserver.Start(t, quiet()))
	require.Equal(t, []int{1, 0, 0}, []int{none.Tests, none.Failures, none.Skipped})
	require.Equal(t, "no request broke the contract", none.Cases[0].Name)

	opts := quiet()
	opts.RefuseAdvisory = true
	strict := mockserver.Start(t, opts)
	demo(strict).post(t, "/v1/echo?colour=red", `{"message":"x"}`)
	require.Equal(t, 1, read(strict).Failures, "where nothing is only noted")
}

func TestViolationsForGitHub(t *testing.T) {
	s := broken(t)
	lines := strings.Split(formatted(t, s, "github", "text/plain; charset=utf-8"), "\n")
	require.Len(t, lines, 5, "one a violation, and the end")
	for i, begin := range []string{
		"::error title=body.type::POST /v1/echo (request ", "::warning title=query.undeclared::POST /v1/echo (request ",
		"::notice title=body.type::on purpose: POST /v1/echo (request ", "::error title=route.unknown::POST /v1/",
	} {
		require.True(t, strings.HasPrefix(lines[i], begin), lines[i])
	}
	require.True(t, strings.HasSuffix(lines[0], "put it in quotes%0A"+s.URL+"/__understudy/rules/body.type"), lines[0])
	require.Contains(t, lines[3], "100%25", "a percent sign is escaped")
	require.NotContains(t, lines[3], "\r")
	none := formatted(t, mockserver.Start(t, quiet()), "github", "text/plain; charset=utf-8")
	require.Equal(t, "no request broke the contract\n", none)
}

// sarif is a part of the log of SARIF.
type sarif struct {
	Runs []struct {
		Tool struct {
			Driver struct {
				Rules []struct{ ID, HelpURI string }
			}
		}
		Invocations []struct {
			ExecutionSuccessful        bool
			ToolExecutionNotifications []struct {
				Level   string
				Message struct{ Text string }
			}
		}
		Results []struct {
			RuleID              string
			RuleIndex           int
			Level               string
			Suppressions        []struct{ Kind string }
			PartialFingerprints map[string]string
			Locations           []struct {
				PhysicalLocation *struct {
					ArtifactLocation struct{ URI, URIBaseID string }
					Region           struct{ StartLine int }
				}
				LogicalLocations []struct{ FullyQualifiedName string }
			}
		}
	}
}

// asSARIF holds the log to the schema that OASIS has published for SARIF 2.1.0.
// Source: https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json
func asSARIF(t *testing.T, s *mockserver.Running) (log sarif) {
	t.Helper()
	file, err := os.Open("testdata/sarif-schema-2.1.0.json")
	require.NoError(t, err)
	defer func() { require.NoError(t, file.Close()) }()
	document, err := jsonschema.UnmarshalJSON(file)
	require.NoError(t, err)
	compiler := jsonschema.NewCompiler()
	require.NoError(t, compiler.AddResource("sarif.json", document))
	schema, err := compiler.Compile("sarif.json")
	require.NoError(t, err)
	text := formatted(t, s, "sarif", "application/sarif+json")
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(text))
	require.NoError(t, err)
	require.NoError(t, schema.Validate(value))
	require.NoError(t, json.Unmarshal([]byte(text), &log))
	return log
}

func TestViolationsAsSARIF(t *testing.T) {
	require.Empty(t, asSARIF(t, mockserver.Start(t, quiet())).Runs[0].Results)
	s := broken(t)
	run := asSARIF(t, s).Runs[0]
	require.Len(t, run.Results, 4)
	for i, want := range []string{"body.type error", "query.undeclared warning", "body.type note", "route.unknown error"} {
		r := run.Results[i]
		require.Equal(t, want, r.RuleID+" "+r.Level)
		rule := run.Tool.Driver.Rules[r.RuleIndex]
		require.Equal(t, r.RuleID, rule.ID)
		require.Equal(t, s.URL+"/__understudy/rules/"+rule.ID, rule.HelpURI)
		require.Equal(t, i == 2, len(r.Suppressions) == 1)
		at := r.Locations[0]
		require.Equal(t, "chatlayer/openapi.yaml", at.PhysicalLocation.ArtifactLocation.URI)
		require.Positive(t, at.PhysicalLocation.Region.StartLine)
	}
	require.Equal(t, run.Results[0].PartialFingerprints, run.Results[2].PartialFingerprints, "the same mistake in two requests")
	require.NotEqual(t, run.Results[0].PartialFingerprints, run.Results[1].PartialFingerprints)
	require.Equal(t, "chatlayer Echo request body /message", run.Results[0].Locations[0].LogicalLocations[0].FullyQualifiedName)
}

// TestWhatBreaksAPlanIsPlacedInThePlan breaks each part of a plan: that a file has, and with it a line; that a file outside of the source
// has; and that has come over HTTP, so that SARIF says where the contract has the body.
func TestWhatBreaksAPlanIsPlacedInThePlan(t *testing.T) {
	const plan = `{
  "events": {
    "search_query_submitted": {"required": [
      "hits"], "attributes": {
        "page/x": {"type": "integer"}}},
    "open": {}},
  "forbid": ["nobody",
    "@"],
  "other_events": "violation"}`
	parts := []string{
		"/events/search_query_submitted/required/0", "/events/search_query_submitted/attributes/page~1x", "/other_events", "/forbid/1",
	}
	for name, c := range map[string]struct {
		file, uri, base string
		lines           []int
	}{
		"in a file":         {"track it/plan.json", "track%20it/plan.json", "%SRCROOT%", []int{4, 5, 9, 8}},
		"in a file outside": {"/etc/plan.json", "file:///etc/plan.json", "", []int{4, 5, 9, 8}},
		"over HTTP":         {"", "inkeep/openapi.yaml", "", nil},
	} {
		t.Run(name, func(t *testing.T) {
			opts := quiet()
			if opts.PlanFile = c.file; c.file != "" {
				opts.Plan = []byte(plan)
			}
			s := mockserver.Start(t, opts)
			if c.file == "" {
				require.Equal(t, http.StatusOK, nobody(s).send(t, http.MethodPut, "/__understudy/plan", plan).status)
			}
			search := func(of, rest string) {
				body := `{"entityType":"search","type":"` + of + `","searchQuery":"key"` + rest + `}`
				require.Equal(t, http.StatusOK, apiKey(s).post(t, "/events", body).status)
			}
			search("search_query_submitted", `,"properties":{"page/x":"one"}`)
			search("other", "")
			search("open", `,"properties":{"by":"a@b.example"}`)
			results := asSARIF(t, s).Runs[0].Results
			prints := map[string]bool{}
			for i, part := range parts {
				place := spec.Place{Document: "plan", Pointer: part}
				at := results[i].Locations[0]
				file, line := at.PhysicalLocation.ArtifactLocation, at.PhysicalLocation.Region.StartLine
				require.Equal(t, []string{c.uri, c.base}, []string{file.URI, file.URIBaseID})
				if require.Positive(t, line); c.lines != nil {
					place.Line = c.lines[i]
					require.Equal(t, place.Line, line, part)
				}
				require.Equal(t, place, s.Violations()[i].Place)
				require.Equal(t, "plan"+part, at.LogicalLocations[0].FullyQualifiedName)
				require.Contains(t, at.LogicalLocations[1].FullyQualifiedName, "inkeep LogEvent request body /")
				prints[results[i].PartialFingerprints["understudy/v1"]] = true
			}
			require.Len(t, prints, 4)
		})
	}
}

// TestFormatsSayWhatIsNotListed has one request that is wrong and then more that is only noted than is kept.
func TestFormatsSayWhatIsNotListed(t *testing.T) {
	s := mockserver.Start(t, quiet())
	c := demo(s)
	c.post(t, "/v1/echo", `{"message":1}`)
	var odd strings.Builder
	for i := range 60 {
		fmt.Fprintf(&odd, "&p%d=x", i)
	}
	for range 17 {
		c.post(t, "/v1/echo?a=b"+odd.String(), `{"message":"x"}`)
	}
	const told = "38 more came since the latest reset: at most 1000 are listed"
	require.Equal(t, "body.type", s.Violations()[0].Rule, "what is wrong stays")
	require.Len(t, s.Violations(), 1000)
	junit := formatted(t, s, "junit", "application/xml")
	require.Contains(t, junit, `<property name="violations-not-listed" value="38"></property>`)
	require.Contains(t, junit, "<system-out>"+told)
	require.Contains(t, junit, `failures="1"`)
	require.Contains(t, formatted(t, s, "github", "text/plain; charset=utf-8"), "\n::notice title=violations::"+told)
	run := asSARIF(t, s).Runs[0]
	require.True(t, run.Invocations[0].ExecutionSuccessful)
	require.Equal(t, "note", run.Invocations[0].ToolExecutionNotifications[0].Level)
	require.Contains(t, run.Invocations[0].ToolExecutionNotifications[0].Message.Text, told)
	require.Contains(t, formatted(t, s, "github&limit=1", "text/plain; charset=utf-8"), "1037 more came")
}

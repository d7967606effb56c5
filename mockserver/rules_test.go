package mockserver_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
	"github.com/understudy-mock/understudy/spec"
)

type rulePage struct {
	ID, Title, Why, Fix, URL string
	Example                  *struct{ Wrong, Right string }
	NoExample                string `json:"no_example"`
}

func rulePages(t testing.TB, s *mockserver.Running) []rulePage {
	t.Helper()
	var list struct{ Rules []rulePage }
	nobody(s).get(t, "/__understudy/rules").into(t, &list)
	return list.Rules
}

// written makes a request of what .http files have.
func written(text string) *http.Request {
	head, body, _ := strings.Cut(text, "\n\n")
	lines := strings.Split(head, "\n")
	method, target, _ := strings.Cut(lines[0], " ")
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	for _, line := range lines[1:] {
		name, value, _ := strings.Cut(line, ": ")
		r.Header.Add(name, value)
	}
	return r
}

// TestRules wants each rule explained, and what is shown of it to be so: the one request breaks the rule, and the other keeps to all.
func TestRules(t *testing.T) {
	s := mockserver.Start(t, quiet())
	var ids []string
	for _, r := range rulePages(t, s) {
		ids = append(ids, r.ID)
		require.Equal(t, "/__understudy/rules/"+r.ID, r.URL)
		require.NotEmpty(t, r.Title)
		for _, text := range []string{r.Why, r.Fix} {
			require.Regexp(t, `^[A-Z].*\.$`, text, r.ID)
		}
		var alone rulePage
		nobody(s).get(t, r.URL).into(t, &alone)
		require.Equal(t, r, alone)
		if r.Example == nil {
			require.Regexp(t, `^[A-Z].*\.$`, r.NoExample, "%s: neither an example nor why there is none", r.ID)
			continue
		}
		require.Empty(t, r.NoExample, r.ID)
		t.Run(r.ID, func(t *testing.T) {
			require.Contains(t, brokenBy(t, s, r.Example.Wrong), r.ID)
			right := brokenBy(t, s, r.Example.Right)
			if r.ID == spec.RulePreferViolation {
				require.Equal(t, []string{"body.type"}, right)
				return
			}
			require.Empty(t, right)
		})
	}
	require.Equal(t, spec.RuleIDs(), ids)
}

// brokenBy are the rules that a request, or one of several, breaks.
func brokenBy(t *testing.T, s *mockserver.Running, request string) (ids []string) {
	t.Helper()
	require.NoError(t, s.Reset())
	nobody(s).send(t, http.MethodPut, "/__understudy/plan", `{}`) // that of the example before stays
	for one := range strings.SplitSeq(request, "\n\n###\n") {
		s.ServeHTTP(httptest.NewRecorder(), written(one))
	}
	for _, v := range s.Violations() {
		ids = append(ids, v.Rule)
	}
	return ids
}

func TestRulePages(t *testing.T) {
	s := mockserver.Start(t, quiet())
	const browser = "Accept: text/html,application/xhtml+xml,*/*;q=0.8"
	for path, wants := range map[string][]string{
		"/__understudy/rules":            {"<h1>Rules</h1>", `<a href="/__understudy/rules/body.type">`, "&#34;message&#34;"},
		"/__understudy/rules/query.enum": {"<h1><code>query.enum</code></h1>", "version=live&amp;start_time"},
		"/__understudy/rules/body.depth": {"Why there is no example of what breaks it:</strong> The body would have 1,001 brackets."},
	} {
		r := nobody(s).get(t, path, browser)
		require.Equal(t, http.StatusOK, r.status)
		require.Equal(t, "text/html; charset=utf-8", r.header.Get("Content-Type"))
		require.Equal(t, "Accept", r.header.Get("Vary"))
		require.Contains(t, r.header.Get("Content-Security-Policy"), "default-src 'none'")
		for _, want := range wants {
			require.Contains(t, r.body, want)
		}
		require.NotContains(t, r.body, "://", "no other host is asked for anything")
		require.NotContains(t, r.body, "<script")
	}
	nobody(s).get(t, "/__understudy/rules/body.tpye").refusedByControl(t, http.StatusNotFound, "body.type")
	nobody(s).get(t, "/__understudy/rules/%3Cscript%3E", browser).refusedByControl(t, http.StatusNotFound, "GET /__understudy/rules")
	require.Zero(t, s.BrokenRequests())
}

// TestViolationsLeadToTheirRules follows the link of a violation.
func TestViolationsLeadToTheirRules(t *testing.T) {
	s := mockserver.Start(t, quiet())
	demo(s).post(t, "/v1/echo", `{"message":1}`)
	var listed struct {
		Violations []struct {
			RuleURL string `json:"rule_url"`
		}
	}
	nobody(s).get(t, "/__understudy/violations").into(t, &listed)
	var rule rulePage
	nobody(s).get(t, listed.Violations[0].RuleURL).into(t, &rule)
	require.Equal(t, "body.type", rule.ID)
}

package report_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/report"
)

// oneCause is a report of one finding with many checks, all of whose texts are long.
func oneCause(checks int) conformance.Report {
	r := crowd(checks, checks, 4<<10)
	r.Checks = r.Checks[len(sample().Checks):]
	r.Findings = []conformance.Finding{{
		Headline: strings.Repeat("a long headline ", 40), Level: conformance.Must,
		Statement: strings.Repeat("says ", 300), Check: r.Checks[0].ID,
	}}
	for _, c := range r.Checks {
		r.Findings[0].Checks = append(r.Findings[0].Checks, c.ID)
	}
	return r
}

func TestFindings(t *testing.T) {
	t.Run("a_finding_takes_a_screen_of_the_terminal_at_most", func(t *testing.T) {
		for name, r := range map[string]conformance.Report{"sample": sample(), "one_cause": oneCause(80)} {
			_, shown, _ := strings.Cut(closed(t, r, report.TerminalOptions{}), " from ")
			shown, _, _ = strings.Cut(shown, "\n\n time")
			shown, _, _ = strings.Cut(shown, "\nErrors of the runner")
			for finding := range strings.SplitSeq(shown, "\n\n") {
				require.Less(t, strings.Count(finding, "\n"), 24, "%s: %s", name, finding)
			}
		}
	})
	t.Run("the_terminal_shows_every_check_if_asked", func(t *testing.T) {
		r := oneCause(30)
		short, whole := closed(t, r, report.TerminalOptions{}), closed(t, r, report.TerminalOptions{Verbose: true})
		require.NotContains(t, short, r.Checks[29].ID)
		require.Contains(t, short, "29 more checks fail alike")
		for _, c := range r.Checks {
			require.Contains(t, whole, "FAIL "+c.ID+"\n")
		}
	})
	t.Run("every_form_names_the_cause_and_folds_the_rest", func(t *testing.T) {
		r := sample()
		r.Findings = []conformance.Finding{{
			Headline: "looks like: one cause", LooksLike: "one cause", Level: conformance.Must, Check: "chatlayer.concurrency.lost",
			Checks: []string{
				"chatlayer.concurrency.lost", "chatlayer.time.end-exclusive", "chatlayer.paging.walk",
				"chatlayer.paging.short-page",
			},
		}}
		for format, parts := range map[string][]string{
			"html": {"1 finding from 4 failed checks</h2>", "3 more checks fail for the same cause</summary>"},
			"markdown": {
				"### 1 finding from 4 failed checks", "| looks like: one cause |  | 4 | chatlayer.concurrency.lost |",
				"<summary>3 more checks fail for the same cause</summary>\n\n<details><summary>chatlayer.time.end-exclusive, ",
			},
			"junit": {`message="looks like: one cause: the event on end_time itself is in the answer"`},
			"json":  {`"check": "chatlayer.concurrency.lost",`},
		} {
			got := written(t, format, r, report.Options{})
			for _, part := range parts {
				require.Contains(t, got, part, format)
			}
		}
		require.Contains(t, closed(t, r, report.TerminalOptions{}), "3 more checks fail for the same cause (--verbose shows all):")
	})
}

// TestHTMLSaysOnceWhatAFindingIs wants the sentence and the cause above the simplest case, and not in it again.
func TestHTMLSaysOnceWhatAFindingIs(t *testing.T) {
	r := sample()
	for i := range r.Checks {
		if r.Checks[i].Outcome == conformance.Fail {
			r.Checks[i].LooksLike = "end_time compared with <="
		}
	}
	_, article, _ := strings.Cut(written(t, "html", r, report.Options{}), `<article class="finding fail">`)
	article, _, _ = strings.Cut(article, `<article class="finding`)
	require.Contains(t, article, "</span> looks like: end_time compared with &lt;=</h3>")
	simplest, others, _ := strings.Cut(article, `<details class="others">`)
	require.Equal(t, 1, strings.Count(simplest, "<blockquote>"))
	require.Equal(t, 1, strings.Count(others, "<blockquote>"), "it is about another requirement")
	require.NotContains(t, article, "Looks like:")
}

func TestFindingsOfAnyReport(t *testing.T) {
	t.Run("a_failure_in_no_finding_is_one", func(t *testing.T) {
		r := sample()
		r.Findings = nil
		require.Contains(t, closed(t, r, report.TerminalOptions{}), "4 findings from 4 failed checks")
	})
	t.Run("a_finding_whose_checks_the_baseline_knows_is_none", func(t *testing.T) {
		r := sample()
		for i := range r.Checks {
			if r.Checks[i].Outcome == conformance.Fail {
				r.Checks[i].Baselined = "ticket 1"
			}
		}
		require.NotContains(t, closed(t, r, report.TerminalOptions{}), "failed check\n")
	})
}

func TestFirstScreen(t *testing.T) {
	t.Run("the_verdict_comes_before_the_findings_and_what_was_not_judged_before_the_rest", func(t *testing.T) {
		for _, format := range append(report.Formats()[:1:1], "markdown", "terminal") {
			got, last := "", -1
			if format == "terminal" {
				got = closed(t, sample(), report.TerminalOptions{})
			} else {
				got = written(t, format, sample(), report.Options{})
				if format == "html" {
					_, got, _ = strings.Cut(got, "<body>")
				}
			}
			for _, part := range []string{"NOT CONFORMANT", "finding", "could not be told", "bserved"} {
				at := strings.LastIndex(got, part)
				if part == "NOT CONFORMANT" {
					at = strings.Index(got, part)
				}
				if part == "finding" {
					at = strings.Index(got, part)
				}
				require.Greater(t, at, last, fmt.Sprint(format, part))
				last = at
			}
		}
	})
	t.Run("requirements_that_nobody_serves_here_are_a_count", func(t *testing.T) {
		r := sample()
		r.Requirements = append(r.Requirements, conformance.Requirement{ID: "CHL-VAL-1", OutOfScope: "about funnels"},
			conformance.Requirement{ID: "CHL-VAL-2", OutOfScope: "about funnels"})
		page := written(t, "html", r, report.Options{})
		require.Contains(t, page, "2 requirements out of scope")
		require.NotContains(t, page, "CHL-VAL-1")
	})
}

// TestCommandsAreNotCut wants a command of a few lines whole on the terminal, and one of many named.
func TestCommandsAreNotCut(t *testing.T) {
	printed := func(command string) string {
		var out strings.Builder
		failed := conformance.Result{
			ID: "demo.a.b", Level: conformance.Must, Outcome: conformance.Fail,
			Exchanges: []conformance.Exchange{{Curl: command}},
		}
		require.NoError(t, report.NewTerminal(&out, report.TerminalOptions{}).Close(conformance.Report{
			Checks: []conformance.Result{failed}, Verdict: conformance.Nonconformant,
			Findings: []conformance.Finding{{Check: failed.ID, Checks: []string{failed.ID}, Level: conformance.Must}},
		}))
		return out.String()
	}
	require.Contains(t, printed("# slowly\ncurl 'http://h/'"), "curl 'http://h/'")
	require.Contains(t, printed(strings.Repeat("x\n", 30)+"y"), "# a command of 31 lines")
}

// TestCommandsStandInTheOrderOfTheRun wants what has to be sent first printed first, although the report begins with what shows the
// failure.
func TestCommandsStandInTheOrderOfTheRun(t *testing.T) {
	r := conformance.Report{Verdict: conformance.Nonconformant, Checks: []conformance.Result{{
		ID: "demo.a.b", Level: conformance.Must, Outcome: conformance.Fail,
		Exchanges: []conformance.Exchange{
			{Number: 9, Curl: "curl 'http://h/read'", Request: conformance.ExchangeRequest{Method: "GET", URL: "http://h/read"}},
			{Number: 7, Curl: "curl 'http://h/write'", Request: conformance.ExchangeRequest{Method: "POST", URL: "http://h/write"}},
		},
	}}}
	for name, got := range map[string]string{
		"html": written(t, "html", r, report.Options{}), "markdown": written(t, "markdown", r, report.Options{}),
		"junit": written(t, "junit", r, report.Options{}), "terminal": closed(t, r, report.TerminalOptions{}),
	} {
		first, second := strings.Index(got, "http://h/write"), strings.LastIndex(got, "http://h/read")
		if name != "html" {
			require.Less(t, strings.Index(got, "GET http://h/read"), first, "%s shows the exchange that is wrong", name)
		}
		require.Positive(t, first, name)
		require.Less(t, first, second, name)
	}
}

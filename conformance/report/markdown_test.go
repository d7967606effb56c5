package report_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/report"
)

// crowd is a run with so many checks, of which some fail with much to show.
func crowd(checks, failures, bodyBytes int) conformance.Report {
	r := sample()
	long := strings.Repeat("0123456789abcde\n", bodyBytes/16)
	for i := range checks {
		c := conformance.Result{
			ID: fmt.Sprintf("chatlayer.area%d.check-%d", i%15, i), Level: conformance.Must, Area: fmt.Sprintf("area%d", i%15),
			Title: "something holds", Operations: []string{"ListEvents"}, Outcome: conformance.Pass,
		}
		if i < failures {
			c.Outcome, c.Message, c.Expected, c.Got = conformance.Fail, long, long, long
			c.Exchanges = []conformance.Exchange{sampleExchange(long, long), sampleExchange(long, long)}
			c.Exchanges[0].Curl = "curl " + long
		}
		r.Checks = append(r.Checks, c)
	}
	return r
}

func TestMarkdown(t *testing.T) {
	t.Run("the_verdict_comes_first", func(t *testing.T) {
		require.True(t, strings.HasPrefix(written(t, "markdown", sample(), report.Options{}), "## ✘ NOT CONFORMANT: "))
	})
	t.Run("says_so_if_should_failures_count", func(t *testing.T) {
		got := written(t, "markdown", sample(), report.Options{FailOn: conformance.Should})
		require.Contains(t, got, "1 check of level should failed, and the run was told to fail on those")
	})
	t.Run("what_nobody_selected_is_not_called_skipped", func(t *testing.T) {
		r := sample()
		for i := range 3 {
			r.Checks = append(r.Checks, conformance.Result{
				ID: fmt.Sprint("c.a.", i), Outcome: conformance.Skip,
				Message: "deselected by --quick",
			})
		}
		require.Contains(t, written(t, "markdown", r, report.Options{}), "· not selected |")
		require.NotContains(t, written(t, "markdown", sample(), report.Options{}), "not selected")
	})
	t.Run("a_remark_that_holds_for_several_commands_is_said_once", func(t *testing.T) {
		r := sample()
		x := sampleExchange("{}", "{}")
		first, second := x, x
		first.Curl, second.Curl = "# at once\ncurl one", "# at once\ncurl two"
		first.Number, second.Number = 1, 2
		r.Checks[0].Exchanges = []conformance.Exchange{first, second}
		require.Contains(t, written(t, "markdown", r, report.Options{}), "# at once\ncurl one\ncurl two\n")
	})
	t.Run("stays_below_a_mebibyte_and_says_what_is_left_out", func(t *testing.T) {
		got := written(t, "markdown", crowd(120, 100, 8<<10), report.Options{})
		require.Less(t, len(got), 1<<20)
		require.Contains(t, got, "left out because a summary must stay below 1 MiB")
		require.Equal(t, strings.Count(got, "<details>"), strings.Count(got, "</details>"))
	})
	t.Run("a_fence_is_longer_than_any_in_the_text", func(t *testing.T) {
		require.Contains(t, written(t, "markdown", sample(), report.Options{}), "````\nPOST http")
	})
	t.Run("every_row_of_a_table_has_the_same_columns", func(t *testing.T) {
		tables := regexp.MustCompile(`(?m)(^\|.*\n)+`).FindAllString(outsideCode(written(t, "markdown", sample(), report.Options{})), -1)
		require.Len(t, tables, 3)
		for _, table := range tables {
			rows := strings.Split(strings.TrimSpace(table), "\n")
			require.Greater(t, len(rows), 2)
			for _, row := range rows {
				require.Equal(t, strings.Count(rows[1], "|"), strings.Count(strings.ReplaceAll(row, `\|`, ""), "|"), row)
			}
		}
	})
	t.Run("the_simplest_case_is_shown_and_the_rest_folded_into_one_block", func(t *testing.T) {
		got := written(t, "markdown", sample(), report.Options{})
		_, finding, _ := strings.Cut(got, "\n### ✘ FAIL: looks like: end\\_time compared with &#60;=\n")
		before, folded, _ := strings.Cut(finding, "<details><summary>1 more check fails for the same cause</summary>")
		require.Contains(t, before, "the event on end\\_time itself is in the answer")
		require.Equal(t, strings.Count(before, "<details>"), strings.Count(before, "</details>"))
		require.Equal(t, 1, strings.Count(before, "<details>"), "the exchange")
		require.NotContains(t, before, "**looks like**", "the headline says so")
		require.Contains(t, folded, "<details><summary>chatlayer.paging.short-page, ")
		require.Less(t, strings.Index(got, "What could not be told"), strings.Index(got, "### ✘ FAIL"),
			"what was not judged is on the first screen")
		require.Less(t, strings.LastIndex(got, "### ✘ FAIL"), strings.Index(got, "| level |"))
	})
}

// TestReportsSayWhereCommandsTakeTheirCredentials wants a line that can be pasted before any of the others.
func TestReportsSayWhereCommandsTakeTheirCredentials(t *testing.T) {
	o := report.Options{Secrets: []string{"UNDERSTUDY_BASIC=ID:SECRET", "UNDERSTUDY_OTHER_BASIC=ID:SECRET"}}
	const login = "export UNDERSTUDY_BASIC=ID:SECRET UNDERSTUDY_OTHER_BASIC=ID:SECRET"
	require.Contains(t, written(t, "markdown", sample(), o), "```\n"+login+"\nunderstudy check ")
	require.Contains(t, written(t, "html", sample(), o), "<code>"+login+"</code>")
	require.Contains(t, closed(t, sample(), report.TerminalOptions{Options: o}), login)
}

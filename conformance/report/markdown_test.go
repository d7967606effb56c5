package report_test

import (
	"fmt"
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
		for line := range strings.SplitSeq(written(t, "markdown", sample(), report.Options{}), "\n") {
			if strings.HasPrefix(line, "| ✘ FAIL | chatlayer") {
				require.Equal(t, 6, strings.Count(strings.ReplaceAll(line, `\|`, ""), "|"), line)
			}
		}
	})
}

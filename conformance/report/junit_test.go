package report_test

import (
	"encoding/xml"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/report"
)

// junitFile is what a CI system reads of the file.
type junitFile struct {
	XMLName xml.Name `xml:"testsuites"`
	junitCounts
	Suites []struct {
		Name string `xml:"name,attr"`
		junitCounts
		Cases []junitRead `xml:"testcase"`
	} `xml:"testsuite"`
}

type junitCounts struct {
	Tests    int `xml:"tests,attr"`
	Failures int `xml:"failures,attr"`
	Errors   int `xml:"errors,attr"`
	Skipped  int `xml:"skipped,attr"`
}

type junitRead struct {
	Name    string     `xml:"name,attr"`
	Class   string     `xml:"classname,attr"`
	Failure []junitMsg `xml:"failure"`
	Error   []junitMsg `xml:"error"`
	Skipped []junitMsg `xml:"skipped"`
	Out     string     `xml:"system-out"`
}

type junitMsg struct {
	Message string `xml:"message,attr"`
	Type    string `xml:"type,attr"`
	Text    string `xml:",chardata"`
}

func readJUnit(t *testing.T, o report.Options) (junitFile, map[string]junitRead) {
	t.Helper()
	var file junitFile
	require.NoError(t, xml.Unmarshal([]byte(written(t, "junit", sample(), o)), &file))
	cases := map[string]junitRead{}
	for _, s := range file.Suites {
		for _, c := range s.Cases {
			id, _, _ := strings.Cut(c.Name, " ")
			cases[s.Name+"/"+id] = c
		}
	}
	return file, cases
}

func TestJUnitCounts(t *testing.T) {
	for name, o := range map[string]report.Options{"fail_on_must": {}, "fail_on_should": {FailOn: conformance.Should}} {
		t.Run(name+"_agrees_with_what_is_in_the_file", func(t *testing.T) {
			file, _ := readJUnit(t, o)
			var all junitCounts
			for _, s := range file.Suites {
				var counted junitCounts
				for _, c := range s.Cases {
					counted.Tests++
					counted.Failures += len(c.Failure)
					counted.Errors += len(c.Error)
					counted.Skipped += len(c.Skipped)
					require.LessOrEqual(t, len(c.Failure)+len(c.Error)+len(c.Skipped), 1, c.Name)
				}
				require.Equal(t, counted, s.junitCounts, s.Name)
				all.Tests += s.Tests
				all.Failures += s.Failures
				all.Errors += s.Errors
				all.Skipped += s.Skipped
			}
			require.Equal(t, all, file.junitCounts)
			require.Equal(t, len(sample().Checks)+len(sample().Baseline), all.Tests)
		})
	}
}

func TestJUnitOutcomes(t *testing.T) {
	_, cases := readJUnit(t, report.Options{})
	t.Run("a_failed_must_is_a_failure_with_its_story", func(t *testing.T) {
		c := cases["time/chatlayer.time.end-exclusive"]
		require.Equal(t, "chatlayer.time", c.Class)
		require.Equal(t, "must", c.Failure[0].Type)
		require.Equal(t, "looks like: end_time compared with <=: the event on end_time itself is in the answer", c.Failure[0].Message)
		for _, part := range []string{"expected: 2 events", "got: 3 events", "again: curl -sS"} {
			require.Contains(t, c.Failure[0].Text, part)
		}
	})
	t.Run("a_failed_should_is_a_remark", func(t *testing.T) {
		c := cases["paging/chatlayer.paging.short-page"]
		require.Empty(t, c.Failure)
		require.Contains(t, c.Out, "failed at level should")
	})
	t.Run("a_failed_should_is_a_failure_if_the_run_fails_on_it", func(t *testing.T) {
		_, cases := readJUnit(t, report.Options{FailOn: conformance.Should})
		require.Equal(t, "should", cases["paging/chatlayer.paging.short-page"].Failure[0].Type)
	})
	t.Run("the_runners_own_fault_and_a_must_that_could_not_be_told_are_errors", func(t *testing.T) {
		kinds := map[string]string{"transport/chatlayer.transport.gzip": "runner", "time/chatlayer.time.tie": "inconclusive"}
		for name, c := range cases {
			if len(c.Error) > 0 {
				require.Equal(t, kinds[name], c.Error[0].Type, name)
				delete(kinds, name)
			}
		}
		require.Empty(t, kinds)
	})
	t.Run("what_does_not_apply_is_skipped_and_says_so", func(t *testing.T) {
		require.Equal(t, "no team is named; give --team", cases["team/chatlayer.team.list"].Skipped[0].Message)
	})
	t.Run("a_known_failure_is_skipped_with_the_reason", func(t *testing.T) {
		c := cases["cors/chatlayer.cors.vary"]
		require.Empty(t, c.Failure)
		require.Contains(t, c.Skipped[0].Message, "known failure: ticket 4711")
		require.Contains(t, c.Out, "no Vary header")
	})
	t.Run("what_nobody_selected_is_not_there", func(t *testing.T) {
		r := sample()
		for i := range r.Checks {
			if r.Checks[i].Area != "time" {
				r.Checks[i].Outcome, r.Checks[i].Message = conformance.Skip, "deselected by --only"
			}
		}
		text := written(t, "junit", r, report.Options{})
		require.Equal(t, 3+1, strings.Count(text, "<testcase "), "and the stale entry")
		require.NotContains(t, text, "deselected")
	})
	t.Run("a_stale_entry_of_the_baseline_is_a_failure", func(t *testing.T) {
		require.Equal(t, "stale-baseline", cases["baseline/chatlayer.transport.head"].Failure[0].Type)
	})
}

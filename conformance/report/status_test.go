package report_test

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/report"
)

// anyRun draws a run of every kind with the exit status that it has.
func anyRun(t *rapid.T) (r conformance.Report, o report.Options, status int) {
	r = conformance.Report{API: "demo", Target: "http://127.0.0.1:1", Reason: "why"}
	o.FailOn = rapid.SampledFrom([]conformance.Level{"", conformance.Must, conformance.Should}).Draw(t, "fail on")
	broken, fresh, untold, should := false, false, false, false
	for i := range rapid.IntRange(0, 4).Draw(t, "checks") {
		c := conformance.Result{
			ID:      fmt.Sprintf("demo.a%d.check-%d", i%2, i),
			Level:   rapid.SampledFrom([]conformance.Level{conformance.Must, conformance.Should, conformance.Info}).Draw(t, "level"),
			Outcome: rapid.SampledFrom([]conformance.Outcome{"pass", "pass", "fail", "inconclusive", "skip", "error"}).Draw(t, "outcome"),
		}
		if c.Level == conformance.Info && c.Outcome == conformance.Fail {
			c.Outcome = conformance.Pass // an Info check never fails
		}
		if c.Outcome == conformance.Fail && rapid.Bool().Draw(t, "known") {
			c.Baselined = "ticket 1"
		}
		fails := c.Outcome == conformance.Fail
		broken = broken || c.Level == conformance.Must && fails
		fresh = fresh || c.Level == conformance.Must && fails && c.Baselined == ""
		should = should || c.Level == conformance.Should && fails && c.Baselined == ""
		untold = untold || c.Outcome == conformance.Error || c.Level == conformance.Must && c.Outcome == conformance.Inconclusive
		r.Checks = append(r.Checks, c)
	}
	if rapid.IntRange(0, 3).Draw(t, "stale") == 0 {
		r.Baseline = []conformance.Stale{{Check: "demo.a.gone", Reason: "it passes now"}}
	}
	early := rapid.IntRange(0, 3).Draw(t, "ended early") == 0 // with a reason that no check shows
	switch {
	case broken:
		r.Verdict = conformance.Nonconformant
	case untold || early:
		r.Verdict = conformance.Incomplete
	default:
		r.Verdict, r.Reason = conformance.Conformant, ""
	}
	switch {
	case fresh || len(r.Baseline) > 0 || should && o.FailOn == conformance.Should:
		return r, o, 1
	case untold || r.Verdict == conformance.Incomplete:
		return r, o, 3
	default:
		return r, o, 0
	}
}

// TestStatusIsSeen holds every form of a report to the exit status: whoever looks at one alone sees whether the run is a pass.
func TestStatusIsSeen(t *testing.T) {
	write := func(t *rapid.T, format string) (string, int) {
		r, o, status := anyRun(t)
		var b strings.Builder
		if format == "terminal" {
			require.NoError(t, report.NewTerminal(&b, report.TerminalOptions{Options: o}).Close(r))
		} else {
			require.NoError(t, report.Write(&b, format, r, o))
		}
		return b.String(), status
	}
	t.Run("junit", rapid.MakeCheck(func(t *rapid.T) {
		text, status := write(t, "junit")
		var file junitFile
		require.NoError(t, xml.Unmarshal([]byte(text), &file))
		switch status {
		case 0:
			require.Zero(t, file.Failures+file.Errors, text)
		case 1:
			require.Positive(t, file.Failures, text)
		default:
			require.Zero(t, file.Failures, text)
			require.Positive(t, file.Errors, text)
		}
		counted := strings.Count(text, "<failure ") + strings.Count(text, "<error ")
		require.Equal(t, counted, file.Failures+file.Errors, "every one of them is there")
	}))
	t.Run("json", rapid.MakeCheck(func(t *rapid.T) {
		text, status := write(t, "json")
		var file struct{ Passed *bool }
		require.NoError(t, json.Unmarshal([]byte(text), &file))
		require.Equal(t, status == 0, *file.Passed, text)
	}))
	for format, pass := range map[string]string{"terminal": "\n✔ ", "markdown": "## ✔ ", "html": `<header class="banner pass">`} {
		t.Run(format, rapid.MakeCheck(func(t *rapid.T) {
			text, status := write(t, format)
			if format == "terminal" {
				text = text[strings.LastIndex(text, "\n\n"):]
			}
			require.Equal(t, status == 0, strings.Contains(text, pass), text)
		}))
	}
}

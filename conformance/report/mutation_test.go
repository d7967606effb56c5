package report_test

import (
	"encoding/json"
	"encoding/xml"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/conformance/internal/harmless/readers"
	pages "github.com/understudy-mock/understudy/conformance/internal/webpage/readers"
	"github.com/understudy-mock/understudy/conformance/report"
)

// mutation is a run with every outcome.
func mutation() report.Mutation {
	mutant := func(name, area string, difficulty int, outcome report.MutantOutcome) report.Mutant {
		return report.Mutant{
			Name: name, Area: area, Difficulty: difficulty, Outcome: outcome, Summary: "What " + name + " does.",
			Advice: "look at " + area + ".", Requirement: "CHL-TIME-2", Statement: "What lies on the end is not listed.",
			Page: "https://example.org/docs/chatlayer.md#chl-time-2", DurationMS: 1200, Answers: 12,
		}
	}
	killed, late := mutant("list.killed", "time", 2, report.MutantKilled), mutant("list.late", "time", 1, report.MutantTimeout)
	killed.Status, killed.Known, late.DurationMS = 1, true, 22_000
	left, odd := mutant("list.left", "time", 1, report.MutantSurvived), mutant("list.odd", "time", 4, report.MutantSurvived)
	left.Wrong, left.First = 3, "GET /v1/bots/demobot1/events/stream?version=LIVE: status 200 instead of 401"
	odd.Requirement, odd.Statement, odd.Page = "", "", ""
	broken := mutant("page.broken", "paging", 3, report.MutantError)
	broken.Reason = "no more processes"
	return report.Mutation{
		Tool: "understudy", Version: "0.1.0", Command: "npm test", Seed: 7, StartedAt: time.Date(2026, 1, 15, 10, 0, 0, 0, time.UTC),
		DurationMS: 65_000, CleanMS: 1200, TimeLimitMS: 22_000, Jobs: 4, Min: 50, Broken: 3,
		Mutants: []report.Mutant{
			broken, odd, killed, late, left, mutant("page.unmet", "paging", 2, report.MutantNotMet),
			mutant("page.untried", "paging", 1, report.MutantNotTried),
		},
	}.Count()
}

func writtenMutation(t testing.TB, format string, m report.Mutation) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, report.WriteMutation(&b, format, m))
	return b.String()
}

func closedMutation(t testing.TB, m report.Mutation, o report.TerminalOptions) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, report.NewTerminal(&b, o).CloseMutation(m))
	return b.String()
}

func TestMutationGolden(t *testing.T) {
	for _, format := range report.Formats() {
		t.Run(format, func(t *testing.T) { golden(t, "mutation."+format, writtenMutation(t, format, mutation())) })
	}
	t.Run("terminal", func(t *testing.T) {
		golden(t, "mutation.terminal", closedMutation(t, mutation(), report.TerminalOptions{}))
	})
	require.Error(t, report.WriteMutation(&strings.Builder{}, "xml", mutation()))
}

// TestMutationCounts says what counts: not what was not met, nor what was not tried.
func TestMutationCounts(t *testing.T) {
	m := mutation()
	require.Equal(t, report.MutationSummary{Killed: 1, Timeout: 1, Survived: 2, NotMet: 1, NotTried: 1, Error: 1}, m.Summary)
	require.InDelta(t, 50, m.Score, 0)
	require.False(t, m.Passed, "one could not be tried")
	require.Equal(t, "page.untried page.unmet page.broken list.late list.left list.killed list.odd", namesOf(m.Mutants))
	m.Mutants = m.Mutants[3:]
	for min, want := range map[float64]bool{0: true, 50: true, 50.1: false, 100: false} {
		m.Min = min
		require.Equal(t, want, m.Count().Passed, min)
	}
	m.Min, m.Unfinished = 0, "interrupted"
	require.False(t, m.Count().Passed)
	m.Unfinished, m.Mutants = "", m.Mutants[:0]
	require.False(t, m.Count().Passed, "nothing was met")
	third := report.Mutation{Min: 66.6, Mutants: []report.Mutant{{Outcome: "killed"}, {Outcome: "killed"}, {Outcome: "survived"}}}.Count()
	require.InDelta(t, 66.6, third.Score, 1e-9, "rounded down")
	require.True(t, third.Passed)
	third.Min = 66.7
	require.False(t, third.Count().Passed)
}

func namesOf(mutants []report.Mutant) string {
	var names []string
	for _, m := range mutants {
		names = append(names, m.Name)
	}
	return strings.Join(names, " ")
}

// TestMutationJUnit wants a failure for each survivor where there are too many, and none else; where no case shows why the run is no pass,
// one more does.
func TestMutationJUnit(t *testing.T) {
	read := func(m report.Mutation) (file junitFile) {
		require.NoError(t, xml.Unmarshal([]byte(writtenMutation(t, "junit", m)), &file))
		return file
	}
	m := mutation()
	require.Equal(t, junitCounts{Tests: 7, Failures: 2, Errors: 1, Skipped: 2}, read(m).junitCounts)
	m.Mutants, m.Min = m.Mutants[3:], 50
	require.Equal(t, junitCounts{Tests: 4, Skipped: 2}, read(m.Count()).junitCounts)
	m.Mutants, m.Unfinished = m.Mutants[:1], "interrupted"
	require.Equal(t, junitCounts{Tests: 2, Errors: 1}, read(m.Count()).junitCounts)
}

// TestMutationOfASample says in a sentence what was not tried, and where nothing was there is no score.
func TestMutationOfASample(t *testing.T) {
	m := mutation()
	m.Sample = 4
	require.Contains(t, m.Verdict(), "; 1 not tried, as 4 were enough")
	text := closedMutation(t, m, report.TerminalOptions{})
	require.Contains(t, text, "\nnothing was tried of 1 area: paging\n")
	require.NotContains(t, text, "0 of 0")
	require.NotContains(t, writtenMutation(t, "junit", m), "page.untried")
	m.Mutants, m.Unfinished = m.Mutants[:2], "interrupted"
	m = m.Count()
	require.Contains(t, writtenMutation(t, "junit", m), "page.untried")
	require.Equal(t, "UNFINISHED: interrupted; nothing was tried; 1 not met; 1 not tried", m.Verdict())
	for _, format := range []string{"markdown", "html"} {
		text := writtenMutation(t, format, m)
		require.Contains(t, text, "nothing was tried of 1 area: paging", format)
		require.NotContains(t, text, "0 of 0", format)
	}
}

func TestMutationHTMLIsWellFormed(t *testing.T) {
	for name, m := range map[string]report.Mutation{"every_outcome": mutation(), "empty": {}} {
		t.Run(name, func(t *testing.T) {
			_, _, err := pages.Anchors(writtenMutation(t, "html", m))
			require.NoError(t, err)
		})
	}
}

func TestMutationJSONHoldsAll(t *testing.T) {
	var read report.Mutation
	require.NoError(t, json.Unmarshal([]byte(writtenMutation(t, "json", mutation())), &read))
	require.Equal(t, mutation(), read)
}

// TestMutationOnATerminal shows the first twenty survivors, or all, and draws the others while they come.
func TestMutationOnATerminal(t *testing.T) {
	var m report.Mutation
	for range 25 {
		m.Mutants = append(m.Mutants, report.Mutant{Name: "a.b", Area: "a", Outcome: report.MutantSurvived})
	}
	m = m.Count()
	short, long := closedMutation(t, m, report.TerminalOptions{}), closedMutation(t, m, report.TerminalOptions{Verbose: true})
	require.Equal(t, 20, strings.Count(short, "✘ a.b"))
	require.Contains(t, short, "and 5 more; --verbose shows all")
	require.Equal(t, 25, strings.Count(long, "✘ a.b"))
	require.NotContains(t, long, "more;")

	var b strings.Builder
	terminal := report.NewTerminal(&b, report.TerminalOptions{Live: true, Width: 60, Height: 10})
	terminal.Mutant(report.Mutant{Area: "time", Outcome: report.MutantKilled})
	terminal.Mutant(report.Mutant{Area: "time", Outcome: report.MutantSurvived})
	require.Contains(t, b.String(), "time              2  ✔✘\n")
	require.NoError(t, terminal.Clear())
	require.True(t, strings.HasSuffix(b.String(), "\x1b[J"))
}

// TestNobodyObeysATestedCommand puts what is a command to somebody wherever a mutation has a text.
func TestNobodyObeysATestedCommand(t *testing.T) {
	filled := func(t *rapid.T) report.Mutation {
		var m report.Mutation
		fill(t, reflect.ValueOf(&m).Elem())
		return m.Count()
	}
	for _, format := range report.Formats() {
		t.Run(format, rapid.MakeCheck(func(t *rapid.T) {
			var b strings.Builder
			require.NoError(t, report.WriteMutation(&b, format, filled(t)))
			require.Empty(t, readers.Obeyed(b.String()))
		}))
	}
	t.Run("terminal", rapid.MakeCheck(func(t *rapid.T) {
		var b strings.Builder
		o := report.TerminalOptions{Width: rapid.IntRange(1, 120).Draw(t, "width"), Colour: rapid.Bool().Draw(t, "colour"), Verbose: true}
		require.NoError(t, report.NewTerminal(&b, o).CloseMutation(filled(t)))
		require.Empty(t, readers.Obeyed(ownMoves.ReplaceAllString(b.String(), "")))
	}))
}

func TestMutationIsNotWritten(t *testing.T) {
	for _, format := range report.Formats() {
		require.ErrorIs(t, report.WriteMutation(full{}, format, mutation()), errFull, format)
	}
}

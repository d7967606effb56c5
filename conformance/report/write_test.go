package report_test

import (
	"bytes"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/report"
)

// full is a writer whose disk is full.
type full struct{}

var errFull = errors.New("disk full")

func (full) Write([]byte) (int, error) { return 0, errFull }

func TestWrite(t *testing.T) {
	for _, format := range report.Formats() {
		t.Run(format+"/the_error_of_the_writer_comes_back", func(t *testing.T) {
			require.ErrorIs(t, report.Write(full{}, format, sample(), report.Options{}), errFull)
		})
		t.Run(format+"/the_same_report_gives_the_same_bytes", func(t *testing.T) {
			require.Equal(t, written(t, format, sample(), report.Options{}), written(t, format, sample(), report.Options{}))
		})
		t.Run(format+"/the_report_is_not_changed", func(t *testing.T) {
			r := sample()
			r.Checks[3].Operations = nil
			written(t, format, r, report.Options{})
			require.Nil(t, r.Checks[3].Operations)
			require.Nil(t, r.Checks[3].Exchanges)
		})
	}
	t.Run("an_unknown_format_is_refused_before_anything_is_written", func(t *testing.T) {
		var b bytes.Buffer
		err := report.Write(&b, "markdwon", sample(), report.Options{})
		require.EqualError(t, err, `unknown report format "markdwon"; expected one of html, json, junit, markdown; did you mean `+
			`"markdown"?`)
		require.Zero(t, b.Len())
		require.Error(t, report.Known("sarif"))
	})
}

// TestHarmless holds what a person looks at free of what acts on the reader's screen, and the HTML free of foreign markup.
func TestHarmless(t *testing.T) {
	for _, format := range []string{"html", "junit", "markdown"} {
		t.Run(format+"_has_no_control_characters", func(t *testing.T) {
			requireHarmless(t, written(t, format, sample(), report.Options{}))
		})
	}
	t.Run("terminal_has_no_control_characters", func(t *testing.T) {
		requireHarmless(t, closed(t, sample(), report.TerminalOptions{}))
	})
	t.Run("html_has_no_markup_of_the_target", func(t *testing.T) {
		got := written(t, "html", sample(), report.Options{})
		require.NotContains(t, got, "<script>alert")
		require.NotContains(t, got, "<img")
		require.NotContains(t, got, "<i>")
		require.Equal(t, 1, strings.Count(got, "<script"))
	})
	t.Run("markdown_has_no_markup_of_the_target_outside_code", func(t *testing.T) {
		require.NotContains(t, outsideCode(written(t, "markdown", sample(), report.Options{})), "<script")
		require.NotContains(t, outsideCode(written(t, "markdown", sample(), report.Options{})), "@somebody")
	})
}

func requireHarmless(t *testing.T, text string) {
	t.Helper()
	require.True(t, utf8.ValidString(text))
	bad := strings.IndexFunc(text, func(r rune) bool {
		return r != '\n' && r != '\t' && unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)
	})
	require.Equal(t, -1, bad, "a harmful character is left")
}

// outsideCode drops fenced blocks, whose fences may be of any length.
func outsideCode(text string) string {
	var kept []string
	fence := ""
	for line := range strings.SplitSeq(text, "\n") {
		switch {
		case fence == "" && strings.HasPrefix(line, "```"):
			fence = line
		case line == fence:
			fence = ""
		case fence == "":
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// TestZeroValues writes reports in which everything that can be empty is.
func TestZeroValues(t *testing.T) {
	r := conformance.Report{
		Checks: []conformance.Result{
			{},
			{Outcome: conformance.Fail, Exchanges: []conformance.Exchange{{}}, Pictures: emptyPictures()},
			{Outcome: conformance.Fail, Level: conformance.Info},
			{Outcome: "unheard", Level: "of"},
		},
		Requirements: []conformance.Requirement{{}},
		Baseline:     []conformance.Stale{{}},
	}
	for _, format := range report.Formats() {
		t.Run(format, func(t *testing.T) {
			require.NotEmpty(t, written(t, format, r, report.Options{}))
		})
	}
	t.Run("terminal", func(t *testing.T) {
		terminal := report.NewTerminal(io.Discard, report.TerminalOptions{Live: true, Colour: true, Width: 1, Height: 1})
		terminal.Progress(conformance.Progress{})
		terminal.Result(conformance.Result{})
		require.NoError(t, terminal.Close(r))
	})
}

func emptyPictures() []conformance.Picture {
	return []conformance.Picture{
		{},
		{Line: &conformance.NumberLine{}},
		{Line: &conformance.NumberLine{Start: "2026-01-02T00:00:00Z", End: "2026-01-01T00:00:00Z", Events: []conformance.Tick{{}}}},
		{Strip: &conformance.PageStrip{}},
		{Strip: &conformance.PageStrip{Pages: []conformance.PageBox{{}}}},
		{Lanes: &conformance.Lanes{}},
		{Lanes: &conformance.Lanes{Lanes: []conformance.Lane{{Spans: []conformance.Span{{}, {FromMS: 9, ToMS: -9}}}}}},
	}
}

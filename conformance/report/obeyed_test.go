package report_test

import (
	"html"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/harmless/readers"
	"github.com/understudy-mock/understudy/conformance/report"
)

// foreign draws a text of a target that wants to be obeyed.
func foreign() *rapid.Generator[string] {
	return rapid.Map(rapid.SliceOfN(rapid.OneOf(
		rapid.SampledFrom(readers.Commands()), rapid.SampledFrom([]string{" ", "\n", "word", strings.Repeat("long ", 9), "`", "'"}),
	), 0, 12), func(parts []string) string { return strings.Join(parts, "") })
}

// fill puts foreign texts into everything in a report that holds a text, but for the words that decide what is shown.
func fill(t *rapid.T, v reflect.Value) {
	switch v.Interface().(type) {
	case conformance.Outcome:
		v.SetString(rapid.SampledFrom([]string{"pass", "fail", "inconclusive", "skip", "error"}).Draw(t, "outcome"))
		return
	case conformance.Level:
		v.SetString(rapid.SampledFrom([]string{"must", "should", "info"}).Draw(t, "level"))
		return
	case report.MutantOutcome:
		v.SetString(rapid.SampledFrom([]string{"killed", "timeout", "survived", "not_met", "not_tried", "error"}).Draw(t, "outcome"))
		return
	case conformance.Verdict:
		v.SetString(rapid.SampledFrom([]string{"conformant", "nonconformant", "incomplete"}).Draw(t, "verdict"))
		return
	}
	switch v.Kind() {
	case reflect.String:
		v.SetString(foreign().Draw(t, "text"))
	case reflect.Pointer:
		if rapid.Bool().Draw(t, "there") {
			v.Set(reflect.New(v.Type().Elem()))
			fill(t, v.Elem())
		}
	case reflect.Slice:
		v.Set(reflect.MakeSlice(v.Type(), 1, 1))
		fill(t, v.Index(0))
	case reflect.Map:
		v.Set(reflect.MakeMap(v.Type()))
		key, value := reflect.New(v.Type().Key()).Elem(), reflect.New(v.Type().Elem()).Elem()
		fill(t, key)
		fill(t, value)
		v.SetMapIndex(key, value)
	case reflect.Struct:
		for _, field := range v.Fields() {
			if field.CanSet() {
				fill(t, field)
			}
		}
	}
}

// TestNobodyObeysATarget holds every line of every report: none is a command to a CI system, or to a terminal.
func TestNobodyObeysATarget(t *testing.T) {
	filled := func(t *rapid.T) conformance.Report {
		var r conformance.Report
		fill(t, reflect.ValueOf(&r).Elem())
		return r
	}
	for _, format := range report.Formats() {
		t.Run(format, rapid.MakeCheck(func(t *rapid.T) {
			var b strings.Builder
			require.NoError(t, report.Write(&b, format, filled(t), report.Options{}))
			require.Empty(t, readers.Obeyed(b.String()))
		}))
	}
	t.Run("terminal", rapid.MakeCheck(func(t *rapid.T) {
		var b strings.Builder
		colour := rapid.Bool().Draw(t, "colour")
		o := report.TerminalOptions{Width: rapid.IntRange(1, 120).Draw(t, "width"), Colour: colour}
		require.NoError(t, report.NewTerminal(&b, o).Close(filled(t)))
		require.Empty(t, readers.Obeyed(ownMoves.ReplaceAllString(b.String(), "")))
	}))
	t.Run("what_goes_on", rapid.MakeCheck(func(t *rapid.T) {
		var b strings.Builder
		terminal := report.NewTerminal(&b, report.TerminalOptions{
			Width: rapid.IntRange(1, 120).Draw(t, "width"),
			Live:  rapid.Bool().Draw(t, "live"),
		})
		for i, c := range filled(t).Checks {
			terminal.Progress(conformance.Progress{What: foreign().Draw(t, "news"), Done: i})
			terminal.Result(c)
		}
		require.Empty(t, readers.Obeyed(ownMoves.ReplaceAllString(b.String(), "")))
	}))
}

// ownMoves are what the terminal itself writes to colour and to take back.
var ownMoves = regexp.MustCompile("\x1b\\[[0-9;]*m|\x1b\\[[0-9]+A\r\x1b\\[J")

// TestMarkdownHoldsNoMarkupOfTheTarget reads the summary as a page does that makes links and mentions of what it shows.
func TestMarkdownHoldsNoMarkupOfTheTarget(t *testing.T) {
	r := sample()
	r.Checks[0].Message = "see https://evil.example/a, www.evil.example, @team/all, owner/repo#12, !3, $x^2$ ![i](http://b) <img src=c>"
	summary := outsideCode(written(t, "markdown", r, report.Options{}))
	summary = strings.NewReplacer("]("+samplePage+")", "", "]("+sampleSource+")", "").Replace(summary) // the links that are ours
	for _, markup := range []string{`://`, `www\.`, `!\[`, `[^\\]\]\(`, `<img`, `[^\\]\$`} {
		require.NotRegexp(t, markup, summary)
	}
	for _, reference := range []string{`@\w`, `#\d`, `!\d`} {
		require.NotRegexp(t, reference, html.UnescapeString(summary), "these are looked for in what the page shows")
	}
}

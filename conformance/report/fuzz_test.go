package report_test

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/report"
)

// FuzzReports puts a target's text wherever one can stand. The pages and the JUnit file stay whole, have no element and no
// attribute that a harmless text does not have, and count the same; the JSON file says what was said.
func FuzzReports(f *testing.F) {
	f.Add(hostile, "2026-01-15T10:00:00Z", "extra")
	f.Add("]]>&amp;<![CDATA[", "9999-12-31T23:59:59.999999999-23:59", "<svg onload=alert(1)>")
	f.Add("\" onclick=\"x", "'><script>", "\x00\ufffe\U0010ffff\xed\xa0\x80")
	f.Add("{{.}}</style></script><!--", "-->", "\u202e")
	f.Add(strings.Repeat("é", 500), "0000-01-01T00:00:00Z", "")
	harmless := map[string]map[string]bool{}
	for _, format := range []string{"html", "junit"} {
		harmless[format] = names(f, written(f, format, sample(), report.Options{}))
	}
	f.Fuzz(func(t *testing.T, text, instant, mark string) {
		r := told(text, instant, mark)
		for format, allowed := range harmless {
			for name := range names(t, written(t, format, r, report.Options{})) {
				require.True(t, allowed[name], "%s has %q", format, name)
			}
		}
		require.Equal(t, counts(t, told("x", instant, mark)), counts(t, r))
		var read conformance.Report
		require.NoError(t, json.Unmarshal([]byte(written(t, "json", r, report.Options{})), &read))
		require.Len(t, read.Checks, len(r.Checks))
		for i := range r.Checks {
			require.Equal(t, r.Checks[i].Outcome, read.Checks[i].Outcome)
		}
	})
}

// told is a report in which a target has put a text everywhere.
func told(text, instant, mark string) conformance.Report {
	at, _ := time.Parse(time.RFC3339Nano, instant) // the zero time is drawn too
	x := sampleExchange(text, text)
	x.Response.Headers[text] = text
	return conformance.Report{
		API: "chatlayer", Target: "http://127.0.0.1:9999", Verdict: conformance.Nonconformant,
		Checks: []conformance.Result{
			{
				ID: "chatlayer.time.a", Level: conformance.Must, Outcome: conformance.Fail, Message: text, Expected: text, Got: text,
				LooksLike: text,
				Exchanges: []conformance.Exchange{x},
				Pictures: []conformance.Picture{{
					Title: text,
					Line: &conformance.NumberLine{Start: instant, End: text, Events: []conformance.Tick{
						{At: at, Label: text, Mark: conformance.Mark(mark)}, {At: at.Add(1), Label: text, Mark: conformance.Missing},
					}},
				}},
			},
			{ID: "chatlayer.time.b", Level: conformance.Should, Outcome: conformance.Fail, Message: text},
			{ID: "chatlayer.time.c", Level: conformance.Info, Outcome: conformance.Pass, Message: text},
			{ID: "chatlayer.time.d", Level: conformance.Must, Outcome: conformance.Inconclusive, Message: text},
			{ID: "chatlayer.time.e", Level: conformance.Must, Outcome: conformance.Error, Message: text},
		},
	}
}

// names are the elements of a file with their attributes.
func names(t testing.TB, file string) map[string]bool {
	t.Helper()
	require.LessOrEqual(t, strings.Count(file, "<script"), 1, "only our own is left out below")
	require.LessOrEqual(t, strings.Count(file, "<style"), 1)
	file = regexp.MustCompile(`(?s)<(style|script)>.*?</(style|script)>`).ReplaceAllString(file, "")
	decoder, all := xml.NewDecoder(strings.NewReader(file)), map[string]bool{}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(t, err)
		switch token := token.(type) {
		case xml.StartElement:
			all[token.Name.Local] = true
			for _, a := range token.Attr {
				all[token.Name.Local+" "+a.Name.Local] = true
			}
		case xml.Comment:
			all["a comment"] = true
		}
	}
}

// counts are the figures of a JUnit file.
func counts(t *testing.T, r conformance.Report) [4]int {
	t.Helper()
	var all struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Errors   int `xml:"errors,attr"`
		Skipped  int `xml:"skipped,attr"`
	}
	require.NoError(t, xml.Unmarshal([]byte(written(t, "junit", r, report.Options{})), &all))
	return [4]int{all.Tests, all.Failures, all.Errors, all.Skipped}
}

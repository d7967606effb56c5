//go:build interop

package interop

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

type (
	// reported is what the JSON report says, as far as the others are compared with it.
	reported struct {
		Summary      struct{ Pass, Fail, Inconclusive, Skip int }
		Requirements []struct {
			OutOfScope string `json:"out_of_scope"`
		}
		Checks []verdict
	}

	verdict struct{ ID, Level, Title, Area, Outcome, Message string }
)

// judged runs the conformance runner on a mock that misbehaves, and returns where its reports are and what they report.
func judged(t *testing.T) (path func(format string) string, report reported) {
	t.Helper()
	m, dir := startMock(t, "--misbehave", "list.end-inclusive"), t.TempDir()
	path = func(format string) string { return filepath.Join(dir, "report."+format) }
	args := []string{
		"check", m.URL, "--api", "chatlayer", "--basic", "demo-token-id:demo-token-secret", "--bot", "demobot1", "--rate", "2000",
		"--only", "chatlayer.time.*", "--only", "chatlayer.paging.*", "--only", "chatlayer.team.*",
	}
	for _, format := range []string{"json", "junit", "html"} {
		args = append(args, "--report", format+"="+path(format))
	}
	out, err := command(t, 2*time.Minute, binary, args...).CombinedOutput()
	var exit *exec.ExitError
	require.ErrorAs(t, err, &exit, "%s", out)
	require.Equal(t, 1, exit.ExitCode(), "%s", out)
	text, err := os.ReadFile(path("json"))
	require.NoError(t, err)
	require.NoError(t, json.Unmarshal(text, &report))
	require.Positive(t, report.Summary.Fail)
	require.Positive(t, report.Summary.Pass)
	require.Positive(t, report.Summary.Skip)
	return path, report
}

// failing are the checks that fail the run.
func failing(r reported) []verdict {
	var failing []verdict
	for _, c := range r.Checks {
		if c.Outcome == "fail" && c.Level == "must" {
			failing = append(failing, c)
		}
	}
	return failing
}

// unsure counts the checks of level must that could not be told.
func unsure(r reported) int {
	n := 0
	for _, c := range r.Checks {
		if c.Outcome == "inconclusive" && c.Level == "must" {
			n++
		}
	}
	return n
}

// TestReports reads the runner's reports with programs that we did not write: a parser of JUnit, and a browser.
func TestReports(t *testing.T) {
	t.Parallel()
	path, report := judged(t)
	t.Run("a_parser_of_JUnit_finds_every_check_and_its_outcome", func(t *testing.T) { readJUnit(t, path("junit"), report) })
	t.Run("a_browser_shows_and_filters_the_page", func(t *testing.T) { readPage(t, path("html"), report) })
}

func readJUnit(t *testing.T, path string, report reported) {
	var got struct {
		Tests, Failures, Errors, Skipped int
		Cases                            []struct{ Class, Name, Outcome, Message string }
	}
	var stderr bytes.Buffer
	cmd := command(t, time.Minute, tool(t, "venv", "bin", "python"), filepath.Join("testdata", "junit.py"), path)
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, "%s", stderr.String())
	require.NoError(t, json.Unmarshal(out, &got))

	must, selected, aside := failing(report), 0, 0
	for _, c := range report.Checks {
		if strings.HasPrefix(c.Message, "deselected by --only") {
			continue // nobody asked for it
		}
		selected++
		if c.Outcome == "skip" || c.Outcome == "inconclusive" {
			aside++
		}
	}
	require.Less(t, selected, len(report.Checks))
	require.Equal(t, selected, got.Tests)
	require.Len(t, got.Cases, selected)
	require.Equal(t, len(must), got.Failures)
	untold := unsure(report)
	require.Equal(t, aside-untold, got.Skipped)
	require.Equal(t, untold, got.Errors)
	failed := map[string]string{}
	for _, c := range got.Cases {
		if c.Outcome == "failed" {
			failed[c.Name] = c.Message
		}
	}
	for _, c := range must {
		require.Contains(t, failed[c.ID+" "+c.Title], c.Message, "behind what its finding says")
	}
}

// counted is what the page shows of its tables.
type counted struct {
	Requirements, Checks int
	Shown                string
}

func readPage(t *testing.T, path string, report reported) {
	var got struct {
		Title, Banner                      string
		All, Failing, None, Revealed, Area counted
		FailingChecks                      []string
		Rows, Folded, Pictures             int
		PassedBefore, Wider                bool
		Print                              struct{ Hidden, Wider, Cut int }
		Phone                              struct {
			Height, Wider int
			Filters       string
			Smallest      float64 // of the first picture, as a part of the size that it is drawn for
		}
		Complaints, Requests []string
	}
	must := failing(report)
	runScript(t, "report.mjs", object{
		"chromium": chromium(t), "page": "file://" + path, "failing": object{"id": must[0].ID, "area": must[0].Area},
	}, &got)

	require.Empty(t, got.Complaints)
	require.Equal(t, []string{"file://" + path}, got.Requests, "the page needs nothing but itself")
	require.Contains(t, got.Banner, "NOT CONFORMANT")
	require.Equal(t, len(report.Checks), got.Rows)
	require.Positive(t, got.Folded)
	require.Less(t, got.All.Checks, got.Rows, "what passed is folded")
	require.False(t, got.PassedBefore)
	inScope := 0
	for _, q := range report.Requirements {
		if q.OutOfScope == "" {
			inScope++
		}
	}
	require.Equal(t, fmt.Sprintf("%d of %d requirements, %d of %d checks", inScope, inScope, got.Rows, got.Rows), got.All.Shown,
		"requirements of operations that are not judged are a count")
	require.Len(t, must, got.Failing.Checks)
	for i, c := range must {
		require.Equal(t, c.ID, got.FailingChecks[i])
	}
	require.Zero(t, got.None.Checks+got.None.Requirements)
	require.Equal(t, got.All, got.Revealed, "a link to a hidden row takes the filters away")
	require.Less(t, got.Area.Checks, got.Rows)
	require.Positive(t, got.Area.Checks)
	require.Positive(t, got.Pictures, "a bound that is wrong is drawn")
	require.False(t, got.Wider, "the page is no wider than the window")
	require.Zero(t, got.Print, "what is printed is whole")
	require.Less(t, got.Phone.Height, 20_000)
	require.Zero(t, got.Phone.Wider, "on a phone only pictures and the map scroll sideways")
	require.Equal(t, "static", got.Phone.Filters, "the filters do not cover the page of a phone")
	require.InDelta(t, 1, got.Phone.Smallest, 0.01, "the words of a picture are as large as the page's")
}

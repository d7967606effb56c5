package report_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/report"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// TestGolden holds every format to what was reviewed.
func TestGolden(t *testing.T) {
	for _, format := range report.Formats() {
		t.Run(format, func(t *testing.T) {
			golden(t, "sample."+format, written(t, format, sample(), report.Options{}))
			golden(t, "empty."+format, written(t, format, conformance.Report{}, report.Options{}))
		})
	}
	t.Run("terminal", func(t *testing.T) {
		golden(t, "sample.terminal", closed(t, sample(), report.TerminalOptions{}))
		golden(t, "empty.terminal", closed(t, conformance.Report{}, report.TerminalOptions{}))
	})
}

func written(t testing.TB, format string, r conformance.Report, o report.Options) string {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, report.Write(&b, format, r, o))
	return b.String()
}

// closed is what a terminal shows of a run that is over.
func closed(t *testing.T, r conformance.Report, o report.TerminalOptions) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, report.NewTerminal(&b, o).Close(r))
	return b.String()
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "golden", name)
	if *update {
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(got), 0o644))
	}
	want, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, string(want), got, "if it is meant, run go test ./conformance/report -update and review the difference")
}

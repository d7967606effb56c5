//go:build interop

package interop

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// listed are the rows of the page that the filters leave, by their names.
type listed struct{ Checks, Misbehaviours []string }

// TestKillsPage uses the page of the kill table in a browser, and finds in it what the table says.
func TestKillsPage(t *testing.T) {
	t.Parallel()
	const check, misbehaviour = "inkeep.events.id-kept", "inkeep.id-replaced"
	path := filepath.Join(t.TempDir(), "kills.html")
	out, err := command(t, 5*time.Minute, "make", "-C", root, "kills", "PAGE="+path).CombinedOutput()
	require.NoError(t, err, "%s", out)
	table := killTable(t)

	type rows struct{ Checks, Misbehaviours int }
	var got struct {
		All, One, Cleared    rows
		OfCheck, Narrowed    listed
		Found, Noticed       []string
		Wider                bool
		Complaints, Requests []string
	}
	runScript(t, "kills.mjs", object{"chromium": chromium(t), "page": "file://" + path, "check": check, "misbehaviour": misbehaviour}, &got)

	require.Empty(t, got.Complaints)
	require.Equal(t, []string{"file://" + path}, got.Requests, "the page needs nothing but itself")
	require.False(t, got.Wider, "the page is no wider than the window")
	require.Equal(t, got.All, got.Cleared)
	require.Len(t, table, got.All.Misbehaviours)

	require.Equal(t, listed{[]string{check}, noticedBy(table, check)}, got.OfCheck)
	require.Contains(t, got.Found, misbehaviour)
	require.Subset(t, got.Noticed, slices.Collect(maps.Keys(table[misbehaviour])))
	require.NotEmpty(t, got.Narrowed.Checks)
	for _, id := range got.Narrowed.Checks {
		require.True(t, strings.HasPrefix(id, "inkeep.events."), id)
	}
	once := 0
	for _, counts := range table {
		once += 1 / max(len(counts), 1)
	}
	require.Equal(t, once, got.One.Misbehaviours)
	require.Less(t, got.One.Checks, got.All.Checks)
}

// killTable says how many seeds each misbehaviour was noticed with, by check.
func killTable(t *testing.T) map[string]map[string]int {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "conformance", "examination", "testdata", "kills.json"))
	require.NoError(t, err)
	var table map[string]map[string]int
	require.NoError(t, json.Unmarshal(text, &table))
	return table
}

func noticedBy(table map[string]map[string]int, check string) []string {
	var names []string
	for name, counts := range table {
		if counts[check] > 0 {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return names
}

package conformance_test

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

// FuzzReadBaseline wants what is taken to be complete, and to be the same when it is written and read again.
func FuzzReadBaseline(f *testing.F) {
	const entry = "known_failures:\n  - check: a.b.c\n    reason: \"ticket 4711\"\n    expires: 2026-12-31\n"
	f.Add(entry)
	f.Add(entry + "  - {check: a.b.c, reason: x, expires: 2026-01-01}\n")
	f.Add(entry + "---\n" + entry)
	f.Add("known_failures: [&a {check: x, reason: |-\n  y\n , expires: '2024-02-29'}, *a]")
	f.Add("known_failures:\n- &a [*a]")
	f.Add("# nothing\n")
	f.Add("known_failures:\n  - check: c\n    reason: \"\n\n1\"\n    expires: 2026-12-31")
	f.Fuzz(func(t *testing.T, text string) {
		b, err := conformance.ReadBaseline(strings.NewReader(text))
		if err != nil {
			return
		}
		seen := map[string]bool{}
		for _, e := range b.Entries {
			require.NotEmpty(t, e.Check)
			require.NotEmpty(t, strings.TrimSpace(e.Reason))
			require.False(t, seen[e.Check], "two entries for %s", e.Check)
			seen[e.Check] = true
			_, err := time.Parse(time.DateOnly, e.Expires)
			require.NoError(t, err)
		}
		var written bytes.Buffer
		require.NoError(t, b.Write(&written))
		again, err := conformance.ReadBaseline(bytes.NewReader(written.Bytes()))
		require.NoError(t, err, "%s", &written)
		require.ElementsMatch(t, b.Entries, again.Entries)

		if len(b.Entries) > 0 {
			_, err = conformance.ReadBaseline(strings.NewReader(text + "\n---\n" + entry))
			require.Error(t, err, "a second document is not left out in silence")
		}
	})
}

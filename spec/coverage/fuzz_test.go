package coverage_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec/coverage"
)

// FuzzRead reads any text. What it takes is the same when it is written and read again.
func FuzzRead(f *testing.F) {
	c := contract(f, "notes")
	items := coverage.Of(c)
	counts := coverage.NewCounts(items, nil)
	used(f, c, counts)
	var written bytes.Buffer
	require.NoError(f, counts.Report().Write(&written, "json"))
	f.Add(written.Bytes())
	f.Add([]byte(`{"covered":0,"total":0,"percent":0,"items":[]}`))
	f.Add([]byte(`{"items":[{"id":"notes.AddNote","covered":true,"hits":1e3}]}`))
	f.Add([]byte(`[`))
	f.Fuzz(func(t *testing.T, text []byte) {
		r, err := items.Read(bytes.NewReader(text))
		if err != nil {
			return
		}
		for _, format := range coverage.Formats() {
			require.NoError(t, r.Write(&bytes.Buffer{}, format))
		}
		var again bytes.Buffer
		require.NoError(t, r.Write(&again, "json"))
		same, err := items.Read(&again)
		require.NoError(t, err)
		require.Equal(t, r, same)
	})
}

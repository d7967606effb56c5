package statelog_test

import (
	"os"
	"testing"

	"github.com/stretchr/testify/require"
)

// FuzzRead reads a file that may have anything in it: what is whole comes back, what is not is told of once, and the log goes on.
func FuzzRead(f *testing.F) {
	dir := f.TempDir()
	write(f, dir, "one", "two", "three")
	whole, err := os.ReadFile(only(f, dir))
	require.NoError(f, err)
	f.Add(whole)
	f.Add(whole[:len(whole)-3])
	f.Add(append(append([]byte{}, whole...), whole...))
	f.Add(append(make([]byte, 100), whole...))
	f.Fuzz(func(t *testing.T, content []byte) {
		dir := dirWith(t, "log-000000000001", content)
		first, lost := read(t, dir)
		if !lost.Any() {
			require.Empty(t, lost.Files)
		}
		_ = lost.String()
		write(t, dir, "and on")
		again, lost := read(t, dir)
		require.Equal(t, append(first, "and on"), again)
		require.False(t, lost.Any(), lost.String())
	})
}

package statelog_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestATornTailIsCutOff cuts a log at each of its last bytes: what is whole is there, what is not is told of once, and the log goes on.
func TestATornTailIsCutOff(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, texts(30)...)
	path := only(t, dir)
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	sideBySide(t, 200, func(t *testing.T, back int) {
		size := len(whole) - back
		torn := dirWith(t, filepath.Base(path), whole[:size])
		got, lost := read(t, torn)
		require.Equal(t, texts(30)[:len(got)], got)
		require.Greater(t, len(got), 23)
		behind := uint64(len(got))
		if lost.Any() {
			require.True(t, lost.Tail)
			require.Equal(t, behind, lost.Behind)
			require.Zero(t, lost.Entries)
		} else {
			require.Equal(t, wholeUpTo(t, len(got)), size, "nothing is lost where an entry ends")
		}
		write(t, torn, "and on")
		again, lost := read(t, torn)
		require.Equal(t, append(got, "and on"), again)
		require.False(t, lost.Any(), "it is told of once")
	})
}

// sideBySide tries numbers from 1 on, some at once, as the disk has them wait.
func sideBySide(t *testing.T, most int, try func(t *testing.T, n int)) {
	t.Helper()
	const atOnce = 10
	for first := range atOnce {
		t.Run(fmt.Sprint("part ", first), func(t *testing.T) {
			t.Parallel()
			for n := first + 1; n <= most; n += atOnce {
				try(t, n)
			}
		})
	}
}

// wholeUpTo is how large the file is that has the first entries only.
func wholeUpTo(t testing.TB, n int) int {
	t.Helper()
	dir := t.TempDir()
	write(t, dir, texts(n)...)
	info, err := os.Stat(only(t, dir))
	require.NoError(t, err)
	return int(info.Size())
}

// TestAFlippedBitIsNoticed flips a bit in each byte of the last entries: those before it are there, what is lost is told, and nothing comes
// back changed.
func TestAFlippedBitIsNoticed(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, texts(30)...)
	path := only(t, dir)
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	sideBySide(t, 200, func(t *testing.T, back int) {
		at := len(whole) - back
		flipped := append([]byte{}, whole...)
		flipped[at] ^= 1 << (at % 8)
		got, lost := read(t, dirWith(t, filepath.Base(path), flipped))
		require.True(t, lost.Any(), "byte %d", at)
		require.Less(t, len(got), 30)
		require.Equal(t, texts(30)[:len(got)], got)
		require.Positive(t, lost.Bytes)
		require.FileExists(t, lost.Files[0])
	})
}

// TestDamageInTheMiddleIsTold flips bits all over a log: what stands behind the damage is there, and how much is lost is told.
func TestDamageInTheMiddleIsTold(t *testing.T) {
	dir := t.TempDir()
	want := texts(400)
	write(t, dir, want...)
	path := only(t, dir)
	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	for at := 100; at < len(whole)-150_000; at += 300_011 {
		flipped := append([]byte{}, whole...)
		flipped[at] ^= 4
		damagedDir := dirWith(t, filepath.Base(path), flipped)
		got, lost := read(t, damagedDir)
		require.True(t, slices.Equal(want[len(want)-20:], got[len(got)-20:]), "those behind it are there")
		require.False(t, lost.Tail)
		require.Equal(t, len(want)-len(got), int(lost.Entries))
		require.True(t, slices.Equal(want[:lost.Behind], got[:lost.Behind]))
		require.Contains(t, lost.String(), fmt.Sprintf("at least %d entries are lost", lost.Entries))
		again, lost := read(t, damagedDir)
		require.True(t, slices.Equal(got, again))
		require.False(t, lost.Any(), "it is told of once: %s", lost.String())
	}
}

// TestDamageOverManyBlocks has the disk forget a part of a large entry, which no block begins anew in: the entries around it are there.
func TestDamageOverManyBlocks(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "before", strings.Repeat("x", 3<<20), "behind")
	path := only(t, dir)
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	clear(content[1<<20 : 2<<20])
	require.NoError(t, os.WriteFile(path, content, 0o600))
	got, lost := read(t, dir)
	require.Equal(t, []string{"before", "behind"}, got)
	require.EqualValues(t, 1, lost.Entries)
	require.False(t, lost.Tail)
	require.Greater(t, lost.Bytes, int64(1<<20))
	again, lost := read(t, dir)
	require.Equal(t, got, again)
	require.False(t, lost.Any(), "it is told of once: %s", lost.String())
}

// TestDamageWhileTheLogIsUsed has a bit flip in a file that is about to be written anew: what is damaged stays to be told of.
func TestDamageWhileTheLogIsUsed(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, texts(20)...)
	damaged := only(t, dir)
	o := options(dir)
	o.CompactBytes = 1
	l := started(t, o)
	content, err := os.ReadFile(damaged)
	require.NoError(t, err)
	content[len(content)/2] ^= 1
	require.NoError(t, os.WriteFile(damaged, content, 0o600))
	for i := range 50 {
		require.NoError(t, l.Append([]byte(text(100+i))).Wait())
	}
	require.NoError(t, l.Close())
	_, lost := read(t, dir)
	require.True(t, lost.Any(), "the damage was left out unseen")
}

// TestAMissingFileIsToldOnce removes files by hand: what they held is named, the others are read, and the next start says nothing.
func TestAMissingFileIsToldOnce(t *testing.T) {
	for missing, want := range map[string]string{
		"log-000000000001": "between entry 0 and entry 11 at least 10 are missing",
		"log-000000000002": "between entry 10 and entry 21 at least 10 are missing",
	} {
		t.Run(missing, func(t *testing.T) {
			dir := t.TempDir()
			var kept []string
			for i := range 3 {
				part := texts(30)[10*i : 10*i+10]
				write(t, dir, part...)
				if missing != fmt.Sprintf("log-%012d", i+1) {
					kept = append(kept, part...)
				}
			}
			require.NoError(t, os.Remove(filepath.Join(dir, missing)))
			got, lost := read(t, dir)
			require.Equal(t, kept, got)
			require.Contains(t, lost.String(), want+": the files that held them are gone")
			require.Empty(t, lost.Files)
			write(t, dir, "and on")
			again, lost := read(t, dir)
			require.Equal(t, append(kept, "and on"), again)
			require.False(t, lost.Any(), "it is told of once: %s", lost.String())
		})
	}
}

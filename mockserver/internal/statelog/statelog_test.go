package statelog_test

import (
	"fmt"
	"log/slog"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/statelog"
)

func options(dir string) statelog.Options {
	return statelog.Options{
		Dir: dir, Logger: slog.New(slog.DiscardHandler),
		Needs: func() statelog.Needs { return &latest{most: math.MaxInt} },
	}
}

// latest needs the first entry and the latest ones.
type latest struct {
	most int
	seen []uint64
}

func (n *latest) See(number uint64, _ []byte) error {
	n.seen = append(n.seen, number)
	return nil
}

func (n *latest) Needed(number uint64) bool {
	return number == n.seen[0] || slices.Contains(n.seen[max(0, len(n.seen)-n.most):], number)
}

// read opens a log and returns its entries as texts.
func read(t testing.TB, dir string) ([]string, statelog.Lost) {
	t.Helper()
	l, err := statelog.Open(options(dir))
	require.NoError(t, err)
	all, lost := entries(t, l)
	require.NoError(t, l.Start())
	require.NoError(t, l.Close())
	return all, lost
}

func entries(t testing.TB, l *statelog.Log) (all []string, lost statelog.Lost) {
	t.Helper()
	lost, err := l.Read(func(_ uint64, data []byte) error {
		all = append(all, string(data))
		return nil
	})
	require.NoError(t, err)
	return all, lost
}

// started opens a log that takes entries.
func started(t testing.TB, o statelog.Options) *statelog.Log {
	t.Helper()
	l, err := statelog.Open(o)
	require.NoError(t, err)
	entries(t, l)
	require.NoError(t, l.Start())
	t.Cleanup(func() { require.NoError(t, l.Close()) })
	return l
}

// write writes entries and closes the log.
func write(t testing.TB, dir string, texts ...string) {
	t.Helper()
	l := started(t, options(dir))
	for _, text := range texts {
		l.Append([]byte(text))
	}
	require.NoError(t, l.Close())
}

// text is that of an entry: some are larger than the blocks of the files.
func text(i int) string {
	size := 20 + i*7%90
	if i%13 == 12 {
		size = 40_000
	}
	return fmt.Sprintf("%d:%s", i, strings.Repeat("x", size))
}

func texts(n int) (all []string) {
	for i := range n {
		all = append(all, text(i))
	}
	return all
}

// only is the file of a log that has one.
func only(t testing.TB, dir string) string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, "[bl]*-*0*"))
	require.NoError(t, err)
	require.Len(t, all, 1)
	return all[0]
}

// dirWith is a directory with one file.
func dirWith(t testing.TB, name string, content []byte) string {
	t.Helper()
	dir := t.TempDir()
	require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	return dir
}

func TestEntriesComeBackInOrder(t *testing.T) {
	dir := t.TempDir()
	for i := range 3 {
		write(t, dir, texts(60)[20*i:20*i+20]...)
	}
	got, lost := read(t, dir)
	require.Equal(t, texts(60), got)
	require.False(t, lost.Any())
}

func TestWritersShareTheDisk(t *testing.T) {
	for _, sync := range []time.Duration{0, time.Millisecond} {
		t.Run(sync.String(), func(t *testing.T) {
			o := options(t.TempDir())
			o.Sync = sync
			l := started(t, o)
			var all group
			for w := range 16 {
				all.Go(func() {
					for i := range 20 {
						e := l.Append(fmt.Appendf(nil, "%d %d", w, i))
						if e.Wait() != nil {
							t.Error("refused")
						}
						all.note(e.Number, fmt.Sprintf("%d %d", w, i))
					}
				})
			}
			all.Wait()
			require.NoError(t, l.Close())
			got, lost := read(t, o.Dir)
			require.False(t, lost.Any())
			require.Len(t, got, 320)
			for i, text := range got {
				require.Equal(t, all.texts[uint64(i)+1], text)
			}
		})
	}
}

// group is a group of writers and what each number was given to.
type group struct {
	sync.WaitGroup
	mu    sync.Mutex
	texts map[uint64]string
}

func (s *group) note(number uint64, text string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.texts == nil {
		s.texts = map[uint64]string{}
	}
	s.texts[number] = text
}

func TestWhatIsNotNeededIsLeftOut(t *testing.T) {
	o := options(t.TempDir())
	o.CompactBytes, o.Needs = 1<<10, func() statelog.Needs { return &latest{most: 2} }
	l := started(t, o)
	for i := range 200 {
		require.NoError(t, l.Append(fmt.Appendf(nil, "%d %s", i, strings.Repeat("y", 200))).Wait())
	}
	require.NoError(t, l.Close())
	got, lost := read(t, o.Dir)
	require.False(t, lost.Any(), lost.String())
	require.True(t, strings.HasPrefix(got[0], "0 "))
	require.True(t, strings.HasPrefix(got[len(got)-1], "199 "))
	require.Less(t, len(got), 150, "40 KB were written, of which a few hundred bytes are needed")
	files, err := os.ReadDir(o.Dir)
	require.NoError(t, err)
	require.Less(t, len(files), 12)
}

// TestACrashWhileTheLogIsWrittenAnew leaves behind each of the states of the directory that such a crash can leave.
func TestACrashWhileTheLogIsWrittenAnew(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "one", "two")
	write(t, dir, "three")
	leave := func(name string, content []byte) {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o600))
	}
	leave("base-000000000003.new", []byte("unfinished"))
	got, _ := read(t, dir)
	require.Equal(t, []string{"one", "two", "three"}, got)
	require.NoFileExists(t, filepath.Join(dir, "base-000000000003.new"))

	first, err := os.ReadFile(filepath.Join(dir, "log-000000000001"))
	require.NoError(t, err)
	require.NoError(t, os.Rename(filepath.Join(dir, "log-000000000001"), filepath.Join(dir, "base-000000000002")))
	leave("log-000000000001", first) // it has not been removed yet
	got, lost := read(t, dir)
	require.Equal(t, []string{"one", "two", "three"}, got)
	require.False(t, lost.Any())
}

func TestADirectoryIsUsedOnce(t *testing.T) {
	o := options(t.TempDir())
	l := started(t, o)
	_, err := statelog.Open(o)
	require.EqualError(t, err, "another process uses the directory: stop it, or give this one a directory of its own")
	require.NoError(t, l.Close())
	_, lost := read(t, o.Dir)
	require.False(t, lost.Any())
	require.ErrorIs(t, l.Append([]byte("late")).Wait(), statelog.ErrClosed)
}

func TestOtherFilesOfTheDirectoryStay(t *testing.T) {
	dir := t.TempDir()
	others := []string{"notes.new", "log-20240101", "log-20240101.damaged", "base-1", "x.damaged"}
	for _, name := range others {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), []byte("somebody else's"), 0o600))
	}
	write(t, dir, texts(3)...)
	got, lost := read(t, dir)
	require.Equal(t, texts(3), got)
	require.False(t, lost.Any())
	for _, name := range others {
		require.FileExists(t, filepath.Join(dir, name))
	}
}

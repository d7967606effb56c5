//go:build unix

package statelog_test

import (
	"bytes"
	"fmt"
	"log/slog"
	"os"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/fulldisk"
	"github.com/understudy-mock/understudy/mockserver/internal/statelog"
)

// large is what files may have in these tests, so that those that the test itself writes to have room.
var large = strings.Repeat("z", 1<<20)

// TestAFullDiskRefusesEntries has a write break off in the middle: what could not be kept is refused and never comes back, what was kept
// stays, and once there is room the log goes on.
func TestAFullDiskRefusesEntries(t *testing.T) {
	if !fulldisk.Alone(t) {
		return
	}
	dir := t.TempDir()
	l := started(t, options(dir))
	require.NoError(t, l.Append([]byte("kept"+large)).Wait())
	info, err := os.Stat(only(t, dir))
	require.NoError(t, err)
	undo := fulldisk.Limit(t, info.Size()+100)
	cut := l.Append([]byte("refused" + strings.Repeat("z", 300)))
	behind := l.Append([]byte("behind it"))
	err = cut.Wait()
	var refused *statelog.RefusedError
	require.ErrorAs(t, err, &refused)
	require.ErrorIs(t, err, syscall.EFBIG)
	require.True(t, cut.Failed())
	keptBehind := behind.Wait() == nil
	undo()
	require.NoError(t, l.Append([]byte("goes on")).Wait())
	require.NoError(t, l.Close())
	want := []string{"kept" + large, "goes on"}
	if keptBehind {
		want = []string{"kept" + large, "behind it", "goes on"}
	}
	got, lost := read(t, dir)
	require.Equal(t, want, got)
	require.False(t, lost.Any(), lost.String())
}

// TestWritesThatAreRefusedLeaveNoFiles tries often while the disk is full, which is told once.
func TestWritesThatAreRefusedLeaveNoFiles(t *testing.T) {
	if !fulldisk.Alone(t) {
		return
	}
	dir := t.TempDir()
	var told bytes.Buffer
	o := options(dir)
	o.Logger = slog.New(slog.NewTextHandler(&told, nil))
	l := started(t, o)
	require.NoError(t, l.Append([]byte("kept")).Wait())
	undo := fulldisk.Limit(t, int64(len(large)))
	for range 10 {
		require.Error(t, l.Append([]byte("refused"+large)).Wait())
	}
	undo()
	require.NoError(t, l.Append([]byte("goes on")).Wait())
	require.NoError(t, l.Close())
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.LessOrEqual(t, len(files), 3, "the lock, and two files of the log")
	require.Equal(t, 1, strings.Count(told.String(), "writes are refused"))
	require.Contains(t, told.String(), `msg="writes are kept again" state=`+dir+" refused=10")
	got, _ := read(t, dir)
	require.Equal(t, []string{"kept", "goes on"}, got)
}

// TestADiskThatIsFullWhileTheLogIsWrittenAnew has the file that begins then be left at once.
func TestADiskThatIsFullWhileTheLogIsWrittenAnew(t *testing.T) {
	if !fulldisk.Alone(t) {
		return
	}
	for range 300 {
		o := options(t.TempDir())
		o.CompactBytes, o.Sync, o.Needs = 1, time.Minute, func() statelog.Needs { return &latest{most: 2} }
		l := started(t, o)
		require.NoError(t, l.Append([]byte("first")).Wait())
		undo := fulldisk.Limit(t, 200)
		for range 3 {
			require.Error(t, l.Append([]byte("refused"+strings.Repeat("z", 400))).Wait())
		}
		undo()
		require.NoError(t, l.Append([]byte("goes on")).Wait())
		require.NoError(t, l.Close())
		got, lost := read(t, o.Dir)
		require.Equal(t, []string{"first", "goes on"}, got)
		require.False(t, lost.Any(), lost.String())
	}
}

// TestADiskThatIsFullAgainAndAgain has a file end with each write that is refused: there are soon fewer again.
func TestADiskThatIsFullAgainAndAgain(t *testing.T) {
	if !fulldisk.Alone(t) {
		return
	}
	dir := t.TempDir()
	l := started(t, options(dir))
	var want []string
	for i := range 200 {
		want = append(want, fmt.Sprint(i))
		require.NoError(t, l.Append([]byte(want[i])).Wait())
		undo := fulldisk.Limit(t, 200)
		require.Error(t, l.Append([]byte("refused"+strings.Repeat("z", 400))).Wait())
		undo()
	}
	require.NoError(t, l.Close())
	files, err := os.ReadDir(dir)
	require.NoError(t, err)
	require.Less(t, len(files), 100)
	got, lost := read(t, dir)
	require.Equal(t, want, got)
	require.False(t, lost.Any(), lost.String())
}

// TestADamagedLogOnAFullDisk starts where the damage cannot be written away: what is whole is there, and the damage is told of until it is.
func TestADamagedLogOnAFullDisk(t *testing.T) {
	if !fulldisk.Alone(t) {
		return
	}
	dir := t.TempDir()
	whole := "whole" + large
	write(t, dir, whole, "torn")
	path := only(t, dir)
	info, err := os.Stat(path)
	require.NoError(t, err)
	require.NoError(t, os.Truncate(path, info.Size()-2))
	undo := fulldisk.Limit(t, int64(len(large)))
	got, lost := read(t, dir)
	undo()
	require.Equal(t, []string{whole}, got)
	require.True(t, lost.Any())
	got, lost = read(t, dir)
	require.Equal(t, []string{whole}, got)
	require.True(t, lost.Any(), "it is told of again")
	got, lost = read(t, dir)
	require.Equal(t, []string{whole}, got)
	require.False(t, lost.Any())
}

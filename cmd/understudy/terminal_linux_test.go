package main

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/understudy-mock/understudy/mockserver"
)

// stopped is a terminal that shows nothing more, as after Ctrl-S.
func stopped(t *testing.T) *os.File {
	t.Helper()
	screen, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skipf("there are no terminals here: %v", err)
	}
	t.Cleanup(func() { require.NoError(t, screen.Close()) })
	fd := int(screen.Fd())
	require.NoError(t, unix.IoctlSetPointerInt(fd, unix.TIOCSPTLCK, 0))
	number, err := unix.IoctlGetInt(fd, unix.TIOCGPTN)
	require.NoError(t, err)
	require.NoError(t, unix.IoctlSetWinsize(fd, unix.TIOCSWINSZ, &unix.Winsize{Row: 40, Col: 120}))
	terminal, err := os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, terminal.Close()) })
	return terminal
}

// TestCheckOnAStoppedTerminal lets a terminal take nothing: the run goes on to its end, the report is there, and a signal ends
// the wait for the results.
func TestCheckOnAStoppedTerminal(t *testing.T) {
	mock := mockserver.Start(t, mockserver.Options{EventsPerBot: mockserver.NoEvents})
	path := filepath.Join(t.TempDir(), "report.json")
	cmd := process(t, stopped(t), kept(t), judge(mock.URL, path)["inkeep"]...)
	require.Eventually(t, func() bool { _, err := os.Stat(path); return err == nil }, time.Minute, 10*time.Millisecond)
	require.Greater(t, readReport(t, path).Summary.Pass, 20)
	endsWithSIGTERM(t, cmd)
}

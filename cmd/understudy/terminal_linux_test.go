package main

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"golang.org/x/sys/unix"

	"github.com/understudy-mock/understudy/mockserver"
)

// pseudo is a terminal, and what its screen shows and its keyboard sends.
func pseudo(t *testing.T) (screen, terminal *os.File) {
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
	terminal, err = os.OpenFile(fmt.Sprintf("/dev/pts/%d", number), os.O_RDWR|unix.O_NOCTTY, 0)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, terminal.Close()) })
	return screen, terminal
}

// stopped is a terminal that shows nothing more, as after Ctrl-S.
func stopped(t *testing.T) *os.File {
	t.Helper()
	_, terminal := pseudo(t)
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

// TestExecInATerminal types to a command: it reads what is typed, and Ctrl-C reaches it once, by the terminal itself.
func TestExecInATerminal(t *testing.T) {
	t.Parallel()
	screen, terminal := pseudo(t)
	stdout := kept(t)
	cmd := command(t, stdout, terminal, "exec", "--", "sh", "-c",
		`read line; echo "read $line"; trap 'echo caught' INT; echo ready; while ! [ -e "$0" ]; do sleep 0.02; done`, stdout.Name()+".end")
	cmd.Stdin = terminal
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true, Setctty: true}
	require.NoError(t, cmd.Start())
	_, err := screen.WriteString("hello\n")
	require.NoError(t, err)
	says(t, stdout, "ready\n")
	_, err = screen.WriteString("\x03")
	require.NoError(t, err)
	says(t, stdout, "caught\n")
	require.NoError(t, os.WriteFile(stdout.Name()+".end", nil, 0o600))
	require.Equal(t, exitOK, ended(cmd))
	require.Equal(t, "read hello\nready\ncaught\n", textOf(t, stdout))
}

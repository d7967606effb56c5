//go:build unix

package main

import (
	"bufio"
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver"
)

// unread is a pipe that is full and that nobody reads.
func unread(t *testing.T) *os.File {
	t.Helper()
	r, w, err := os.Pipe()
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, r.Close()); require.NoError(t, w.Close()) })
	require.NoError(t, w.SetWriteDeadline(time.Now().Add(200*time.Millisecond)))
	for err == nil {
		_, err = w.Write(make([]byte, 512))
	}
	require.ErrorIs(t, err, os.ErrDeadlineExceeded)
	return w
}

// hungUp is a pipe whose reader has gone.
func hungUp(t *testing.T) *os.File {
	t.Helper()
	r, w, err := os.Pipe()
	require.NoError(t, err)
	require.NoError(t, r.Close())
	t.Cleanup(func() { require.NoError(t, w.Close()) })
	return w
}

// diskFull is a file on a disk without space.
func diskFull(t *testing.T) *os.File {
	t.Helper()
	f, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	if err != nil {
		t.Skip("this system has no /dev/full")
	}
	t.Cleanup(func() { require.NoError(t, f.Close()) })
	return f
}

// kept is a file that the test reads.
func kept(t *testing.T) *os.File {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "output"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, f.Close()) })
	return f
}

func textOf(t *testing.T, f *os.File) string {
	t.Helper()
	text, err := os.ReadFile(f.Name())
	require.NoError(t, err)
	return string(text)
}

// command is the program with these outputs. It ends at the latest after two minutes.
func command(t *testing.T, stdout, stderr *os.File, args ...string) *exec.Cmd {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	cmd := exec.CommandContext(ctx, "understudy", args...)
	cmd.Stdout, cmd.Stderr = stdout, stderr
	return cmd
}

// process starts the program.
func process(t *testing.T, stdout, stderr *os.File, args ...string) *exec.Cmd {
	t.Helper()
	cmd := command(t, stdout, stderr, args...)
	require.NoError(t, cmd.Start())
	return cmd
}

// ended waits for the end and returns the exit status, -1 if a signal was the end.
func ended(cmd *exec.Cmd) int {
	_ = cmd.Wait()
	return cmd.ProcessState.ExitCode()
}

var urlOfReady = regexp.MustCompile(`(?m)^(?:.* url=)?(http://[^ ]+:\d+)`)

// urlIn waits for the URL on stdout, or that in the log.
func urlIn(t *testing.T, out *os.File) string {
	t.Helper()
	var found []string
	require.Eventually(t, func() bool {
		found = urlOfReady.FindStringSubmatch(textOf(t, out))
		return found != nil
	}, time.Minute, 10*time.Millisecond)
	return found[1]
}

// listening says whether somebody takes connections there.
func listening(t *testing.T, url string) bool {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(url, "http://"))
	if err == nil {
		require.NoError(t, conn.Close())
	}
	return err == nil
}

// breakContract sends requests without credentials and wants every one answered.
func breakContract(t *testing.T, url string, times int) {
	t.Helper()
	client := http.Client{Timeout: time.Minute}
	for range times {
		answer, err := client.Get(url + "/v1/bots/x/events/stream")
		require.NoError(t, err)
		require.NoError(t, answer.Body.Close())
		require.Equal(t, http.StatusUnauthorized, answer.StatusCode)
	}
}

// TestServeGoesOn breaks the contract five hundred times while something is wrong with stdout or stderr: every request is
// answered, a signal ends it, and the exit status is that of the contract.
func TestServeGoesOn(t *testing.T) {
	t.Parallel()
	const often = 500
	tests := map[string]struct{ stdout, stderr func(*testing.T) *os.File }{
		"all_is_well":             {kept, kept},
		"nobody_reads_stderr":     {kept, unread},
		"stderr_is_closed":        {kept, hungUp},
		"the_disk_of_stderr_full": {kept, diskFull},
		"nobody_reads_stdout":     {unread, kept},
		"stdout_is_closed":        {hungUp, kept},
		"the_disk_of_stdout_full": {diskFull, kept},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stdout, stderr := tt.stdout(t), tt.stderr(t)
			cmd := process(t, stdout, stderr, "serve", "--addr", "127.0.0.1:0", "--events", "10", "--fail-on-violation")
			heard := stdout
			if strings.Contains(name, "stdout") {
				heard = stderr
			}
			breakContract(t, urlIn(t, heard), often)
			require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
			require.Equal(t, exitBroken, ended(cmd))
			if !strings.Contains(name, "stderr") {
				require.Contains(t, textOf(t, stderr), fmt.Sprintf("understudy: %d requests broke the contract", often))
			}
		})
	}
}

// TestServeIsHurried sends a second signal while a request is in flight: it is cut, and the verdict is given.
func TestServeIsHurried(t *testing.T) {
	stdout, stderr := kept(t), kept(t)
	cmd := process(t, stdout, stderr, "serve", "--addr", "127.0.0.1:0", "--events", "10", "--fail-on-violation")
	url := urlIn(t, stdout)
	breakContract(t, url, 1)
	client := dialHalf(t, url)
	require.NoError(t, cmd.Process.Signal(syscall.SIGTERM))
	require.Eventually(t, func() bool { return !listening(t, url) }, time.Minute, time.Millisecond, "it was asked to stop")
	time.Sleep(2 * sameSignal)
	require.NoError(t, cmd.Process.Signal(syscall.SIGINT))
	_, err := client.ReadByte()
	require.Error(t, err, "the request in flight was answered")
	require.Equal(t, exitBroken, ended(cmd))
	require.Regexp(t, `understudy: \d requests? broke the contract`, textOf(t, stderr))
}

// TestCheckGoesOn judges a good target while nobody reads what check says on the way.
func TestCheckGoesOn(t *testing.T) {
	t.Parallel()
	mock := mockserver.Start(t, mockserver.Options{EventsPerBot: mockserver.NoEvents})
	for name, stderr := range map[string]func(*testing.T) *os.File{
		"nobody_reads_stderr": unread, "stderr_is_closed": hungUp,
		"its_disk_is_full": diskFull,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "report.json")
			stdout := kept(t)
			cmd := process(t, stdout, stderr(t), judge(mock.URL, path, "--only", "inkeep.events.id-made")["inkeep"]...)
			require.Equal(t, exitOK, ended(cmd))
			require.Contains(t, textOf(t, stdout), "CONFORMANT")
			require.Equal(t, 1, readReport(t, path).Summary.Pass)
		})
	}
}

// TestCheckWaitsForItsReader lets nobody read the results: the reports are there all the same, and a signal ends the wait.
func TestCheckWaitsForItsReader(t *testing.T) {
	mock := mockserver.Start(t, mockserver.Options{EventsPerBot: mockserver.NoEvents})
	path := filepath.Join(t.TempDir(), "report.json")
	args := judge(mock.URL, path, "--only", "inkeep.events.id-made", "--report", "junit=-")["inkeep"]
	cmd := process(t, unread(t), kept(t), args...)
	require.Eventually(t, func() bool { _, err := os.Stat(path); return err == nil }, time.Minute, 10*time.Millisecond)
	require.Equal(t, 1, readReport(t, path).Summary.Pass)
	endsWithSIGTERM(t, cmd)
}

// endsWithSIGTERM sends signals until one is the end. One that comes while the run still goes on only says that it is to end.
func endsWithSIGTERM(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	over := make(chan struct{})
	go func() {
		defer close(over)
		ended(cmd)
	}()
	require.Eventually(t, func() bool {
		_ = cmd.Process.Signal(syscall.SIGTERM)
		select {
		case <-over:
			return true
		default:
			return false
		}
	}, time.Minute, 100*time.Millisecond)
	require.Equal(t, syscall.SIGTERM, cmd.ProcessState.Sys().(syscall.WaitStatus).Signal())
}

// TestReaderHasSeenEnough closes stdout early, as head does: the program ends quietly, and check with its verdict.
func TestReaderHasSeenEnough(t *testing.T) {
	mock := mockserver.Start(t, mockserver.Options{EventsPerBot: mockserver.NoEvents})
	tests := map[string]struct {
		args []string
		want int
	}{
		"seed":  {[]string{"seed", "--api", "chatlayer"}, exitPipe},
		"specs": {[]string{"specs", "inkeep"}, exitPipe},
		"list":  {[]string{"check", "--api", "inkeep", "--list"}, exitPipe},
		"check": {judge(mock.URL, filepath.Join(t.TempDir(), "r.json"), "--only", "inkeep.events.id-made")["inkeep"], exitOK},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			stderr := kept(t)
			require.Equal(t, tt.want, ended(process(t, hungUp(t), stderr, tt.args...)))
			require.NotContains(t, textOf(t, stderr), "pipe")
		})
	}
}

// dialHalf sends a request whose body never comes to its end.
func dialHalf(t *testing.T, url string) *bufio.Reader {
	t.Helper()
	conn, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", strings.TrimPrefix(url, "http://"))
	require.NoError(t, err)
	t.Cleanup(func() { _ = conn.Close() })
	_, err = fmt.Fprint(conn, "POST /v1/echo HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nExpect: 100-continue\r\n"+
		"Authorization: Basic ZGVtby10b2tlbi1pZDpkZW1vLXRva2VuLXNlY3JldA==\r\nContent-Length: 100\r\n\r\n")
	require.NoError(t, err)
	r := bufio.NewReader(conn)
	line, err := r.ReadString('\n')
	require.NoError(t, err)
	require.Contains(t, line, "100 Continue", "the request is in flight now")
	_, err = r.ReadString('\n')
	require.NoError(t, err)
	return r
}

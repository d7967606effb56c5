//go:build interop || bench

package interop

import (
	"bytes"
	"os"
	"os/exec"
	"os/signal"
	"regexp"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// patience is how long a program may take to start or to stop. Nothing waits that long unless something is broken.
const patience = 60 * time.Second

// process is a running program and everything that it has said so far.
type process struct {
	cmd            *exec.Cmd
	stdout, stderr transcript
	done           chan struct{}
	err            error // of Wait; valid when done is closed
}

// start runs a program until the test ends and keeps what it says. Cleanups run in reverse order, so that what was started
// last stops first.
func start(t testing.TB, name string, args ...string) *process {
	t.Helper()
	p := &process{cmd: exec.Command(name, args...)}
	p.cmd.Stdout, p.cmd.Stderr = &p.stdout, &p.stderr
	p.cmd.Env = append(p.cmd.Environ(), "NO_COLOR=1")
	p.run(t)
	return p
}

// run starts the prepared command.
func (p *process) run(t testing.TB) {
	t.Helper()
	p.done = make(chan struct{})
	// A group of its own, so that children of the program end with it.
	p.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	require.NoError(t, p.cmd.Start(), "start %s: run make tools first", p.cmd.Path)
	go func() {
		p.err = p.cmd.Wait()
		close(p.done)
	}()
	go p.endWithUs()
	t.Cleanup(p.stop)
}

// endWithUs ends the program and its children when somebody interrupts the tests, which then run no cleanups. Every program that runs
// has a moment for it.
func (p *process) endWithUs() {
	interrupted := make(chan os.Signal, 1)
	signal.Notify(interrupted, os.Interrupt, syscall.SIGTERM)
	select {
	case <-p.done:
		signal.Stop(interrupted)
	case <-interrupted:
		_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
		time.Sleep(100 * time.Millisecond)
		os.Exit(1)
	}
}

// stop asks the program to end, and makes it end if it does not listen. It may be called more than once.
func (p *process) stop() {
	_ = p.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-p.done:
	case <-time.After(patience):
	}
	_ = syscall.Kill(-p.cmd.Process.Pid, syscall.SIGKILL)
	<-p.done
}

// await returns what the pattern's groups matched in the text as soon as it matches.
func (p *process) await(t testing.TB, text *transcript, pattern string) []string {
	t.Helper()
	expr := regexp.MustCompile(pattern)
	for deadline := time.Now().Add(patience); ; time.Sleep(5 * time.Millisecond) {
		if m := expr.FindStringSubmatch(text.String()); m != nil {
			return m
		}
		select {
		case <-p.done:
			require.Fail(t, "program ended early", "%v\n%s%s", p.err, p.stdout.String(), p.stderr.String())
		default:
		}
		require.True(t, time.Now().Before(deadline), "no %s within %s in:\n%s", pattern, patience, text.String())
	}
}

// transcript is a buffer that one side writes while the other reads.
type transcript struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (t *transcript) Write(p []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.Write(p)
}

func (t *transcript) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.text.String()
}

//go:build unix

package fulldisk

import (
	"flag"
	"os"
	"os/exec"
	"os/signal"
	"syscall"
	"testing"
)

var alone = flag.Bool("alone", false, "this process is for one test, which limits the size of files")

// Alone has the calling test run in a process of its own, and reports whether this is that process: a test that is told false returns.
// A limit would hit what the process of all tests writes for go test.
func Alone(t *testing.T) bool {
	t.Helper()
	if *alone {
		return true
	}
	//nolint:gosec // the test itself
	cmd := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.timeout=5m", "-alone")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Errorf("alone: %v\n%s", err, out)
	}
	return false
}

// Limit lets no file of the process grow beyond so many bytes until what it returns is called: those of the test itself neither. Tests that
// use it run Alone.
func Limit(t testing.TB, size int64) (undo func()) {
	t.Helper()
	if !*alone {
		t.Fatal("fulldisk: a test that limits files begins with Alone")
	}
	signal.Ignore(syscall.SIGXFSZ) // a write is refused with EFBIG then
	var before syscall.Rlimit
	if err := syscall.Getrlimit(syscall.RLIMIT_FSIZE, &before); err != nil {
		t.Fatal(err)
	}
	limited := before
	limited.Cur = uint64(max(0, size))
	set := func(to syscall.Rlimit) {
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &to); err != nil {
			t.Error(err)
		}
	}
	set(limited)
	return func() { set(before) }
}

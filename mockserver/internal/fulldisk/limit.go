//go:build unix

package fulldisk

import (
	"os/signal"
	"syscall"
	"testing"
)

// Limit lets no file of the process grow beyond so many bytes until what it returns is called: those of the test itself neither. Tests that
// use it do not run in parallel.
func Limit(t testing.TB, size int64) (undo func()) {
	t.Helper()
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

package child

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"syscall"
	"time"
)

// lookEvery is how often a process is looked after.
const lookEvery = 200 * time.Millisecond

// Gone returns a channel that is closed when the process with the id pid has ended, however it did; it need not be a child. There is an
// error if there is none now.
func Gone(ctx context.Context, pid int) (<-chan struct{}, error) {
	process, err := os.FindProcess(pid)
	if err == nil && runtime.GOOS != "windows" {
		if err = process.Signal(syscall.Signal(0)); errors.Is(err, os.ErrPermission) {
			err = nil // it is there, and somebody else's
		}
	}
	if err != nil {
		return nil, fmt.Errorf("there is no process %d: %w", pid, err)
	}
	gone := make(chan struct{})
	go func() {
		defer func() { _ = process.Release() }()
		if ends(ctx, process) {
			close(gone)
		}
	}()
	return gone, nil
}

// ends returns true when a process has ended, or false when ctx has.
func ends(ctx context.Context, process *os.Process) bool {
	if runtime.GOOS == "windows" { // which lets anybody wait for any process
		_, err := process.Wait()
		return err == nil
	}
	look := time.NewTicker(lookEvery)
	defer look.Stop()
	for {
		if err := process.Signal(syscall.Signal(0)); err != nil && !errors.Is(err, os.ErrPermission) || unburied(process.Pid) {
			return true
		}
		select {
		case <-ctx.Done():
			return false
		case <-look.C:
		}
	}
}

// unburied says whether a process has ended and waits for its parent to learn of it, which in a container without an init may take for
// ever. It is known on Linux alone.
func unburied(pid int) bool {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return false
	}
	_, behind, _ := bytes.Cut(stat[bytes.LastIndexByte(stat, ')')+1:], []byte(" ")) // the name may have anything in it
	return bytes.HasPrefix(behind, []byte("Z"))
}

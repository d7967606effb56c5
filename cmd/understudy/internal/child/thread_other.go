//go:build unix && !linux

package child

import "syscall"

// endsWithThread does nothing: no other system than Linux can do it.
func endsWithThread(*syscall.SysProcAttr) {}

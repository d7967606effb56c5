//go:build unix

package main

import (
	"os"

	"golang.org/x/sys/unix"
)

// terminalSize tells the size of a terminal in columns and lines, and whether the file is one.
func terminalSize(f *os.File) (columns, lines int, ok bool) {
	size, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ)
	if err != nil {
		return 0, 0, false
	}
	return int(size.Col), int(size.Row), true
}

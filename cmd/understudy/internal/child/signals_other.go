//go:build !unix

package child

import (
	"os"
	"syscall"
)

// passedOn are the signals that are not to end the program before the command.
func passedOn() []os.Signal { return []os.Signal{os.Interrupt, syscall.SIGTERM} }

func stops(os.Signal) bool { return true }

// fromTerminal is always true: the console tells all programs that are attached to it, and a program cannot tell another.
func fromTerminal(os.Signal) bool { return true }

func signalled(*os.ProcessState) int { return 0 }

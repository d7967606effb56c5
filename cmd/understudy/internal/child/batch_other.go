//go:build !windows

package child

import "os/exec"

// adapt does nothing: elsewhere a program gets its arguments as they are.
func adapt(*exec.Cmd) error { return nil }

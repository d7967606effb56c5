package child

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
)

// The statuses that shells give a command that does not start.
const (
	notRunnable = 126
	notFound    = 127
)

// bySignal and the number of the signal is what shells say of a command that a signal has ended.
const bySignal = 128

// Command is a program with what it gets. Streams that are files are the command's own: nothing stands between it and a terminal, and
// whatever it leaves behind does not keep anybody waiting.
type Command struct {
	Args   []string // the program, by its path or its name on the PATH, and its arguments
	Env    []string // NAME=VALUE; of two with one name the later counts
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
}

// StartError says that a command did not start. Status is what a shell would end with.
type StartError struct {
	Status int
	Err    error
}

func (e *StartError) Error() string { return e.Err.Error() }

func (e *StartError) Unwrap() error { return e.Err }

func (c Command) prepared() *exec.Cmd {
	cmd := exec.Command(c.Args[0], c.Args[1:]...) //nolint:gosec // to run what the user has given is what it is for
	cmd.Env, cmd.Stdin, cmd.Stdout, cmd.Stderr = c.Env, c.Stdin, c.Stdout, c.Stderr
	return cmd
}

// start starts a prepared command. The error is a *StartError.
func (c Command) start(cmd *exec.Cmd) error {
	err := adapt(cmd)
	if err == nil {
		err = cmd.Start()
	}
	if err == nil {
		return nil
	}
	name := c.Args[0]
	switch {
	case errors.Is(err, exec.ErrNotFound), errors.Is(err, fs.ErrNotExist):
		hint := "give a program that is on the PATH, or its path"
		if len(c.Args) == 1 && strings.ContainsAny(name, " \t") {
			hint = "to run a line of a shell, write: " + inShell(name)
		}
		return &StartError{notFound, fmt.Errorf("there is no program %q; %s", name, hint)}
	case errors.Is(err, exec.ErrDot):
		return &StartError{notFound, fmt.Errorf("%q is in this folder, where no program is looked for; give its path, .%c%s", name,
			filepath.Separator, cmd.Path)}
	case errors.Is(err, fs.ErrPermission):
		return &StartError{notRunnable, fmt.Errorf("%q may not be run (%w); make it executable, or name a program", name, err)}
	default:
		return &StartError{notRunnable, fmt.Errorf("%q cannot be run: %w", name, err)}
	}
}

// inShell is a command that has a shell run a line.
func inShell(line string) string {
	if runtime.GOOS == "windows" {
		return "cmd /c " + line
	}
	return "sh -c '" + strings.ReplaceAll(line, "'", `'\''`) + "'"
}

// status is what a shell would say of a process that has ended.
func status(p *os.ProcessState) int {
	if n := signalled(p); n > 0 {
		return bySignal + n
	}
	return p.ExitCode()
}

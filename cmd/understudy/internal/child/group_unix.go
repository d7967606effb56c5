//go:build unix

package child

import (
	"os"
	"os/exec"
	"syscall"
)

// group is a session: whatever is started in it stays in its group of processes, unless it makes one of its own.
type group struct{ leader int }

func newGroup(cmd *exec.Cmd) (*group, error) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	return &group{}, nil
}

func (g *group) take(p *os.Process) { g.leader = p.Pid }

// end asks all to end.
func (g *group) end() { g.signal(syscall.SIGTERM) }

func (g *group) kill() { g.signal(syscall.SIGKILL) }

func (g *group) signal(s syscall.Signal) {
	if g.leader > 0 {
		_ = syscall.Kill(-g.leader, s) // nobody may be left
	}
}

// close kills what is left.
func (g *group) close() { g.kill() }

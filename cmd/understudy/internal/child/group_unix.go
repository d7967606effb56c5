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
	endsWithThread(cmd.SysProcAttr)
	return &group{}, nil
}

func (g *group) take(p *os.Process) { g.leader = p.Pid }

// interrupt asks all to end, as a terminal does.
func (g *group) interrupt() { g.signal(syscall.SIGINT) }

// end asks those that do not listen to that.
func (g *group) end() { g.signal(syscall.SIGTERM) }

func (g *group) kill() { g.signal(syscall.SIGKILL) }

func (g *group) signal(s syscall.Signal) {
	if g.leader > 0 {
		_ = syscall.Kill(-g.leader, s) // nobody may be left
	}
}

// left says whether any has not ended, or is dead and nobody has taken leave of it.
func (g *group) left() bool { return syscall.Kill(-g.leader, 0) == nil }

// close kills what is left.
func (g *group) close() { g.kill() }

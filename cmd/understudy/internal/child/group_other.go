//go:build !unix && !windows

package child

import (
	"os"
	"os/exec"
)

// group is the command alone.
type group struct{ process *os.Process }

func newGroup(*exec.Cmd) (*group, error) { return &group{}, nil }

func (g *group) take(p *os.Process) { g.process = p }

func (g *group) interrupt() { g.kill() }

func (g *group) end() { g.kill() }

func (g *group) left() bool { return false }

func (g *group) kill() {
	if g.process != nil {
		_ = g.process.Kill()
	}
}

func (g *group) close() { g.kill() }

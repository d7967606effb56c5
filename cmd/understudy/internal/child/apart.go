package child

import (
	"context"
	"runtime"
	"time"
)

// graces are how long a command that is asked to end has for that, first as by Ctrl-C, which runners of tests know best, then more firmly,
// before it is killed.
const (
	grace     = 3 * time.Second
	lastGrace = 2 * time.Second
)

// lookAround is how often it is looked whether all have ended.
const lookAround = 10 * time.Millisecond

// Apart runs the command to its end in a group of processes of its own, without a terminal, and returns its status as Beside does. When it
// has ended, whatever it has started is killed. It is asked to end when ctx ends, and killed when it has not ended soon, or when hurry is
// closed; what it has put out of its group it may end itself meanwhile. Windows has no way to ask it, and it is killed. It does not outlive
// this process on Linux, and nothing that it has started does on Windows. The error is a *StartError, or that of ctx if the command was not
// started any more.
func (c Command) Apart(ctx context.Context, hurry <-chan struct{}) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	cmd := c.prepared()
	g, err := newGroup(cmd)
	if err != nil {
		return 0, &StartError{notRunnable, err}
	}
	defer g.close()
	runtime.LockOSThread() // see endsWithThread
	defer runtime.UnlockOSThread()
	if err := c.start(cmd); err != nil {
		return 0, err
	}
	g.take(cmd.Process)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait() // its status says it all
	}()
	select {
	case <-ended:
	case <-ctx.Done():
		if g.interrupt(); !g.over(ended, hurry, grace) {
			g.end()
			g.over(ended, hurry, lastGrace)
		}
		g.kill()
		<-ended
	}
	return status(cmd.ProcessState), nil
}

// over waits for the command, and for what it has started and not ended yet, or for an end of the patience, and says whether it need not be
// asked again.
func (g *group) over(ended, hurry <-chan struct{}, patience time.Duration) bool {
	late := time.NewTimer(patience)
	defer late.Stop()
	look := time.NewTicker(lookAround)
	defer look.Stop()
	for {
		select {
		case <-late.C:
			return false
		case <-hurry:
			return true
		case <-look.C:
		}
		select {
		case <-ended:
			if !g.left() {
				return true
			}
		default:
		}
	}
}

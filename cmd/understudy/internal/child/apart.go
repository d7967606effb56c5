package child

import (
	"context"
	"time"
)

// grace is how long a command that is asked to end has for that before it is killed.
const grace = 2 * time.Second

// Apart runs the command to its end in a group of processes of its own, without a terminal, and returns its status as Beside does. When it
// has ended, whatever it has started is killed. It is asked to end when ctx ends, and killed when it has not ended soon, or when hurry is
// closed. The error is a *StartError, or that of ctx if the command was not started any more.
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
		return status(cmd.ProcessState), nil
	case <-ctx.Done():
		g.end()
	}
	late := time.NewTimer(grace)
	defer late.Stop()
	select {
	case <-ended:
	case <-late.C:
	case <-hurry:
	}
	g.kill()
	<-ended
	return status(cmd.ProcessState), nil
}

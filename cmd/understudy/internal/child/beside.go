package child

import (
	"os"
	"os/signal"
	"time"
)

// sameSignal is within what time two signals are one wish: a terminal sends Ctrl-C to all programs in front, and one may pass it on.
const sameSignal = 100 * time.Millisecond

// Warn is called for the last wish to stop that is left to the command.
type Warn func()

// Beside runs the command to its end as if the user had started it, and returns its status: its own, or 128 and the number of the signal
// that ended it. Signals that come meanwhile are passed on, but for those that the terminal has sent it, too. Twice that is all that is
// done for somebody who wants it to stop; the third time it is killed. The error is a *StartError.
//
// One that somebody sends to the whole group of processes without a terminal, as kill with a negative number does, comes to the command
// twice: it is in the group, and nobody can tell such a signal from one to this process alone. Most commands take both as one, or have
// ended by the first.
func (c Command) Beside(last Warn) (int, error) {
	signals := make(chan os.Signal, 16)
	for _, s := range passedOn() {
		if !signal.Ignored(s) { // as nohup has it
			signal.Notify(signals, s)
		}
	}
	defer signal.Stop(signals)
	cmd := c.prepared()
	if err := c.start(cmd); err != nil {
		return 0, err
	}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = cmd.Wait() // its status says it all
	}()
	wishes := 0
	var again <-chan time.Time // until then a signal is the same wish
	for {
		select {
		case <-ended:
			return status(cmd.ProcessState), nil
		case <-again:
			again = nil
		case s := <-signals:
			if !fromTerminal(s) {
				_ = cmd.Process.Signal(s) // it may have ended
			}
			if again != nil || !stops(s) {
				continue
			}
			again = time.After(sameSignal)
			switch wishes++; {
			case wishes == 2:
				last()
			case wishes > 2:
				_ = cmd.Process.Kill()
			}
		}
	}
}

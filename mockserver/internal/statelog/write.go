package statelog

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"time"
)

// mostAtOnce is how many bytes are written before those who wait are told.
const mostAtOnce = 4 << 20

// write writes entries as they come. Those that come while the disk is busy share its next turn.
func (l *Log) write() {
	defer close(l.ended)
	for {
		batch := l.take()
		if batch == nil {
			return
		}
		if err := l.keep(batch); err != nil {
			l.fail(batch, err)
			continue
		}
		for _, e := range batch {
			close(e.done)
		}
		if l.refused > 0 {
			l.opts.Logger.Info("writes are kept again", "state", l.opts.Dir, "refused", l.refused)
			l.refused = 0
		}
		l.compactIfWorth()
	}
}

// take waits for entries; nil is the end.
func (l *Log) take() []*Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	for len(l.pending) == 0 {
		if l.closing {
			return nil
		}
		l.more.Wait()
	}
	n, bytes := 0, 0
	for n < len(l.pending) && bytes < mostAtOnce && (n == 0 || !l.pending[n].turn && !l.pending[0].turn) {
		bytes += len(l.pending[n].data)
		n++
	}
	batch := l.pending[:n:n]
	l.pending = l.pending[n:]
	l.fresh += int64(bytes)
	return batch
}

// keep puts entries into the log and, where they have to be, on the disk.
func (l *Log) keep(batch []*Entry) error {
	if l.out == nil || l.out.size >= segmentBytes || batch[0].turn {
		if err := l.turn(); err != nil {
			return err
		}
	}
	if batch[0].turn {
		l.mu.Lock()
		defer l.mu.Unlock()
		batch[0].ended = slices.Clone(l.files[:len(l.files)-1])
		return nil
	}
	before := l.written
	for _, e := range batch {
		if err := l.out.add(e.Number, before, e.data); err != nil {
			return err
		}
		before = e.Number
	}
	err := l.out.flush(l.opts.Sync == 0)
	if err == nil {
		l.written = before
	}
	return err
}

// RefusedError says that an entry could not be kept.
type RefusedError struct{ Cause error }

func (e *RefusedError) Error() string { return "the write could not be kept: " + e.Cause.Error() }

// Unwrap returns the cause.
func (e *RefusedError) Unwrap() error { return e.Cause }

// fail refuses entries, and all that came behind them: none of them may be in the log without those before. What was written of them is
// taken back, so that the log can go on once there is room again.
func (l *Log) fail(batch []*Entry, cause error) {
	var undone error
	if l.out != nil {
		undone = l.out.takeBack()
	}
	if errors.Is(cause, errSync) {
		undone = errors.Join(cause, undone)
	}
	l.mu.Lock()
	if undone == nil {
		undone = l.leaveEmpty()
	}
	l.out = nil // the next write begins a new file
	all := slices.Concat(batch, l.pending)
	l.pending = nil
	if undone != nil {
		l.stopped = fmt.Errorf("the state takes no writes until the server is started again: %w", undone)
	}
	for _, e := range all { // before any other is taken, which may rest on one of these
		e.err = &RefusedError{cause}
		close(e.done)
	}
	l.mu.Unlock()
	if l.refused == 0 || undone != nil { // each answer says so; this is for who does not see them
		l.opts.Logger.Error("writes are refused: they could not be kept", "state", l.opts.Dir, "error", cause,
			"until_restart", undone != nil)
	}
	l.refused += len(all)
}

// leaveEmpty removes the file that is written to, if nothing is in it: else each write that is refused would leave one. The log is locked.
func (l *Log) leaveEmpty() error {
	last := len(l.files) - 1
	if l.out == nil || l.out.size > 0 || l.files[last].path != l.out.to.Name() {
		return nil
	}
	err := errors.Join(l.out.close(), os.Remove(l.files[last].path))
	l.files = l.files[:last:last]
	return err
}

// turn ends the file that is written to, if there is one, and begins the next.
func (l *Log) turn() error {
	l.mu.Lock()
	ended := l.out
	l.out = nil
	l.mu.Unlock()
	if ended != nil {
		if err := ended.close(); err != nil {
			return err
		}
	}
	return l.open()
}

// syncNowAndThen writes to the disk what has come, as often as was asked for.
func (l *Log) syncNowAndThen() {
	tick := time.NewTicker(l.opts.Sync)
	defer tick.Stop()
	for {
		select {
		case <-l.ended:
			return
		case <-tick.C:
		}
		l.mu.Lock()
		out := l.out
		l.mu.Unlock()
		if out == nil {
			continue
		}
		if err := out.sync(); err != nil {
			l.mu.Lock()
			l.stopped = fmt.Errorf("the state takes no writes until the server is started again: %w", err)
			l.mu.Unlock()
			l.opts.Logger.Error("the latest writes may not be on the disk, and no more are taken", "state", l.opts.Dir, "error", err)
			return
		}
	}
}

package statelog

import (
	"cmp"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gofrs/flock"
)

// Options say where a log is and how it is kept.
type Options struct {
	Dir string
	// Sync is how long an entry that Wait has told of may be in the memory of the machine only. Zero writes it to the disk before.
	Sync time.Duration
	// Needs judges anew which entries are still needed.
	Needs func() Needs
	// CompactBytes is the least that comes before the log is written anew; zero is 16 MiB. It has as much again by then as was left of it.
	CompactBytes int64
	Logger       *slog.Logger
}

// Needs judges which entries of the first part of a log are needed, whatever comes behind it. It is shown all of them, in order, and then
// asked for each. It is for one goroutine.
type Needs interface {
	See(number uint64, data []byte) error
	Needed(number uint64) bool
}

const defaultCompactBytes = 16 << 20

// Log is safe for concurrent use. Between Open and Start it only reads.
type Log struct {
	opts   Options
	lock   *flock.Flock
	files  []file // in order; the last one is open to be written to once the log has started
	broken []file // those that were damaged when they were read; nil if nothing was damaged or missing

	mu      sync.Mutex
	more    *sync.Cond // there is something in pending, or the log is closed
	pending []*Entry
	last    uint64 // number of the latest entry
	stopped error  // why no entry is taken any more
	started bool
	closing bool
	ended   chan struct{}

	out     *segment // written to by one goroutine
	written uint64   // number of the latest entry that is in the log
	refused int      // entries in a row
	fresh   int64    // bytes since the log was last written anew; guarded by mu
	kept    int64    // bytes that it had then; guarded by mu
	crowded bool     // it has too many files; guarded by mu

	compacting atomic.Bool
	background sync.WaitGroup
}

// ErrClosed says that the log is closed.
var ErrClosed = errors.New("the state is closed: the server has stopped")

// Entry is one that was appended.
type Entry struct {
	Number uint64
	data   []byte
	turn   bool   // it is none, and only has the next file begin
	ended  []file // those before it
	done   chan struct{}
	err    error
}

// Wait waits until the entry is kept. Where it returns an error it is not.
func (e *Entry) Wait() error {
	<-e.done
	return e.err
}

// Failed reports whether the entry is known not to be kept.
func (e *Entry) Failed() bool {
	select {
	case <-e.done:
		return e.err != nil
	default:
		return false
	}
}

// Open opens the log in a directory, which it makes if there is none, and keeps others out of it.
func Open(opts Options) (*Log, error) {
	opts.CompactBytes = cmp.Or(opts.CompactBytes, defaultCompactBytes)
	l := &Log{opts: opts, ended: make(chan struct{})}
	l.more = sync.NewCond(&l.mu)
	if err := os.MkdirAll(opts.Dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the directory: %w", err)
	}
	l.lock = flock.New(filepath.Join(opts.Dir, "lock"))
	switch locked, err := l.lock.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("lock the directory: %w", err)
	case !locked:
		return nil, errors.New("another process uses the directory: stop it, or give this one a directory of its own")
	}
	var err error
	if l.files, err = l.tidy(); err != nil {
		return nil, errors.Join(err, l.lock.Unlock())
	}
	return l, nil
}

// Empty reports whether there was nothing in the directory.
func (l *Log) Empty() bool { return len(l.files) == 0 }

// Append puts an entry, which is not empty, behind the others. The order of the calls is that of the log.
func (l *Log) Append(data []byte) *Entry {
	return l.append(&Entry{data: data, done: make(chan struct{})})
}

func (l *Log) append(e *Entry) *Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.stopped != nil || l.closing {
		e.err = &RefusedError{cmp.Or(l.stopped, ErrClosed)}
		close(e.done)
		return e
	}
	if !e.turn {
		l.last++
		e.Number = l.last
	}
	l.pending = append(l.pending, e)
	l.more.Signal()
	return e
}

// Start begins to write behind what was read.
func (l *Log) Start() error {
	l.mend()
	if err := l.open(); err != nil {
		return err
	}
	l.mu.Lock()
	l.started = true
	l.mu.Unlock()
	go l.write()
	if l.opts.Sync > 0 {
		l.background.Go(l.syncNowAndThen)
	}
	return nil
}

// Close writes what is still to be written to the disk, and lets others into the directory.
func (l *Log) Close() error {
	l.mu.Lock()
	first := !l.closing
	l.closing = true
	l.more.Broadcast()
	started := l.started
	l.mu.Unlock()
	if !first {
		return nil
	}
	var err error
	if started {
		<-l.ended
		l.background.Wait()
		if l.out != nil {
			err = l.out.close()
		}
	}
	return errors.Join(err, l.lock.Unlock())
}

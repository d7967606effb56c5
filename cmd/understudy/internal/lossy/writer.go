package lossy

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"sync"
)

// Room is a limit for everyday use: more than all that a command says at its end.
const Room = 4 << 20

// overhead is what a text costs in memory beside its bytes.
const overhead = 64

// Writer is an io.Writer that never blocks and never fails. It is safe for concurrent use.
type Writer struct {
	to   io.Writer
	room int

	mu    sync.Mutex
	queue [][]byte      // what is still to be written, oldest first
	size  int           // of the queue, in bytes
	idle  chan struct{} // closed when the queue has been worked off; nil while nobody works on it
	lost  int           // lines that are missing between what was written and the queue
	cause error         // why the latest of them are missing; nil if there was no room
}

// New returns a writer that keeps at most room bytes of what the stream has not taken yet. The latest text is kept, however
// long it is.
func New(to io.Writer, room int) *Writer { return &Writer{to: to, room: room} }

// Under returns the stream.
func (w *Writer) Under() io.Writer { return w.to }

// Write takes whole lines. It reports success whatever becomes of them.
func (w *Writer) Write(p []byte) (int, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.push(bytes.Clone(p))
	return len(p), nil
}

func (w *Writer) push(text []byte) {
	w.queue = append(w.queue, text)
	w.size += len(text) + overhead
	for w.size > w.room && len(w.queue) > 1 {
		w.miss(w.pop(), nil)
	}
	if w.idle == nil {
		w.idle = make(chan struct{})
		go w.work()
	}
}

func (w *Writer) pop() []byte {
	text := w.queue[0]
	w.queue[0] = nil
	w.queue = w.queue[1:]
	w.size -= len(text) + overhead
	return text
}

func (w *Writer) miss(text []byte, cause error) {
	w.lost += bytes.Count(text, []byte("\n"))
	w.cause = cause
}

// work writes until nothing is left. It is all that ever waits for the stream.
func (w *Writer) work() {
	for {
		text, lost, ok := w.next()
		if !ok {
			return
		}
		if _, err := w.to.Write(text); err != nil {
			w.mu.Lock()
			w.lost += lost
			w.cause = err
			w.mu.Unlock()
		}
	}
}

// next takes the oldest text off the queue, behind a line about what is missing before it, and says how many lines are lost
// if it cannot be written.
func (w *Writer) next() (text []byte, lost int, ok bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.queue) == 0 {
		close(w.idle)
		w.idle = nil
		return nil, 0, false
	}
	text = w.pop()
	lost = w.lost + bytes.Count(text, []byte("\n"))
	if w.lost > 0 {
		text = append([]byte(w.notice()), text...)
	}
	w.lost = 0
	return text, lost, true
}

func (w *Writer) notice() string {
	if w.cause != nil {
		return fmt.Sprintf("understudy: %d lines are missing here; they could not be written: %v\n", w.lost, w.cause)
	}
	return fmt.Sprintf("understudy: %d lines are missing here; nobody read them in time\n", w.lost)
}

// Flush waits until the stream has taken everything, what is missing at the end included, or has failed to, or ctx ends. The
// error says what was lost since text was last written.
func (w *Writer) Flush(ctx context.Context) error {
	w.mu.Lock()
	if w.lost > 0 && len(w.queue) == 0 {
		w.push(nil) // for the line about it
	}
	idle := w.idle
	w.mu.Unlock()
	if idle != nil {
		select {
		case <-idle:
		case <-ctx.Done():
			return fmt.Errorf("not everything was read: %w", ctx.Err())
		}
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.lost > 0 {
		return fmt.Errorf("%d lines could not be written: %w", w.lost, w.cause)
	}
	return nil
}

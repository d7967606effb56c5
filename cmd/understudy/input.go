package main

import (
	"fmt"
	"io"
	"os"
	"time"
)

const (
	// noticeAfter is how long the program waits for an input before it says so.
	noticeAfter = 2 * time.Second
	// openTimeout is how long a named pipe may have nobody at its other end.
	openTimeout = 10 * time.Second
)

// openFile opens a file by a name that a flag gave. Opening a named pipe waits for its other end, which may never come: the
// error says so.
func openFile(name string, flag int) (*os.File, error) {
	type result struct {
		file *os.File
		err  error
	}
	opened := make(chan result, 1)
	go func() {
		file, err := os.OpenFile(name, flag, 0)
		opened <- result{file, err}
	}()
	late := time.NewTimer(openTimeout)
	defer late.Stop()
	select {
	case r := <-opened:
		return r.file, r.err
	case <-late.C:
		return nil, fmt.Errorf("open %s: it is a pipe, and nobody has opened its other end within %s; start that program first", name,
			openTimeout)
	}
}

// waiting says that an input is still awaited if it takes long, until the returned function is called.
func waiting(stderr io.Writer, what string) (over func()) {
	notice := time.AfterFunc(noticeAfter, func() {
		fmt.Fprintf(stderr, "understudy: still reading %s; Ctrl-C ends it\n", what)
	})
	return func() { notice.Stop() }
}

// bounded reads at most so many bytes. More are an error, not an end.
type bounded struct {
	from io.Reader
	left int64
	most int64
}

func newBounded(from io.Reader, most int64) *bounded { return &bounded{from, most, most} }

func (b *bounded) Read(p []byte) (int, error) {
	if b.left < 0 {
		return 0, fmt.Errorf("there are more than %d MiB: that is the most; split the file, or leave out what is not needed", b.most>>20)
	}
	if int64(len(p)) > b.left+1 {
		p = p[:b.left+1]
	}
	n, err := b.from.Read(p)
	b.left -= int64(n)
	if b.left < 0 {
		return n - 1, nil // the error comes with the next read
	}
	return n, err
}

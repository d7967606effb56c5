package fault

import (
	"errors"
	"net/http"
)

// ErrCut is what a handler gets that writes behind the end of an answer that is cut.
var ErrCut = errors.New("a fault has reset the connection")

// Cut is a writer for an answer that breaks off behind some bytes of its body.
type Cut struct {
	http.ResponseWriter
	left int64
	end  func()
	over bool
}

// NewCut returns a writer that calls end once so many bytes of the body are written.
func NewCut(w http.ResponseWriter, after int64, end func()) *Cut {
	return &Cut{ResponseWriter: w, left: after, end: end}
}

// Unwrap lets the server reach the connection.
func (c *Cut) Unwrap() http.ResponseWriter { return c.ResponseWriter }

func (c *Cut) Write(b []byte) (int, error) {
	if c.over {
		return 0, ErrCut
	}
	if int64(len(b)) < c.left {
		n, err := c.ResponseWriter.Write(b)
		c.left -= int64(n)
		return n, err
	}
	n, err := c.ResponseWriter.Write(b[:c.left])
	if c.End(); err == nil && n < len(b) {
		err = ErrCut
	}
	return n, err
}

// End ends the answer, also one that is shorter.
func (c *Cut) End() {
	if !c.over {
		c.over = true
		_ = http.NewResponseController(c.ResponseWriter).Flush() // a writer in memory has nothing to flush
		c.end()
	}
}

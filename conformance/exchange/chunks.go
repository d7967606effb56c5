package exchange

import (
	"io"
	"slices"
	"unicode/utf8"
)

// mostCut is how many letters of a body are cut between two chunks.
const mostCut = 20

// chunks gives a body in pieces, of which the client sends each as a chunk. The first of them end within letters of several bytes.
type chunks struct {
	rest []byte
	cut  int
}

func (c *chunks) Read(into []byte) (n int, err error) {
	if len(c.rest) == 0 {
		return 0, io.EOF
	}
	n = copy(into, c.rest)
	within := slices.IndexFunc(c.rest[:n], func(b byte) bool { return b >= utf8.RuneSelf && utf8.RuneStart(b) })
	if within >= 0 && c.cut < mostCut {
		n, c.cut = within+1, c.cut+1
	}
	c.rest = c.rest[n:]
	return n, nil
}

package exchange

import (
	"bytes"
	"errors"
	"io"
)

const (
	// large is the length from which on bodies are read and looked at by turns, so many at a time, in bytes.
	large      = 512 << 10
	largeTurns = 2
	// handedOut is the length beyond which an answer is handed out in brief, with what Options.Ended read in it, in bytes.
	handedOut = 4 << 20
	// piece is how much of a body is read at a time.
	piece = 64 << 10
)

// read reads a body, one byte longer than allowed at most. For a large one it waits for its turn, which is not the target's time
// and lasts until the exchange has been looked at.
func (c *Client) read(body io.Reader, x *Exchange, allowance *allowance) ([]byte, error) {
	var whole pieces
	for most := int(c.opts.MaxBody) + 1; whole.length < most; {
		if whole.length >= large && x.release == nil {
			resume := allowance.pause()
			c.large <- struct{}{}
			x.release = func() { <-c.large }
			resume()
		}
		if err := whole.read(body, min(piece, most-whole.length)); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return whole.join(), err
		}
	}
	return whole.join(), nil
}

// pieces are what was read of a body. They are joined once, so that no room stays empty.
type pieces struct {
	list   [][]byte
	length int
}

// read reads at most so many bytes.
func (p *pieces) read(from io.Reader, most int) error {
	last := len(p.list) - 1
	if last < 0 || len(p.list[last]) == cap(p.list[last]) {
		p.list = append(p.list, make([]byte, 0, min(piece, max(512, p.length))))
		last++
	}
	b := p.list[last]
	n, err := from.Read(b[len(b):min(cap(b), len(b)+most)])
	p.list[last] = b[:len(b)+n]
	p.length += n
	return err
}

func (p *pieces) join() []byte {
	if len(p.list) == 0 {
		return []byte{}
	}
	return bytes.Join(p.list, nil)
}

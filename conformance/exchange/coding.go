package exchange

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strings"
)

// ErrCoding says that a body is in a content coding that the runner does not undo; nothing is known of such an answer.
var ErrCoding = errors.New("the runner does not undo the answer's content coding")

// longestPlain is how long a body may be without its content coding, in bytes: a few bytes of gzip can stand for any number.
const longestPlain = 16 << 20

// Plain is the body without its content coding: a server may compress although nobody asks for it. A body that is longer
// than the runner reads is ErrCoding and ErrTooLarge, never a part, and one that was cut is ErrTooLarge.
func (x *Exchange) Plain() ([]byte, error) {
	if length, _ := x.Came(); length > len(x.Body) {
		return nil, fmt.Errorf("%w to be read once more: %d bytes", ErrTooLarge, length)
	}
	switch coding := strings.ToLower(strings.TrimSpace(x.Header.Get("Content-Encoding"))); coding {
	case "", "identity":
		return x.Body, nil
	case "gzip", "x-gzip":
		plain, err := inflate(x.Body)
		if err != nil {
			return nil, fmt.Errorf("undo gzip: %w", err)
		}
		return plain, nil
	default:
		return nil, fmt.Errorf("%w: %q", ErrCoding, coding)
	}
}

func inflate(zipped []byte) ([]byte, error) {
	r, err := gzip.NewReader(bytes.NewReader(zipped))
	if err != nil {
		return nil, err
	}
	plain, err := io.ReadAll(io.LimitReader(r, longestPlain+1))
	if err == nil && len(plain) > longestPlain {
		return nil, fmt.Errorf("%w: %w: more than %d bytes come of it", ErrCoding, ErrTooLarge, longestPlain)
	}
	return plain, err
}

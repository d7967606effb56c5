package journal

import "net/http"

// mostCopied is up to which size a text is copied into the memory of the journal, in bytes: each that is kept where it was costs a
// collection of garbage more than its bytes do. Longer ones stay shared with who has made them.
const mostCopied = 1 << 10

// texts are those that an exchange has of its request.
func (x *Exchange) texts() [6]*string {
	return [...]*string{&x.ID, &x.Host, &x.Path, &x.EscapedPath, &x.Before, &x.RawQuery}
}

// pack appends all texts of an exchange, in the order in which unpack finds them.
func (x *Exchange) pack(to []byte, request, response http.Header) []byte {
	for _, text := range x.texts() {
		if len(*text) <= mostCopied {
			to = append(to, *text...)
		}
	}
	for _, half := range [...]struct {
		*Message
		of http.Header
	}{{&x.Request, request}, {&x.Response, response}} {
		before := len(to)
		to = appendHeader(to, half.of)
		half.headerSize = len(to) - before
		if len(half.Body.whole) <= mostCopied {
			to = append(to, half.Body.whole...)
		}
	}
	return to
}

// unpack takes the texts from where they are now.
func (x *Exchange) unpack(from string) {
	take := func(n int) (text string) {
		text, from = from[:n], from[n:]
		return text
	}
	for _, text := range x.texts() {
		if len(*text) <= mostCopied {
			*text = take(len(*text))
		}
	}
	for _, half := range [...]*Message{&x.Request, &x.Response} {
		half.header = take(half.headerSize)
		if b := &half.Body; len(b.whole) <= mostCopied {
			b.text, b.whole = take(len(b.whole)), nil
		}
	}
}

// appendHeader writes a header down.
func appendHeader(to []byte, h http.Header) []byte {
	for name, values := range h {
		for _, value := range values {
			to = append(append(to, name...), 0)
			to = append(append(to, value...), 0)
		}
	}
	return to
}

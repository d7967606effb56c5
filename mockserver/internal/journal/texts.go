package journal

import "net/http"

// mostCopied is up to which size a text is copied into the memory of the journal, in bytes: each that is kept where it was costs a
// collection of garbage more than its bytes do. Longer ones stay shared with who has made them.
const mostCopied = 1 << 10

// The texts that a journal keeps of an exchange, in their order.
const (
	textID = iota
	textHost
	textPath
	textQuery
	textSentHeader
	textSent
	textHeader
	textBody
	textsOfOne
)

// line is the texts that come before the header of a request.
type line [textQuery + 1]string

// packed are the texts of an exchange, one behind the other.
type packed struct {
	bytes   []byte
	lengths [textsOfOne]uint32
}

// pack writes the texts of an exchange down, and returns those that are long instead, if there are any.
func (p *packed) pack(x *Exchange, request, response *Half) (long *line) {
	p.bytes = p.bytes[:0]
	for i, text := range [...]string{textID: x.ID, textHost: x.Host, textPath: x.Path, textQuery: x.RawQuery} {
		if len(text) > mostCopied {
			if long == nil {
				long = new(line)
			}
			long[i], text = text, ""
		}
		p.bytes = append(p.bytes, text...)
		p.end(i, len(text))
	}
	p.half(textSentHeader, request)
	p.half(textHeader, response)
	return long
}

// half writes down a header, and the body behind it.
func (p *packed) half(at int, h *Half) {
	before := len(p.bytes)
	p.bytes = appendHeader(p.bytes, h.Header)
	p.end(at, len(p.bytes)-before)
	p.end(at+1, 0)
	if h.Body.short() {
		p.bytes = append(p.bytes, h.Body.whole...)
		p.end(at+1, len(h.Body.whole))
	}
}

func (p *packed) end(text, length int) { p.lengths[text] = uint32(length) } //nolint:gosec // limits of requests are far below

// short reports whether a body is copied.
func (b *Body) short() bool { return !b.Unread && len(b.whole) == b.Size && b.Size <= mostCopied }

// longOf is a body in memory of its own, if it is not copied.
func longOf(b *Body) *Body {
	if b.short() {
		return nil
	}
	long := *b
	return &long
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

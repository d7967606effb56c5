package journal

import "net/http"

// mostCopied is up to which size a text is copied into the memory of the journal, in bytes: each that is kept where it was costs a
// collection of garbage more than its bytes do. Longer ones stay shared with who has made them.
const mostCopied = 1 << 10

// texts are those that every exchange has of its request.
func (x *Exchange) texts() [4]*string { return [...]*string{&x.ID, &x.Host, &x.Path, &x.RawQuery} }

// packed are the texts of an exchange, one behind the other: those of texts that are short, and header and body of both halves.
type packed struct {
	bytes           []byte
	headers, bodies [2]int // how many bytes
}

// pack writes them down, and what they and the longer bodies take besides.
func (p *packed) pack(x *Exchange, halves *[2]Half) (held int) {
	for _, text := range x.texts() {
		if len(*text) <= mostCopied {
			p.bytes = append(p.bytes, *text...)
		}
	}
	for i := range halves {
		h, before := &halves[i], len(p.bytes)
		p.bytes = appendHeader(p.bytes, h.Header)
		p.headers[i] = len(p.bytes) - before
		held += p.headers[i] + h.Body.held()
		if h.Body.short() {
			p.bytes = append(p.bytes, h.Body.whole...)
			p.bodies[i] = len(h.Body.whole)
		}
	}
	return held
}

// unpack gives an exchange its texts, which are in another place now.
func (p *packed) unpack(x *Exchange, halves *[2]Half, from string) {
	take := func(n int) (text string) {
		text, from = from[:n], from[n:]
		return text
	}
	for _, text := range x.texts() {
		if len(*text) <= mostCopied {
			*text = take(len(*text))
		}
	}
	for i, m := range [...]*Message{&x.Request, &x.Response} {
		m.header, m.text = take(p.headers[i]), take(p.bodies[i])
		if body := &halves[i].Body; !body.short() {
			long := *body
			m.long = &long
		}
	}
}

// short reports whether a body is copied.
func (b *Body) short() bool { return len(b.whole) == b.Size && b.Size <= mostCopied }

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

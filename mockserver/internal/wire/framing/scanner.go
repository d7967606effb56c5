package framing

import (
	"bytes"
	"strings"
)

// Scanner follows one connection. The zero value stands at its beginning.
type Scanner struct {
	Refuse bool // finds Unwanted in the next request line that ends

	phase  phase
	defect Defect
	later  bool // something came before this request

	first []byte // beginning of the request line
	part  []byte // of the line that is not whole yet
	cut   bool   // part has lost its middle
	head  head
	left  uint64 // bytes of the body, or of the chunk, that are still to come
}

// phase is what the next byte belongs to.
type phase int

const (
	atStart phase = iota // nothing of the next request has come
	inRequestLine
	inHeaders
	inBody
	inChunkSize
	inChunk
	behindChunk
	inTrailers
)

const (
	firstKept = 512 // bytes of a request line
	lineKept  = 512 // bytes of a line that comes in several parts
	tailKept  = 32  // bytes of its end, if it is longer
)

// Scan looks at the next bytes and tells how many of them may be passed on: all, or up to the end of a request, or, at a
// defect, those before the line end that would complete the head. Bytes that were not passed on are scanned again; at a
// defect there is no further scan. The chunk that is at defect is passed on.
func (s *Scanner) Scan(p []byte) int {
	n := 0
	for n < len(p) && s.defect == NoDefect {
		switch s.phase {
		case inBody, inChunk:
			n += s.skip(p[n:])
		case atStart:
			s.begin(p[n:])
			continue
		default:
			end := bytes.IndexByte(p[n:], '\n')
			if end < 0 {
				s.keep(p[n:])
				return len(p)
			}
			s.line(s.joined(p[n : n+end]))
			n += end
			if s.defect == NoDefect || s.defect == BadChunk {
				n++
			}
		}
		if s.phase == atStart {
			break
		}
	}
	return n
}

// Defect tells what was found, for good.
func (s *Scanner) Defect() Defect { return s.defect }

// First is the beginning of the request line of the latest request, at most half a kilobyte.
func (s *Scanner) First() []byte { return s.first }

// Authorized reports whether the latest request has an Authorization header, as far as it has come.
func (s *Scanner) Authorized() bool { return s.head.authorized }

// Unfinished reports whether the head of a request has begun and not ended.
func (s *Scanner) Unfinished() bool { return s.phase == inRequestLine || s.phase == inHeaders }

// Whole reports whether the latest request has been passed on to its end.
func (s *Scanner) Whole() bool { return s.phase == atStart && s.later && s.defect == NoDefect }

// begin starts a request. Its first byte, or with a proxy its first dozen, may show that it is none.
func (s *Scanner) begin(p []byte) {
	const (
		tlsHandshake   = 0x16
		proxySignature = "\r\n\r\n\x00\r\nQUIT\n" // version 2; version 1 is a line of text
	)
	switch {
	case p[0] == tlsHandshake:
		s.defect = TLS
	case !s.later && bytes.HasPrefix(p, []byte(proxySignature)):
		s.defect = Proxy
	}
	s.phase, s.first, s.head, s.later = inRequestLine, s.first[:0], head{}, true
}

// skip passes over a body.
func (s *Scanner) skip(p []byte) int {
	n := int(min(s.left, uint64(len(p)))) //nolint:gosec // no more than len(p)
	s.left -= uint64(n)
	switch {
	case s.left > 0:
	case s.phase == inChunk:
		s.phase = behindChunk
	default:
		s.phase = atStart
	}
	return n
}

// keep remembers a part of a line.
func (s *Scanner) keep(p []byte) {
	if s.phase == inRequestLine {
		s.first = append(s.first, p[:min(len(p), firstKept-len(s.first))]...)
	}
	s.part = append(s.part, p...)
	if len(s.part) > lineKept+tailKept {
		s.part = append(s.part[:lineKept], s.part[len(s.part)-tailKept:]...)
		s.cut = true
	}
}

// joined is a line whose last part, without the line feed, comes now.
func (s *Scanner) joined(p []byte) (line []byte, cut bool) {
	if len(s.part) == 0 {
		if s.phase == inRequestLine {
			s.first = append(s.first, p[:min(len(p), firstKept)]...)
		}
		return p, false
	}
	s.keep(p)
	line, cut = s.part, s.cut
	s.part, s.cut = s.part[:0], false
	return line, cut
}

// line takes a whole line. Only lines of a body must end in CR LF.
func (s *Scanner) line(l []byte, cut bool) {
	text, ended := bytes.CutSuffix(l, []byte{'\r'})
	switch s.phase {
	case inRequestLine:
		s.requestLine(text)
	case inHeaders:
		if len(text) > 0 {
			s.defect = s.head.header(text, cut)
			return
		}
		s.body()
	case inChunkSize:
		s.chunkSize(text, ended && !cut)
	case behindChunk:
		if s.phase = inChunkSize; len(text) > 0 || !ended {
			s.defect = BadChunk
		}
	case inTrailers: // net/http looks for CR LF CR LF, be it in the next request
		switch {
		case !ended:
			s.defect = BadChunk
		case len(text) == 0:
			s.phase = atStart
		}
	}
}

func (s *Scanner) requestLine(text []byte) {
	const version = "HTTP/1.1" // the first with transfer codings
	switch {
	case len(text) == 0: // net/http leaves out empty lines behind a POST and refuses others
		s.phase = atStart
		return
	case string(text) == "PRI * HTTP/2.0":
		s.defect = HTTP2
	case bytes.HasPrefix(text, []byte("PROXY ")):
		s.defect = Proxy
	case s.Refuse:
		s.defect = Unwanted
	}
	s.head.old = string(text[max(0, len(text)-len(version)):]) < version
	s.phase = inHeaders
}

// body begins what follows the head.
func (s *Scanner) body() {
	length, chunked, defect := s.head.body()
	switch s.left = length; {
	case defect != NoDefect:
		s.defect = defect
	case chunked:
		s.phase = inChunkSize
	case length > 0:
		s.phase = inBody
	default:
		s.phase = atStart
	}
}

// chunkSize reads the line before a chunk. What follows a semicolon is an extension.
func (s *Scanner) chunkSize(text []byte, complete bool) {
	digits, _, _ := strings.Cut(strings.TrimRight(string(text), " \t"), ";")
	size, ok := parseHex(digits)
	switch s.left = size; {
	case !ok || !complete || bytes.IndexByte(text, '\r') >= 0:
		s.defect = BadChunk
	case size == 0:
		s.phase = inTrailers
	default:
		s.phase = inChunk
	}
}

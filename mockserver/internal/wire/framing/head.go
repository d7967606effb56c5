package framing

import (
	"bytes"
	"strconv"
	"strings"
)

// head is what the header lines say about the body.
type head struct {
	old        bool // before HTTP/1.1
	authorized bool

	lengths, codings int    // how many lines
	length           string // the first Content-Length
	coding           string // the last Transfer-Encoding
	framing          bool   // the latest line is one of these
	badLength        bool
	badCoding        bool
}

// header takes one header line. cut tells that the middle of the line is lost.
func (h *head) header(text []byte, cut bool) Defect {
	if text[0] == ' ' || text[0] == '\t' { // goes on with the line before
		if h.framing {
			return Folded
		}
		return NoDefect
	}
	name, value, _ := bytes.Cut(text, []byte{':'})
	h.framing = false
	switch {
	case is(name, "content-length"):
		h.framing = true
		h.addLength(strings.Trim(string(value), " \t"), cut)
	case is(name, "transfer-encoding"):
		h.framing = true
		h.addCoding(strings.Trim(string(value), " \t"), cut)
	case is(name, "authorization"):
		h.authorized = true
	}
	return NoDefect
}

// is compares a name of a header. One with letters beyond ASCII is no name, whatever they fold to.
func is(name []byte, want string) bool {
	return len(name) == len(want) && bytes.EqualFold(name, []byte(want))
}

func (h *head) addLength(value string, cut bool) {
	if h.lengths++; h.lengths == 1 {
		h.length = value
	}
	_, err := strconv.ParseUint(value, 10, 63)
	h.badLength = h.badLength || cut || err != nil || value != h.length
}

// addCoding takes the codings of one line. Chunked must be the last of all, and be there once.
func (h *head) addCoding(value string, cut bool) {
	if h.codings++; h.codings > 1 && endsChunked(h.coding) {
		h.badCoding = true
	}
	h.coding = value
	inner, _, _ := cutLast(value)
	for coding := range strings.SplitSeq(inner, ",") {
		h.badCoding = h.badCoding || isChunked(coding)
	}
	h.badCoding = h.badCoding || cut
}

// body tells how long the body is, or that it comes in chunks.
// Source: RFC 9112, sections 6.1 and 6.3.
func (h *head) body() (length uint64, chunked bool, f Defect) {
	switch {
	case h.codings > 0 && h.lengths > 0:
		return 0, false, LengthAndCoding
	case h.codings > 0 && h.old:
		return 0, false, CodingTooNew
	case h.codings > 0 && (h.badCoding || !endsChunked(h.coding)):
		return 0, false, BadCoding
	case h.codings > 1 || h.codings == 1 && !isChunked(h.coding):
		return 0, false, UnknownCoding
	case h.codings == 1:
		return 0, true, NoDefect
	case h.badLength:
		return 0, false, BadLength
	case h.lengths == 0:
		return 0, false, NoDefect
	}
	length, err := strconv.ParseUint(h.length, 10, 63)
	if err != nil {
		return 0, false, BadLength
	}
	return length, false, NoDefect
}

func endsChunked(codings string) bool {
	_, last, _ := cutLast(codings)
	return isChunked(last)
}

// isChunked counts bytes too: some letters beyond ASCII fold to letters of it.
func isChunked(coding string) bool {
	coding = strings.Trim(coding, " \t")
	return len(coding) == len("chunked") && strings.EqualFold(coding, "chunked")
}

// cutLast cuts a list at its last comma. A list of one is its last.
func cutLast(list string) (before, last string, found bool) {
	i := strings.LastIndexByte(list, ',')
	return list[:max(i, 0)], list[i+1:], i >= 0
}

// parseHex reads the size of a chunk: hexadecimal digits and nothing else.
func parseHex(digits string) (n uint64, ok bool) {
	for _, d := range []byte(digits) {
		if !strings.ContainsRune("0123456789abcdefABCDEF", rune(d)) {
			return 0, false
		}
	}
	n, err := strconv.ParseUint(digits, 16, 64)
	return n, err == nil && len(digits) <= 16
}

package journal

import (
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/spec"
)

// MostBody is how much of a body is kept, in bytes.
const MostBody = 64 << 10

// Exchange is one request with its answer. In a journal it does not change any more.
type Exchange struct {
	ID          string
	At          time.Time     // when the request came, by the world's clock
	Done        time.Time     // when the answer was ready, by the machine's clock
	Took        time.Duration // until then
	Namespace   string
	API         string // "chatlayer", "inkeep" or empty for a path of neither
	Operation   string // operationId; empty if no operation has the path and method
	Method      string
	Host        string
	TLS         bool
	Proto       string // such as HTTP/1.1; empty if it is not known
	Path        string // percent-decoded
	EscapedPath string // as it was sent, where that says more; else empty
	Before      string // what of the URL's path, as it was sent, stood before Path, such as /~NAME
	RawQuery    string
	Status      int // 0 if there was no answer
	Request     Message
	Response    Message
	Violations  []spec.Violation
	Fault       string   // the id of the fault that hit it; empty if none did
	Preferences []string // that it was sent with, each with what became of it

	number uint64 // in its journal, from 1 on
	size   int
}

// Message is one half of an exchange.
type Message struct {
	Body   Body
	header []byte // names and values, each with a zero byte behind it
}

// Body is a body, or the beginning of it. Its parts are shared with who has made them.
type Body struct {
	Before []byte
	Each   []string // with commas between them; nil if the body is not made of items
	After  []byte
	Size   int // of the whole body, in bytes
}

// Text is a body in one piece.
func Text(whole []byte) Body {
	b := Body{Before: whole, Size: len(whole)}
	if len(whole) > MostBody {
		b.Before = append(make([]byte, 0, MostBody), whole[:MostBody]...) // the rest of the memory is not held
	}
	return b
}

// Items is a body made of items with commas between them.
func Items(before []byte, each []string, after []byte) Body {
	b := Body{Before: before, After: after, Size: len(before) + len(after) + max(0, len(each)-1)}
	kept := len(before)
	for i, item := range each {
		if kept <= MostBody {
			b.Each = each[: i+1 : i+1]
			kept += len(item) + 1
		}
		b.Size += len(item)
	}
	return b
}

// Truncated reports whether some of the body is not kept.
func (b Body) Truncated() bool { return b.Size > MostBody }

// Bytes is what is kept of the body, in one piece.
func (b Body) Bytes() []byte {
	if len(b.Each) == 0 && len(b.After) == 0 {
		return b.Before
	}
	text := make([]byte, 0, min(b.Size, MostBody))
	add := func(part string) { text = append(text, part[:min(len(part), MostBody-len(text))]...) }
	add(string(b.Before))
	for i, item := range b.Each {
		if i > 0 {
			add(",")
		}
		add(item)
	}
	add(string(b.After))
	return text
}

// held is about how much memory the body takes, in bytes. Items that others have too count as if nobody else had them: the bound is one
// of what is shown as well.
func (b Body) held() int {
	const perItem = 16
	return cap(b.Before) + cap(b.After) + len(b.Each)*perItem + min(b.Size, MostBody)*min(len(b.Each), 1)
}

// measure is about how much memory the exchange takes without its headers, in bytes.
func (x *Exchange) measure() int {
	const fixed = 480
	size := fixed + len(x.ID) + len(x.Host) + len(x.Path) + len(x.EscapedPath) + len(x.Before) + len(x.RawQuery) + x.Request.Body.held() +
		x.Response.Body.held()
	for i := range x.Violations {
		size += violationSize(&x.Violations[i])
	}
	for _, p := range x.Preferences {
		size += len(p)
	}
	return size
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

package journal

import (
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
	header string // names and values, each with a zero byte behind it

	headerSize int
}

// Body is a body, or the beginning of it. What is long is shared with who has made it.
type Body struct {
	Size int // of the whole body, in bytes

	whole  []byte
	text   string   // instead, in the memory of a journal
	around string   // instead, with items in it
	at     int      // where they are
	each   []string // these, with commas between them
}

// Text is a body in one piece.
func Text(whole []byte) Body { return Beginning(whole, len(whole)) }

// Beginning is what there is of a body in one piece that has so many bytes.
func Beginning(text []byte, size int) Body {
	if len(text) > MostBody {
		text = append(make([]byte, 0, MostBody), text[:MostBody]...) // the rest of the memory is not held
	}
	return Body{whole: text, Size: size}
}

// Items is a body of so many bytes with items at a place of what is around them.
func Items(around string, at int, each []string, size int) Body {
	b := Body{Size: size, around: around, at: at, each: each}
	if !b.Truncated() {
		return b
	}
	kept := at
	for i, item := range each {
		if kept > MostBody {
			b.each = each[:i:i]
			break
		}
		kept += len(item) + 1
	}
	return b
}

// Items is how many items are kept of a body that is made of them; zero of another.
func (b Body) Items() int { return len(b.each) }

// Truncated reports whether some of the body is not kept.
func (b Body) Truncated() bool { return b.Size > MostBody }

// Bytes is what is kept of the body, in one piece.
func (b Body) Bytes() []byte {
	if b.whole != nil {
		return b.whole
	}
	text := make([]byte, 0, min(b.Size, MostBody))
	add := func(part string) { text = append(text, part[:min(len(part), MostBody-len(text))]...) }
	add(b.text)
	add(b.around[:b.at])
	for i, item := range b.each {
		if i > 0 {
			add(",")
		}
		add(item)
	}
	add(b.around[b.at:])
	return text
}

// held is about how much memory the body takes, in bytes. Items that others have too count as if nobody else had them: the bound is one
// of what is shown as well.
func (b Body) held() int {
	const perItem = 16
	return cap(b.whole) + len(b.text) + len(b.around) + len(b.each)*perItem + min(b.Size, MostBody)*min(len(b.each), 1)
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

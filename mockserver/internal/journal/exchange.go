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
	*Kind
	*Rare

	ID       string
	At       time.Time     // when the request came, by the world's clock, in UTC
	Done     time.Time     // when the answer was ready, by the machine's clock
	Took     time.Duration // until then
	Host     string
	Path     string // percent-decoded
	RawQuery string
	Status   int // 0 if there was no answer
	TLS      bool
	Request  Message
	Response Message

	number uint64 // in its journal, from 1 on
}

// Kind is what many exchanges have in common, and share in a journal.
type Kind struct {
	Namespace string
	API       string // "chatlayer", "inkeep" or empty for a path of neither
	Operation string // operationId; empty if no operation has the path and method
	Method    string
	Proto     string // such as HTTP/1.1; empty if it is not known
}

// Rare is what most exchanges do not have.
type Rare struct {
	EscapedPath string // as it was sent, where that says more; else empty
	Before      string // what of the URL's path, as it was sent, stood before Path, such as /~NAME
	Violations  []spec.Violation
	Fault       string   // the id of the fault that hit it; empty if none did
	Preferences []string // that it was sent with, each with what became of it
}

// nothing is what exchanges have that have nothing rare.
var nothing = &Rare{}

// Half is one half of an exchange as a journal is given it.
type Half struct {
	Header http.Header
	Body   Body
}

// Message is one half of an exchange as a journal keeps it.
type Message struct {
	header string // names and values, each with a zero byte behind it
	text   string // the body
	long   *Body  // instead, if it is long or made of items
}

// Body is that of the message.
func (m *Message) Body() Body {
	if m.long != nil {
		return *m.long
	}
	return Body{Size: len(m.text), text: m.text}
}

// Body is a body, or the beginning of it. What is long is shared with who has made it.
type Body struct {
	Size   int  // of the whole body, in bytes, as far as it was read
	Unread bool // it was not read to its end, or not at all

	whole  []byte
	text   string   // instead
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
func (b *Body) held() int {
	const perItem = 16
	return cap(b.whole) + len(b.text) + len(b.around) + len(b.each)*perItem + min(b.Size, MostBody)*min(len(b.each), 1)
}

// held is about how much memory it takes, in bytes.
func (r *Rare) held() int {
	size := len(r.EscapedPath) + len(r.Before)
	for i := range r.Violations {
		size += violationSize(&r.Violations[i])
	}
	for _, p := range r.Preferences {
		size += len(p)
	}
	return size
}

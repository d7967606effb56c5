package pagetoken

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"hash"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
)

// MaxIDBytes is the longest event id, and the longest stream name, that a token is meant to carry.
const MaxIDBytes = 1024

// ErrMalformed says that a string is no token of this server: it was not made here, was cut or was changed.
var ErrMalformed = errors.New("not a page token of this server")

// MismatchError says that a token belongs to another query, and which of its arguments differ.
type MismatchError struct {
	Arguments []string // names, in the order of Query.Arguments; never empty
}

func (e *MismatchError) Error() string {
	return "the page token belongs to a query with other arguments"
}

// Query is what a token is bound to. Queries are equal if their kinds and their arguments are.
type Query struct {
	Kind      string     // the kind of list, such as "bot events"; tokens never cross kinds
	Arguments []Argument // in any order; one without a value is as one that is not there
}

// Bind adds an argument.
func (q *Query) Bind(name, value string) {
	q.Arguments = append(q.Arguments, Argument{Name: name, Value: value})
}

// Argument is one argument of a query in a canonical form: equal meanings have equal values.
type Argument struct {
	Name  string
	Value string
}

// Codec makes and opens tokens. It is immutable and safe for concurrent use.
type Codec struct {
	key     []byte
	writers sync.Pool // of *writer
}

// writer is what it takes to write a token.
type writer struct {
	mac  hash.Hash
	text []byte
}

// New returns the codec of a seed and of a namespace, which is empty for the default one.
func New(seed uint64, namespace string) *Codec {
	text := "understudy page token " + strconv.FormatUint(seed, 10)
	if namespace != "" {
		text += " of " + namespace
	}
	key := sha256.Sum256([]byte(text))
	return &Codec{key: key[:]}
}

const (
	version      = 4
	signatureLen = 16
)

// Encode makes the token for the page of q that starts behind p. The stream of p must not exceed MaxIDBytes.
//
//nolint:gosec // the parts of a time and a length of at most MaxIDBytes fit
func (c *Codec) Encode(q Query, p eventstore.Position) string {
	w := c.writer()
	defer c.writers.Put(w)
	b := appendDigests(append(w.text[:0], version), q)
	b = binary.BigEndian.AppendUint64(b, uint64(p.Time.Unix()))
	b = binary.BigEndian.AppendUint32(b, uint32(p.Time.Nanosecond()))
	b = binary.BigEndian.AppendUint16(b, uint16(len(p.Stream)))
	b = append(b, p.Stream...)
	b = append(b, p.ID...)
	b = w.appendSignature(b, b)
	w.text = b
	var room [512]byte // for most
	return string(base64.RawURLEncoding.AppendEncode(room[:0], b))
}

// Decode opens a token for q. The error is ErrMalformed or a *MismatchError.
func (c *Codec) Decode(q Query, token string) (eventstore.Position, error) {
	b, err := base64.RawURLEncoding.Strict().DecodeString(token)
	if err != nil || strings.ContainsAny(token, "\r\n") || // line breaks are white space to the decoder
		len(b) <= signatureLen || b[0] != version {
		return eventstore.Position{}, ErrMalformed
	}
	b, signature := b[:len(b)-signatureLen], b[len(b)-signatureLen:]
	w := c.writer()
	defer c.writers.Put(w)
	if !hmac.Equal(signature, w.appendSignature(w.text[:0], b)) {
		return eventstore.Position{}, ErrMalformed
	}
	rest, differ := compareDigests(b[1:], q)
	if len(differ) > 0 {
		return eventstore.Position{}, &MismatchError{Arguments: differ}
	}
	return decodePosition(rest)
}

func (c *Codec) writer() *writer {
	w, _ := c.writers.Get().(*writer)
	if w == nil {
		w = &writer{mac: hmac.New(sha256.New, c.key)}
	}
	return w
}

// appendSignature appends the signature of b.
func (w *writer) appendSignature(to, b []byte) []byte {
	w.mac.Reset()
	w.mac.Write(b)
	return w.mac.Sum(to)[:len(to)+signatureLen]
}

func decodePosition(b []byte) (eventstore.Position, error) {
	const head = 8 + 4 + 2
	if len(b) < head {
		return eventstore.Position{}, ErrMalformed
	}
	seconds, nanos, n := binary.BigEndian.Uint64(b), binary.BigEndian.Uint32(b[8:]), int(binary.BigEndian.Uint16(b[12:]))
	if len(b) < head+n {
		return eventstore.Position{}, ErrMalformed
	}
	return eventstore.Position{
		Time:   time.Unix(int64(seconds), int64(nanos)).UTC(), //nolint:gosec // the sign that Encode took away
		Stream: string(b[head : head+n]),
		ID:     string(b[head+n:]),
	}, nil
}

// appendDigests writes a digest of the kind and, for each argument that is given, one of its name and one of its value, so that
// a mismatch can be named and an argument that a query does not have changes nothing.
func appendDigests(b []byte, q Query) []byte {
	b = binary.BigEndian.AppendUint32(b, digest(q.Kind))
	at := len(b)
	b = append(b, 0)
	for _, a := range q.Arguments {
		if a.Value != "" {
			b[at]++
			b = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(b, digest(a.Name)), digest(a.Value))
		}
	}
	return b
}

const digestLen = 4

func digest(text string) uint32 {
	const offset, prime = 0xcbf29ce484222325, 0x100000001b3 // of FNV-1a
	h := uint64(offset)
	for i := range len(text) {
		h = (h ^ uint64(text[i])) * prime
	}
	return uint32(h ^ h>>32) //nolint:gosec // a digest of 32 bits is wanted
}

// compareDigests returns what follows the digests and the names of the arguments that differ.
func compareDigests(b []byte, q Query) (rest []byte, differ []string) {
	const head = digestLen + 1
	if len(b) < head || len(b) < head+int(b[digestLen])*2*digestLen || binary.BigEndian.Uint32(b) != digest(q.Kind) {
		return nil, []string{"operation"}
	}
	pairs, rest := b[head:head+int(b[digestLen])*2*digestLen], b[head+int(b[digestLen])*2*digestLen:]
	found := 0 // of the pairs
	for _, a := range q.Arguments {
		value, given := bound(pairs, digest(a.Name))
		if given {
			found++
		}
		if given != (a.Value != "") || given && value != digest(a.Value) {
			differ = append(differ, a.Name)
		}
	}
	if found < len(pairs)/(2*digestLen) { // of a server that knows more arguments
		differ = append(differ, "operation")
	}
	return rest, differ
}

// bound finds the digest of the value that goes with that of a name.
func bound(pairs []byte, name uint32) (value uint32, given bool) {
	for ; len(pairs) > 0; pairs = pairs[2*digestLen:] {
		if binary.BigEndian.Uint32(pairs) == name {
			return binary.BigEndian.Uint32(pairs[digestLen:]), true
		}
	}
	return 0, false
}

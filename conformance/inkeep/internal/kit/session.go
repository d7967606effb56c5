package kit

import (
	"bytes"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/google/uuid"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
	"github.com/understudy-mock/understudy/spec"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

// ProbeType is the type of the events that checks of HTTP send, which carry no mark.
const ProbeType = "understudy_probe"

// Session is what the checks of a run share. It is safe for concurrent use.
type Session struct {
	Settings
	run      string
	Clock    exchange.Clock
	contract *spec.Contract

	serial  atomic.Int64
	written atomic.Int64
	cutting atomic.Int64 // how many answers in a row were cut short
	whole   whole
	memo    memo
	queried queried

	// What the first event of the run brought to light; not changed afterwards.
	First       string // what it was answered, for people
	accepted    bool
	Project     any // projectId of the answer: a string or nil
	Integration any
}

// Settings are those of the suite, which says what they mean.
type Settings struct{ Bearer, OtherBearer, WebBearer string }

// What checks need that Settings may not name.
const (
	NamedOtherKey conformance.Capability = "other-key" // a second key
	NamedWebKey   conformance.Capability = "web-key"   // one that may only write
)

// NewSession returns what the checks of a run share.
func NewSession(settings Settings, run string, clock exchange.Clock, contract *spec.Contract) *Session {
	return &Session{Settings: settings, run: run, Clock: clock, contract: contract}
}

// Wrote tells how many events the target acknowledged. Nothing settles: what is to be seen is in the answer.
func (s *Session) Wrote() (events int, settledMS int64) { return int(s.written.Load()), 0 }

// mostCut is how many answers in a row may be cut short before each is believed at once.
const mostCut = 8

// cuts reports whether the target has cut so many answers in a row that no further event is tried for each.
func (s *Session) cuts() bool { return s.cutting.Load() >= mostCut }

// note counts what came of a request.
func (s *Session) note(got *Answer) {
	if got.Good() && got.Request.Path == eventsPath {
		s.written.Add(1)
	}
	switch {
	case got.cutShort():
		s.cutting.Add(1)
	case got.Err == nil:
		s.cutting.Store(0)
	}
}

// Kinds are the three variants of an event.
func Kinds() []api.EntityType {
	return []api.EntityType{api.EntityMessage, api.EntityConversation, api.EntitySearch}
}

// Mark returns a text that no other event of this or another run has, of lower-case letters alone, which any name may have. No mark is
// a part of another.
func (s *Session) Mark() string {
	return "us" + letters(s.run) + letters(fmt.Sprintf("%06d", s.serial.Add(1))) + "z"
}

// letters writes letters for digits.
func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return 'k' + r - '0'
		}
		return r
	}, text)
}

// Foreign tells whether a text holds a mark of the run that is not in what was sent: such a text is from another event.
func (s *Session) Foreign(sent []byte) func(string) bool {
	marks := regexp.MustCompile("us" + letters(s.run) + "[k-t]{6,}z|" + ProbeType + "|" + protocol.RefusedText(s.run) + "[0-9]+x")
	return func(text string) bool {
		return slices.ContainsFunc(marks.FindAllString(text, -1), func(mark string) bool { return !bytes.Contains(sent, []byte(mark)) })
	}
}

// Event returns an event of a kind with the fewest members and texts of its own.
func (s *Session) Event(kind api.EntityType) Draft {
	mark := s.Mark()
	return Draft{{"type", "check_" + mark}, {"entityType", string(kind)}, {kind.ReferenceName(), mark}}
}

// Message returns an event about a message.
func (s *Session) Message() Draft { return s.Event(api.EntityMessage) }

// ULID returns a new id in the form that is the least likely to displease a server that is choosy about ids.
func (s *Session) ULID() string {
	const crockford = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
	sum := sha256.Sum256([]byte(s.run + "/" + strconv.FormatInt(s.serial.Add(1), 10)))
	var id [16]byte // the first 48 bits are the time in milliseconds
	binary.BigEndian.PutUint64(id[:8], uint64(s.Clock.Now().UnixMilli())<<16)
	copy(id[6:], sum[:10])
	// 26 letters of 5 bits are 130: two bits of nothing come first.
	var padded [20]byte
	for i, octet := range id {
		padded[i] |= octet >> 2
		padded[i+1] |= octet << 6
	}
	return base32.NewEncoding(crockford).WithPadding(base32.NoPadding).EncodeToString(padded[:])[:26]
}

// IDLike is an id that nobody else has: a UUID if one that the server made is, since it may take no others, or else a ULID.
func (s *Session) IDLike(made string) string {
	if uuid.Validate(made) != nil {
		return s.ULID()
	}
	return uuid.NewSHA1(uuid.Nil, []byte(s.ULID())).String()
}

// LogEvent is the operation that most is about.
const LogEvent = "LogEvent"

// The paths of what is read back.
const (
	ConversationsPath = "/conversations"
	FeedbackPath      = "/feedback"
	QueryPath         = "/query"
)

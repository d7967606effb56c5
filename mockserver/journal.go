package mockserver

import (
	"encoding/base64"
	"net/http"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
	"github.com/understudy-mock/understudy/mockserver/internal/namespace"
	"github.com/understudy-mock/understudy/spec"
)

// Exchange is a request of the APIs, or to nobody's path, with its answer. No credentials are in it; "[redacted]" stands in their place.
type Exchange struct {
	ID          string        // what the header Understudy-Request-Id of the answer has
	At          time.Time     // when the request came, by the world's clock
	Duration    time.Duration // until the answer was ready
	Namespace   string        // that it came to
	API         string        // "chatlayer", "inkeep" or empty for a path of neither
	Operation   string        // operationId; empty if no operation has the path and method
	Method      string
	Path        string              // percent-decoded
	Query       map[string][]string // as far as it could be read
	Credential  string              // what may be told of it: the id of a known token, and how long the secret or key is; empty if none
	Status      int                 // 0 if there was no answer, as when the connection was cut
	Request     Message
	Response    Message
	Violations  []spec.Violation // what the request broke of the contract
	Fault       string           // the id of the fault that hit it; empty if none did
	Preferences []string         // what it asked for with Prefer, and what became of that
}

// Message is one half of an exchange.
type Message struct {
	Header http.Header
	Body   []byte // at most the first 64 KiB; nil if there is none, or nobody has read it
	Size   int    // of the whole body, in bytes, as far as it was read
	Unread bool   // the body was not read to its end, or not at all: the request was answered before it had come
}

// Journal is what came to a namespace and what was answered, as far as Limits.JournalBytes allows. It is safe for concurrent use.
type Journal struct{ of *Namespace }

// Journal returns that of the default namespace.
func (s *Server) Journal() Journal { return s.byDefault().Journal() }

// Journal returns that of the namespace.
func (n *Namespace) Journal() Journal { return Journal{n} }

// Exchanges returns the exchanges that are kept, the oldest first.
func (j Journal) Exchanges() []Exchange {
	at, err := j.of.now()
	if err != nil {
		return nil
	}
	return shownExchanges(at, at.Journal().All())
}

// Clear forgets all exchanges.
func (j Journal) Clear() {
	if at, err := j.of.now(); err == nil {
		at.Journal().Clear()
	}
}

func shownExchanges(n *namespace.Namespace, kept []*journal.Exchange) []Exchange {
	all := make([]Exchange, len(kept))
	for i, x := range kept {
		shown := n.Secrets().Show(x)
		all[i] = Exchange{
			ID: x.ID, At: x.At, Duration: x.Took, Namespace: x.Namespace, API: x.API, Operation: x.Operation, Method: x.Method,
			Path: shown.Path, Query: shown.Query, Credential: shown.Credential, Status: x.Status,
			Request: shownMessage(shown.Sent), Response: shownMessage(shown.Answered), Violations: shown.Violations, Fault: x.Fault,
			Preferences: append([]string(nil), x.Preferences...),
		}
	}
	return all
}

func shownMessage(m journal.ShownMessage) Message {
	shown := Message{Header: m.Header, Size: m.Size, Unread: m.Unread}
	switch {
	case m.JSON != nil:
		shown.Body = m.JSON
	case m.Base64:
		shown.Body, _ = base64.StdEncoding.DecodeString(m.Text) // it was encoded to be shown
	case m.Size > 0:
		shown.Body = []byte(m.Text)
	}
	return shown
}

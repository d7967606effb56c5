package mockserver

import (
	"encoding/json"
	"errors"
	"testing"
	"time"
)

// Expectation is what requests a test expects. Members that are not set ask for nothing, so that the zero value is any request at all. It
// is what the mock's endpoint POST journal/expect takes, which says more about each.
//
// Path, Status, Body and the values of Query and Header are patterns: texts, numbers, maps and whatever else encodes to JSON, with Regex,
// Absent and Anything in the place of any value. A map matches an object that has its members, whatever others there are.
type Expectation struct {
	Operation string         // operationId, such as TrackEvent
	Method    string         // such as POST
	Path      any            // percent-decoded
	Query     map[string]any // parameters by name
	Header    map[string]any // of the request, by name in whatever case
	Body      any            // of the request
	Status    any            // of the answer, such as 200 or "4xx"

	// Count is how many are expected; the zero value is AtLeast(1).
	Count Count
	// InOrder are several requests that come one after another, instead of all above. They have neither counts nor times.
	InOrder []Expectation
	// Within is how long to wait at most. Zero is not at all: what is expected has come.
	Within time.Duration
	// Quiet is how long no further one may match, for Exactly and AtMost. Zero means 100 ms, or what Within leaves.
	Quiet time.Duration
}

// Count is how many requests are expected.
type Count struct {
	member string // of the endpoint's expectation
	n      int
}

// Exactly expects n requests, no more and no fewer.
func Exactly(n int) Count { return Count{"exactly", n} }

// AtLeast expects n requests or more.
func AtLeast(n int) Count { return Count{"at_least", n} }

// AtMost expects n requests or fewer.
func AtMost(n int) Count { return Count{"at_most", n} }

// Regex stands for a text, or a number, in which a regular expression (RE2) is found.
func Regex(expression string) any { return map[string]any{"$regex": expression} }

// Absent stands for a value that is not there.
func Absent() any { return map[string]any{"$absent": true} }

// Anything stands for a value that is there, whatever it is.
func Anything() any { return map[string]any{"$any": true} }

// Expect waits for requests to the default namespace and fails the test if they do not come, or too many do: it names those that came
// nearest, and where they differ. It returns those that match.
func (s *Server) Expect(t testing.TB, e Expectation) []Exchange {
	t.Helper()
	return s.byDefault().Expect(t, e)
}

// Expect is Server.Expect for the namespace.
func (n *Namespace) Expect(t testing.TB, e Expectation) []Exchange {
	t.Helper()
	at, err := n.now()
	if err != nil {
		t.Fatalf("expect requests: %v", err)
	}
	if !at.Journal().On() {
		t.Fatal("expect requests: the server keeps no journal; leave Limits.JournalBytes as it is")
	}
	written, err := json.Marshal(e.written())
	if err != nil {
		t.Fatalf("expect requests: the expectation cannot be written as JSON: %v", err)
	}
	result, wrong := at.Expect(t.Context(), written)
	if len(wrong) > 0 {
		var all []error
		for _, v := range wrong {
			all = append(all, errors.New(v.String()))
		}
		t.Fatalf("expect requests: the expectation cannot be used: %v", errors.Join(all...))
	}
	if !result.Met {
		t.Fatalf("the requests that were expected did not come, or too many did: %s\n%s", written, result.Report(at.Secrets()))
	}
	return shownExchanges(at, result.Matched)
}

// written is the expectation as the endpoint takes it.
func (e Expectation) written() map[string]any {
	all := map[string]any{}
	put := func(name string, value any, given bool) {
		if given {
			all[name] = value
		}
	}
	put("operation", e.Operation, e.Operation != "")
	put("method", e.Method, e.Method != "")
	put("path", e.Path, e.Path != nil)
	put("query", e.Query, e.Query != nil)
	put("header", e.Header, e.Header != nil)
	put("body", e.Body, e.Body != nil)
	put("status", e.Status, e.Status != nil)
	put(e.Count.member, e.Count.n, e.Count.member != "")
	put("within", e.Within.String(), e.Within != 0)
	put("quiet", e.Quiet.String(), e.Quiet != 0)
	var steps []map[string]any
	for _, step := range e.InOrder {
		steps = append(steps, step.written())
	}
	put("in_order", steps, steps != nil)
	return all
}

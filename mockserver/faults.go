package mockserver

import (
	"maps"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/fault"
)

// Fault is a failure that requests of the APIs are given, one effect or a delay, or both. Members that are zero ask for nothing. The mock's
// endpoint POST faults says more about each.
type Fault struct {
	Match FaultMatch
	When  FaultWhen

	// Delay is how long a request waits before all else, at most an hour. In its place DelayP50 and DelayP99 have it drawn from the seed,
	// log-normal with these percentiles.
	Delay              time.Duration
	DelayP50, DelayP99 time.Duration

	// Status is the answer instead of the API's, with Headers and Body. Without a Body an error has the API's own error shape.
	Status  int
	Headers map[string]string
	Body    *string
	// Rate refuses with 429 what comes faster.
	Rate *FaultRate
	// Reset resets the connection before an answer; with AfterBytes the API does what is asked, and the connection is reset behind so many
	// bytes of the answer's body.
	Reset      bool
	AfterBytes *int64
	// Drip is how long the body of the answer takes to arrive, in small pieces, at most an hour.
	Drip time.Duration
	// Malformed cuts the body of the answer in the middle, with a right Content-Length.
	Malformed bool
	// ContentType is what the answer claims to be.
	ContentType string
}

// FaultMatch says which requests a fault is for: those for which all of it holds; the zero value is every request for an operation.
type FaultMatch struct {
	Operation string            // operationId
	Method    string            // as it is sent: HEAD is not GET
	Query     map[string]string // parameters that have these values
	Header    map[string]string // headers that have these values
	Page      string            // of a list by GET: first or later
}

// FaultWhen says which of the requests that match are hit; the zero value is all.
type FaultWhen struct {
	Skip        int64         // so many are let pass first
	First       int64         // so many are hit in all
	Every       int64         // each so many-th is hit
	Probability float64       // of a hit, drawn from the seed
	For         time.Duration // how long the fault acts, by the machine's clock
}

// FaultRate is a token bucket: full at first, with PerSecond new tokens a second and at most Burst.
type FaultRate struct {
	PerSecond float64
	Burst     int
}

// AddedFault is a fault that a server has.
type AddedFault struct {
	ID string
	Fault
	Seen  int64 // requests that matched
	Hit   int64 // of these, that were given the fault
	Spent bool  // it is given to none any more: there were as many as there may be, or its time is over
}

// Faults are the faults of a namespace. They are safe for concurrent use, and act on requests that come after.
type Faults struct{ of *Namespace }

// Faults returns the faults of the default namespace, that of requests which name none.
func (s *Server) Faults() Faults { return s.byDefault().Faults() }

// Faults returns the faults of the namespace.
func (n *Namespace) Faults() Faults { return Faults{n} }

// Add adds a fault behind the others. The error joins everything that is wrong with it, or says that there are too many.
func (f Faults) Add(added Fault) (AddedFault, error) {
	n, err := f.of.now()
	if err != nil {
		return AddedFault{}, err
	}
	listed, err := n.Faults().Add(added.internal())
	if err != nil {
		return AddedFault{}, err
	}
	return publishedFault(listed), nil
}

// List returns all faults, the oldest first; nil where there is no namespace.
func (f Faults) List() []AddedFault {
	n, err := f.of.now()
	if err != nil {
		return nil
	}
	var all []AddedFault
	for _, listed := range n.Faults().List() {
		all = append(all, publishedFault(listed))
	}
	return all
}

// Remove removes a fault and reports whether there ever was one of this id. Delays that it causes end at once. It reports false, too, and
// removes nothing, where Options.StateDir takes no writes, of which the log tells.
func (f Faults) Remove(id string) bool {
	n, err := f.of.now()
	if err != nil {
		return false
	}
	known, err := n.Faults().Remove(id)
	return known && err == nil
}

// Clear removes all faults; none where Options.StateDir takes no writes, of which the log tells.
func (f Faults) Clear() {
	if n, err := f.of.now(); err == nil {
		_ = n.Faults().Clear() // the log has said so
	}
}

// internal is a copy that nobody else can change.
func (f Fault) internal() fault.Fault {
	own := fault.Fault{
		Match: fault.Match{
			Operation: f.Match.Operation, Method: f.Match.Method, Query: maps.Clone(f.Match.Query), Header: maps.Clone(f.Match.Header),
			Page: f.Match.Page,
		},
		When:  fault.When(f.When),
		Delay: fault.Delay{Fixed: f.Delay, P50: f.DelayP50, P99: f.DelayP99},
		Effect: fault.Effect{
			Status: f.Status, Headers: maps.Clone(f.Headers), Body: copied(f.Body), Reset: f.Reset, AfterBytes: copied(f.AfterBytes),
			Drip: f.Drip, Malformed: f.Malformed, ContentType: f.ContentType,
		},
	}
	if f.Rate != nil {
		own.Rate = &fault.Rate{PerSecond: f.Rate.PerSecond, Burst: f.Rate.Burst}
	}
	return own
}

// publishedFault is a copy that changes nothing of the server's.
func publishedFault(l fault.Listed) AddedFault {
	f := AddedFault{ID: l.ID, Seen: l.Seen, Hit: l.Hit, Spent: l.Spent, Fault: Fault{
		Match: FaultMatch{
			Operation: l.Match.Operation, Method: l.Match.Method, Query: maps.Clone(l.Match.Query), Header: maps.Clone(l.Match.Header),
			Page: l.Match.Page,
		},
		When:  FaultWhen(l.When),
		Delay: l.Delay.Fixed, DelayP50: l.Delay.P50, DelayP99: l.Delay.P99,
		Status: l.Status, Headers: maps.Clone(l.Headers), Body: copied(l.Body), Reset: l.Reset, AfterBytes: copied(l.AfterBytes),
		Drip: l.Drip, Malformed: l.Malformed, ContentType: l.ContentType,
	}}
	if l.Rate != nil {
		f.Rate = &FaultRate{PerSecond: l.Rate.PerSecond, Burst: l.Rate.Burst}
	}
	return f
}

func copied[T any](p *T) *T {
	if p == nil {
		return nil
	}
	v := *p
	return &v
}

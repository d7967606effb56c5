package fault

import (
	"net/http"
	"net/url"
	"slices"
	"time"
)

// Request is what a set knows of a request.
type Request struct {
	Operation Operation
	Method    string
	RawQuery  string
	Header    http.Header
}

// Given is what a request is given: waits, then an effect, which may be none.
type Given struct {
	// Fault is the id of the fault: of that with the effect, else of the latest that delays. It is Preferred where the request itself
	// asked for it.
	Fault string
	Waits []Wait
	Effect
	Gone   <-chan struct{} // closed when the fault is removed; nil if it cannot be
	Header http.Header     // that tell of a rate, and of preferences; may be nil
}

// Preferred is the id of what a request asks for itself.
const Preferred = "prefer"

// Wait is one delay.
type Wait struct {
	Time time.Duration
	Gone <-chan struct{} // closed when the fault is removed; nil if it cannot be
}

// Given returns what a request is given; nil if it is nothing. What it prefers comes first. Then all faults are asked in the order of their
// adding, until one has an effect: those behind it do not see the request. Delays add up.
func (s *Set) Given(r Request, preferred *Preferences) *Given {
	var given *Given
	if preferred != nil {
		if given = s.prefer(r, preferred); given.Acts() {
			return given
		}
	}
	var query url.Values // read when a fault asks for it
	for _, a := range s.all() {
		if !a.Match.holds(&r, &query) || a.over() {
			continue
		}
		number, due := a.due()
		if !due {
			continue
		}
		if given == nil {
			given = &Given{}
		}
		if a.give(given, number); given.Acts() {
			return given
		}
	}
	return given
}

// Instead reports whether the effect is there in place of an answer of the API.
func (g *Given) Instead() bool {
	return g.Status != 0 || g.Rate != nil || g.Reset && g.AfterBytes == nil
}

// holds reports whether a request is one of those that are meant.
func (m *Match) holds(r *Request, query *url.Values) bool {
	if m.Operation != "" && m.Operation != r.Operation.ID || m.Method != "" && m.Method != r.Method ||
		m.Page != "" && r.Operation.Pages == "" {
		return false
	}
	for name, value := range m.Header {
		if !slices.Contains(r.Header.Values(name), value) {
			return false
		}
	}
	if m.Page == "" && len(m.Query) == 0 {
		return true
	}
	if *query == nil {
		*query, _ = url.ParseQuery(r.RawQuery) // what can be read of it
	}
	if m.Page != "" {
		if place := query.Get(r.Operation.Pages); (m.Page == Later) != (place != "" && place != "0") { // an offset of 0 is the first
			return false
		}
	}
	for name, value := range m.Query {
		if !slices.Contains((*query)[name], value) {
			return false
		}
	}
	return true
}

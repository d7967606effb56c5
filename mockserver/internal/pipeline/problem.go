package pipeline

import (
	"maps"
	"net/http"

	"github.com/understudy-mock/understudy/spec"
)

// Problem is a refusal that the APIs have a shape for. Any other error reaches the client as a bare 500 and the log in full.
type Problem struct {
	Status     int              // HTTP status
	Detail     string           // what was wrong, what was expected, what to do; for people
	Header     http.Header      // headers that go with the status, such as Allow; may be nil
	Violations []spec.Violation // what it broke of the contract, for the record; may be empty
	Err        error            // cause, for the log; never sent
}

func (p *Problem) Error() string { return p.Detail }

// Unwrap returns the cause.
func (p *Problem) Unwrap() error { return p.Err }

// With returns a copy with a header.
func (p *Problem) With(name, value string) *Problem {
	again := *p
	again.Header = maps.Clone(p.Header)
	if again.Header == nil {
		again.Header = http.Header{}
	}
	again.Header.Set(name, value)
	return &again
}

// WithStatus returns a copy with another status.
func (p *Problem) WithStatus(status int) *Problem {
	again := *p
	again.Status = status
	return &again
}

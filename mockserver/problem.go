package mockserver

import (
	"net/http"
	"strings"

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

// broken refuses a request for what it broke of the contract.
func broken(status int, violations ...spec.Violation) *Problem {
	texts := make([]string, len(violations))
	for i, v := range violations {
		texts[i] = v.String()
	}
	return &Problem{Status: status, Detail: strings.Join(texts, " | "), Violations: violations}
}

// refused refuses a request that keeps to the contract, for what the mock's state says: nothing goes on record.
func refused(status int, why spec.Violation) *Problem {
	return &Problem{Status: status, Detail: why.String()}
}

func (p *Problem) with(name, value string) *Problem {
	if p.Header == nil {
		p.Header = http.Header{}
	}
	p.Header.Set(name, value)
	return p
}

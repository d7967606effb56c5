package pipeline

import (
	"fmt"
	"maps"
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

// What a refusal tells at most of what a request broke: some of its violations, in so many bytes.
const (
	ToldViolations = 20
	toldBytes      = 8 << 10
)

// Broken refuses a request for what it broke of the contract.
func Broken(status int, violations ...spec.Violation) *Problem {
	var detail strings.Builder
	for i, v := range violations {
		violations[i] = v.Bounded()
		text := violations[i].String()
		if i == ToldViolations || detail.Len()+len(text) > toldBytes {
			fmt.Fprintf(&detail, " | and %d more", len(violations)-i)
			break
		}
		if i > 0 {
			detail.WriteString(" | ")
		}
		detail.WriteString(text)
	}
	return &Problem{Status: status, Detail: detail.String(), Violations: violations}
}

// Refused refuses a request that keeps to the contract, for what the mock's state says: nothing goes on record.
func Refused(status int, why spec.Violation) *Problem {
	return &Problem{Status: status, Detail: why.Bounded().String()}
}

// Failure is what a client learns of an error of the mock's own.
func Failure() *Problem {
	return &Problem{Status: http.StatusInternalServerError, Detail: "the mock failed on this request; its log says why"}
}

// Shorten makes a text of the request's fit to be told.
func Shorten(s string) string { return strings.ToValidUTF8(spec.Cut(s, 80), "") }

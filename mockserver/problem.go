package mockserver

import (
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/seam"
	"github.com/understudy-mock/understudy/spec"
)

// Problem is a refusal that the APIs have a shape for. Any other error reaches the client as a bare 500 and the log in full.
type Problem = seam.Problem

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

// failure is what a client learns of an error of the mock's own.
func failure() *Problem {
	return &Problem{Status: http.StatusInternalServerError, Detail: "the mock failed on this request; its log says why"}
}

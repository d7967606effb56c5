package mockserver

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/seam"
	"github.com/understudy-mock/understudy/spec"
)

// Problem is a refusal that the APIs have a shape for. Any other error reaches the client as a bare 500 and the log in full.
type Problem = seam.Problem

// What a refusal tells at most of what a request broke: some of its violations, in so many bytes.
const (
	toldViolations = 20
	toldBytes      = 8 << 10
)

// broken refuses a request for what it broke of the contract.
func broken(status int, violations ...spec.Violation) *Problem {
	var detail strings.Builder
	for i, v := range violations {
		violations[i] = v.Bounded()
		text := violations[i].String()
		if i == toldViolations || detail.Len()+len(text) > toldBytes {
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

// refused refuses a request that keeps to the contract, for what the mock's state says: nothing goes on record.
func refused(status int, why spec.Violation) *Problem {
	return &Problem{Status: status, Detail: why.Bounded().String()}
}

// failure is what a client learns of an error of the mock's own.
func failure() *Problem {
	return &Problem{Status: http.StatusInternalServerError, Detail: "the mock failed on this request; its log says why"}
}

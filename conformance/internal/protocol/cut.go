package protocol

import (
	"fmt"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// CutShort is the error of a preparation that cannot go on because the target ends every answer to a request before its time: nothing
// it says can be read. A single cut answer may be the network's, so x is the last of at least three.
func CutShort(api string, x *exchange.Exchange) error {
	came, _ := x.Came()
	return &conformance.Unfit{Check: api + ".transport.whole-answers", Failure: conformance.Failure{
		Message:   fmt.Sprintf("%s %s is answered with messages that are cut, each time", x.Request.Method, x.Request.Path),
		Expected:  "as many bytes as the header announces, or the last chunk",
		Got:       fmt.Sprintf("status %d and %d bytes of a body, and then the end of the connection", x.Status, came),
		Exchanges: []*exchange.Exchange{x},
	}}
}

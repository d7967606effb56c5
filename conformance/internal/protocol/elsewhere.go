package protocol

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// Absent reports whether an answer says that there is no such operation.
func Absent(x *exchange.Exchange) bool {
	return x.Err == nil && slices.Contains([]int{
		http.StatusNotFound, http.StatusMethodNotAllowed, http.StatusGone,
		http.StatusNotImplemented,
	}, x.Status)
}

// Elsewhere is why nothing can be judged where not one operation of the API was answered as documented: another server may be there. What
// has to be right says which options of the run name the place.
func Elsewhere(right string, asked ...*exchange.Exchange) error {
	var came []string
	for _, x := range asked {
		if text := fmt.Sprintf("%s %s with %s", x.Request.Method, x.Request.Path, x.Gist()); !slices.Contains(came, text) {
			came = append(came, text)
		}
	}
	look := "look whether " + right + " are right"
	if !slices.ContainsFunc(asked, func(x *exchange.Exchange) bool { return !x.Failed() }) {
		look += ", and why the target fails"
	}
	return fmt.Errorf("no operation of the API was answered as documented: %s; %s", strings.Join(came, ", "), look)
}

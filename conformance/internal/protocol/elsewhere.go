package protocol

import (
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// longestQuote is how much of a body the reason of an incomplete run quotes, in characters.
const longestQuote = 80

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
		if text := fmt.Sprintf("%s %s with %s", x.Request.Method, x.Request.Path, said(x)); !slices.Contains(came, text) {
			came = append(came, text)
		}
	}
	return fmt.Errorf("no operation of the API was answered as documented: %s; look whether %s are right", strings.Join(came, ", "), right)
}

// said is an answer in short: its status, its media type, and how its body begins.
func said(x *exchange.Exchange) string {
	status := strings.TrimSpace(strconv.Itoa(x.Status) + " " + http.StatusText(x.Status))
	media, _, _ := mime.ParseMediaType(x.Header.Get("Content-Type"))
	body, err := x.Plain()
	if text := []rune(strings.Join(strings.Fields(strings.ToValidUTF8(string(body), "")), " ")); err == nil && len(text) > 0 {
		if len(text) > longestQuote {
			text = append(text[:longestQuote:longestQuote], '…')
		}
		return fmt.Sprintf("%s (%s)", status, strings.TrimPrefix(media+" "+string(text), " "))
	}
	return status
}

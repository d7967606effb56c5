package journal

import (
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/spec"
)

// Filter says which exchanges are asked for. Empty members leave all.
type Filter struct {
	Operation string // operationId
	Method    string
	Status    string  // such as 404 or 4xx
	Event     string  // the name or type of an event that was sent, or asked for
	Violation string  // id of a rule
	Fault     string  // id
	Text      *Search // in a body
}

// Takes reports whether the filter is for an exchange.
func (f Filter) Takes(x *Exchange) bool {
	return (f.Operation == "" || f.Operation == x.Operation) &&
		(f.Method == "" || f.Method == x.Method) &&
		(f.Status == "" || HasStatus(f.Status, x.Status)) &&
		(f.Fault == "" || f.Fault == x.Fault) &&
		(f.Violation == "" || slices.ContainsFunc(x.Violations, func(v spec.Violation) bool { return v.Rule == f.Violation })) &&
		(f.Event == "" || x.names(f.Event)) &&
		f.Text.finds(x)
}

// Methods are those that may be asked for.
// Source: RFC 9110, 9.3; RFC 5789.
func Methods() []string {
	return []string{
		http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodConnect,
		http.MethodOptions, http.MethodTrace,
	}
}

// statusForm is how a status is asked for; 0 is that of no answer.
var statusForm = regexp.MustCompile(`^(0|[1-5]([0-9][0-9]|xx))$`)

// StatusForms says so to people.
const StatusForms = `a status such as 404, one of a hundred such as "4xx", or 0 for no answer`

// CanHaveStatus reports whether there can be an exchange with the status that is written.
func CanHaveStatus(written string) bool { return statusForm.MatchString(strings.ToLower(written)) }

// HasStatus reports whether a status is the one that is written, such as 404, or one of those, such as 4xx.
func HasStatus(written string, status int) bool {
	if family, found := strings.CutSuffix(strings.ToLower(written), "xx"); found {
		return family == strconv.Itoa(status/100)
	}
	return written == strconv.Itoa(status)
}

// names reports whether the exchange is about events of that name or type: it sends one, or asks for them.
func (x *Exchange) names(event string) bool {
	value, _ := x.Request.Body().Value()
	sent, _ := value.(map[string]any)
	for _, member := range []string{"event", "type"} {
		if sent[member] == event || slices.Contains(query(x.RawQuery)[member], event) {
			return true
		}
	}
	return false
}

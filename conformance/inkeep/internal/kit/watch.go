package kit

import (
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// AnswerWatch watches what a run's requests of one kind were answered, and keeps the first violation.
type AnswerWatch struct {
	Of     func(*exchange.Exchange) bool
	Judged func(*exchange.Exchange) bool // of them
	Rule   func(*Answer) (message, expected, got string)
	Seen   int         // of them
	status map[int]int // how often each came among them
	Fit    int         // to be judged
	Found  *conformance.Failure
}

// See looks at one answer.
func (w *AnswerWatch) See(x *exchange.Exchange) {
	if _, read := x.Read.(*Answer); !read || !w.Of(x) {
		return
	}
	w.Seen++
	if w.status == nil {
		w.status = map[int]int{}
	}
	w.status[x.Status]++
	if !w.Judged(x) {
		return
	}
	w.Fit++
	if w.Found != nil {
		return
	}
	got, _ := x.Read.(*Answer)
	if got.long {
		return // nothing is known of it
	}
	if message, expected, was := w.Rule(got); message != "" {
		w.Found = &conformance.Failure{
			Message: message, Expected: expected, Got: was, LooksLike: got.hollow(), Symptoms: got.Unreadable(),
			Exchanges: []*exchange.Exchange{x.Brief()},
		}
	}
}

// Tally tells how often each status came.
func (w *AnswerWatch) Tally() string {
	var parts []string
	for _, status := range slices.Sorted(maps.Keys(w.status)) {
		parts = append(parts, english.Count(w.status[status], "time")+" "+strconv.Itoa(status))
	}
	return strings.Join(parts, ", ")
}

// Logged reports whether an exchange logged a good event.
func Logged(x *exchange.Exchange) bool {
	return x.Request.Method == http.MethodPost && x.Request.Path == "/events" && !x.Request.Hostile && x.Request.Authorization != "" &&
		x.Err == nil && x.Status >= 200 && x.Status < 300
}

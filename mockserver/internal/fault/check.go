package fault

import (
	"cmp"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/spec"
)

// Mistake is something that a fault cannot be used with.
type Mistake struct {
	Pointer string // JSON Pointer to the member
	Got     string
	Want    string // what was expected
	Fix     string // what to do
}

func (m Mistake) Error() string {
	return fmt.Sprintf("fault at %s: got %s, expected %s; %s", cmp.Or(m.Pointer, "/"), m.Got, m.Want, m.Fix)
}

// Join makes one error of all mistakes; nil of none.
func Join(all []Mistake) error {
	errs := make([]error, len(all))
	for i, m := range all {
		errs[i] = m
	}
	return errors.Join(errs...)
}

// mistakes gathers them.
type mistakes []Mistake

func (all *mistakes) add(pointer, got, want, fix string) {
	*all = append(*all, Mistake{pointer, got, want, fix})
}

// Check reports every mistake of a fault for these operations. Partial says that something of it could not be read, which has been
// reported already.
func (f Fault) Check(operations []Operation, partial bool) []Mistake {
	var all mistakes
	f.Match.check(&all, operations)
	f.When.check(&all)
	f.Delay.check(&all)
	f.checkEffect(&all)
	switch names := f.names(); {
	case len(names) > 1:
		all.add("", strings.Join(names, " and "), "one effect", "add a fault for each of them")
	case len(names) == 0 && !f.Delay.Any() && !partial:
		all.add("", "no effect and no delay", "one of status, rate, reset, drip, malformed and content_type, or delay",
			"say what is to happen")
	}
	return all
}

func (m Match) check(all *mistakes, operations []Operation) {
	i := slices.IndexFunc(operations, func(o Operation) bool { return o.ID == m.Operation })
	if m.Operation != "" && i < 0 {
		all.unknownOperation(m.Operation, operations)
	}
	if m.Page != "" && m.Page != First && m.Page != Later {
		all.add("/match/page", quote(m.Page), `"first" or "later"`, "use one of the two")
	}
	if i >= 0 && m.Page != "" && operations[i].Pages == "" {
		all.add("/match/page", quote(m.Page), "an operation with a page_token or offset in its query, as a fault never looks into bodies",
			"leave page out, or name another operation")
	}
	methods := []string{}
	for n, o := range operations {
		if (i < 0 || i == n) && !slices.Contains(methods, o.Method) {
			methods = append(methods, o.Method)
		}
	}
	if slices.Contains(methods, http.MethodGet) {
		methods = append(methods, http.MethodHead)
	}
	if m.Method != "" && !slices.Contains(methods, m.Method) {
		all.add("/match/method", quote(m.Method), "one of "+strings.Join(methods, ", "), "no other request comes to what is matched")
	}
	for name := range m.Query {
		if name == "" {
			all.add("/match/query", "a parameter without a name", "names of parameters", "name it")
		}
	}
	for name := range m.Header {
		switch {
		case !Token(name):
			all.add("/match/header", quote(name), "the name of a header", "use letters, digits and hyphens")
		case http.CanonicalHeaderKey(name) == "Host":
			all.add("/match/header/"+name, quote(name), "another header", "a request is never told by its host; leave it out")
		}
	}
}

func (all *mistakes) unknownOperation(got string, operations []Operation) {
	var ids []string
	for _, o := range operations {
		ids = append(ids, o.ID)
	}
	all.add("/match/operation", quote(got), spec.OneOf(got, ids), spec.FixName(got, ids, "use an operationId of the APIs"))
}

func (w When) check(all *mistakes) {
	for _, count := range []struct {
		name string
		n    int64
	}{{"skip", w.Skip}, {"first", w.First}, {"every", w.Every}} {
		if count.n < 0 {
			all.add("/when/"+count.name, fmt.Sprint(count.n), "a positive number", "leave it out to have none")
		}
	}
	if w.Probability < 0 || w.Probability > 1 || math.IsNaN(w.Probability) {
		all.add("/when/probability", fmt.Sprint(w.Probability), "a number from 0 (itself left out) to 1", "leave it out for always")
	}
	if w.For < 0 {
		all.add("/when/for", w.For.String(), "a positive duration", "leave it out for ever")
	}
}

func (d Delay) check(all *mistakes) {
	all.wait("/delay", d.Fixed)
	all.wait("/delay/p50", d.P50)
	all.wait("/delay/p99", d.P99)
	drawn := d.P50 != 0 || d.P99 != 0
	switch {
	case drawn && d.Fixed != 0:
		all.add("/delay", "a duration and percentiles", "one of the two", "leave one out")
	case drawn && d.P50 == 0:
		all.add("/delay/p50", "none", "a duration", "give it beside p99")
	case drawn && d.P99 < d.P50:
		all.add("/delay/p99", d.P99.String(), "at least p50, which is "+d.P50.String(), "make it larger")
	}
}

// wait reports a time that nobody can wait for.
func (all *mistakes) wait(pointer string, d time.Duration) {
	if d < 0 || d > MaxWait {
		all.add(pointer, d.String(), "a positive duration of at most "+MaxWait.String(), "make it shorter, or leave it out")
	}
}

func (e *Effect) checkEffect(all *mistakes) {
	e.checkAnswer(all)
	if e.Rate != nil {
		if !(e.Rate.PerSecond > 0) || math.IsInf(e.Rate.PerSecond, 0) {
			all.add("/rate/per_second", fmt.Sprint(e.Rate.PerSecond), "a positive number", "0.5 is one request in two seconds")
		}
		if e.Rate.Burst < 1 {
			all.add("/rate/burst", fmt.Sprint(e.Rate.Burst), "a number from 1 on", "1 lets requests pass one at a time")
		}
	}
	if e.AfterBytes != nil && !e.Reset {
		all.add("/after_bytes", fmt.Sprint(*e.AfterBytes), "reset: true beside it", "add it, or leave after_bytes out")
	}
	if e.AfterBytes != nil && *e.AfterBytes < 0 {
		all.add("/after_bytes", fmt.Sprint(*e.AfterBytes), "a number from 0 on", "0 resets behind the headers")
	}
	all.wait("/drip", e.Drip)
	if e.ContentType != "" && !HeaderValue(e.ContentType) {
		all.add("/content_type", quote(e.ContentType), "visible characters", "write a media type such as text/html")
	}
}

// checkAnswer checks the answer that an effect is.
func (e *Effect) checkAnswer(all *mistakes) {
	if e.Status != 0 && (e.Status < 200 || e.Status > 599) {
		all.add("/status", fmt.Sprint(e.Status), "a status from 200 to 599", "use a status that ends an exchange")
	}
	if e.Status == 0 && len(e.Headers) > 0 {
		all.add("/headers", "headers without a status", "status beside them", "add the status, or leave headers out")
	}
	if e.Status == 0 && e.Body != nil {
		all.add("/body", "a body without a status", "status beside it", "add the status, or leave body out")
	}
	if e.Body != nil && Bodyless(e.Status) {
		all.add("/body", fmt.Sprintf("a body for status %d", e.Status), "none, as such an answer has no body", "leave body out")
	}
	for name, value := range e.Headers {
		switch http.CanonicalHeaderKey(name) {
		case "Content-Length", "Transfer-Encoding", "Trailer":
			all.add("/headers/"+name, quote(name), "headers that do not say where the body ends", "leave it out: it comes by itself")
		default:
			if !Token(name) || !HeaderValue(value) {
				all.add("/headers/"+name, quote(name)+": "+quote(value), "a header's name and visible characters", "write it as it is sent")
			}
		}
	}
}

// Bodyless reports whether an answer of a status never has a body.
func Bodyless(status int) bool {
	return status == http.StatusNoContent || status == http.StatusNotModified
}

func quote(s string) string { return fmt.Sprintf("%q", spec.Cut(s, 80)) }

// Token reports whether a text is a token, as the name of a header is.
// Source: RFC 9110, 5.6.2.
func Token(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool {
		return r <= ' ' || r > '~' || strings.ContainsRune(`"(),/:;<=>?@[\]{}`, r)
	})
}

// HeaderValue reports whether a header may have this value.
// Source: RFC 9110, 5.5.
func HeaderValue(s string) bool {
	return strings.TrimSpace(s) == s && !strings.ContainsFunc(s, func(r rune) bool { return r < ' ' && r != '\t' || r == 0x7f })
}

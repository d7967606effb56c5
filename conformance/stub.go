package conformance

import (
	"bytes"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// stub is what a target that does not look at what it is asked would have answered: one thing for each path and method.
type stub struct {
	answers map[string]*exchange.Exchange
	asked   map[string]string // the first write of each
	writes  bool              // two different ones got one answer
	refuses bool              // requests that are wrong on purpose are answered otherwise
	looks   bool              // so are some with good credentials: it looks at what it is asked
}

// stubbed explains failures against a target that gives one answer to whatever it is asked, or one for each operation: a stub, or another
// server in the place of the API.
func (r *runner) stubbed(cases []Case) []Cause {
	s := stub{answers: map[string]*exchange.Exchange{}, asked: map[string]string{}}
	if len(cases) == 0 || !s.fits(r.client.Exchanges(), r.auth) {
		return nil
	}
	cause := Cause{Name: s.name()}
	for _, c := range cases {
		if !slices.ContainsFunc(c.Failure.Exchanges, func(x *exchange.Exchange) bool { return s.tells(x) && !s.gave(x) }) {
			cause.Explains = append(cause.Explains, c.Check.ID)
		}
	}
	return []Cause{cause}
}

// fits reports whether the target of a run can be such a stub.
func (s *stub) fits(run []*exchange.Exchange, auth string) bool {
	valid := func(x *exchange.Exchange) bool { return !x.Request.Hostile && x.Request.Authorization != "" }
	for _, x := range run {
		if valid(x) && s.tells(x) && !s.note(x) {
			return false
		}
	}
	for _, x := range run {
		if !valid(x) && s.tells(x) && !s.gave(x) {
			s.refuses, s.looks = true, s.looks || x.Request.Authorization == auth && s.answers[operation(x)] != nil
		}
	}
	return s.writes && (!s.looks || !slices.ContainsFunc(slices.Collect(maps.Values(s.answers)), hollow))
}

// note keeps the answer to a valid request, and reports whether it is the one of its operation.
func (s *stub) note(x *exchange.Exchange) bool {
	op := operation(x)
	if s.answers[op] == nil {
		s.answers[op], s.asked[op] = x, string(x.Request.Body)
	}
	s.writes = s.writes || !x.Request.Safe && string(x.Request.Body) != s.asked[op]
	return x.SameAnswer(s.answers[op])
}

// operation is what an exchange asked for, without the arguments.
func operation(x *exchange.Exchange) string { return x.Request.Method + " " + x.Request.Path }

// gave reports whether an answer is one that the stub gives.
func (s *stub) gave(x *exchange.Exchange) bool {
	for _, one := range s.answers {
		if x.SameAnswer(one) {
			return true
		}
	}
	return false
}

// tells reports whether an answer tells of what is behind the HTTP server. That answers by itself what it cannot read or finds too long,
// and to some methods no body is sent.
func (s *stub) tells(x *exchange.Exchange) bool {
	bodiless := []string{http.MethodHead, http.MethodOptions, http.MethodTrace, http.MethodConnect}
	byItself := []int{
		http.StatusBadRequest, http.StatusMethodNotAllowed, http.StatusRequestTimeout, http.StatusLengthRequired,
		http.StatusRequestEntityTooLarge, http.StatusRequestURITooLong, http.StatusExpectationFailed, http.StatusUpgradeRequired,
		http.StatusRequestHeaderFieldsTooLarge, http.StatusNotImplemented, http.StatusHTTPVersionNotSupported,
	}
	return x.Err == nil && x.Status != 0 && !slices.Contains(bodiless, x.Request.Method) &&
		(!slices.Contains(byItself, x.Status) || s.gave(x))
}

// hollow reports whether an answer holds nothing. Where wrong requests are refused, the suite has a word for that.
func hollow(x *exchange.Exchange) bool {
	text, _ := x.Plain()
	return slices.Contains([]string{"", "null", "{}", "[]"}, string(bytes.TrimSpace(text)))
}

// name says for people what the stub does.
func (s *stub) name() string {
	ops := slices.Sorted(maps.Keys(s.answers))
	one := s.answers[ops[0]]
	same := !slices.ContainsFunc(ops, func(op string) bool { return !s.answers[op].SameAnswer(one) })
	if same && !s.refuses {
		return "every request is given the same answer, " + one.Gist()
	}
	asked := "whatever it is asked"
	if s.looks {
		asked = "all valid requests"
	}
	return fmt.Sprintf("each operation gives one answer to %s, such as %s to %s", asked, one.Gist(), ops[0])
}

package protocol

import (
	"context"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// failed reports whether an answer is a failure of the server. 501 and 503 are none.
func failed(x *exchange.Exchange) bool {
	return x.Failed() && x.Status != http.StatusHTTPVersionNotSupported
}

// neverFails fails the check if a request is answered with a server error each time. What is garbled is recorded.
func (p *probe) neverFails(ctx context.Context, x *exchange.Exchange, message string) {
	p.Saw("answers", 1)
	switch {
	case !failed(x):
	case garbled(x.Request):
		p.Record("what is no text in UTF-8, is not well declared, or is a number that no float can hold, is answered with %s", status(x))
	case p.failsAgain(ctx, x):
		p.Fail(conformance.Failure{
			Message: message, Expected: "a status below 500", Got: status(x) + ", each time",
			Exchanges: []*exchange.Exchange{x},
		})
	}
}

// chances is how often the same is asked of a server that fails. It may have an accident now and then, and two in a row.
const chances = 3

// failsAgain sends a request that was answered with a server error again, and reports whether it fares no better.
func (p *probe) failsAgain(ctx context.Context, x *exchange.Exchange) bool {
	return FailsAgain(func() *exchange.Exchange { return p.hostile(ctx, x.Request) })
}

// FailsAgain sends what was answered with a server error again, and reports whether it fares no better each time. It does not wait, as
// exchange.Client.Again does: a target may ask for half a minute with each of its errors, and a run may have met many.
func FailsAgain(send func() *exchange.Exchange) bool {
	for range chances - 1 {
		if !failed(send()) {
			return false
		}
	}
	return true
}

// garbled reports whether a request has bytes that no server can read as text, in the path, the query or the body, or a body whose type
// is not well declared, or a number in it that many read and cannot write again, such as 1e400.
func garbled(r exchange.Request) bool {
	for _, escaped := range append(strings.FieldsFunc(r.RawQuery, func(c rune) bool { return c == '&' || c == '=' }), r.Path) {
		text, err := url.PathUnescape(escaped)
		if err != nil || !utf8.ValidString(text) {
			return true
		}
	}
	return slices.ContainsFunc(r.Header["Content-Type"], misdeclared) || !utf8.Valid(r.Body) ||
		regexp.MustCompile(`[:,\[]\s*(NaN|-?Infinity|-?[0-9.]+[eE]\+?[0-9]{3,})`).Match(r.Body)
}

// misdeclared reports whether a type of a body cannot be read, or lacks what it needs: frameworks fail at a multipart without a boundary
// before the API has a say.
func misdeclared(kind string) bool {
	media, parameters, err := mime.ParseMediaType(kind)
	return err != nil || strings.HasPrefix(media, "multipart/") && parameters["boundary"] == ""
}

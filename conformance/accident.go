package conformance

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// mostAgain is how often what a failure rests on is asked again: a server that fails now and then may do so twice in a row.
const mostAgain = 2

// mostLocked is the same for the run's own credentials: checks that run beside may renew a lock with wrong secrets several times. Their
// requests are apart by more each time, the last by five times as long.
const (
	mostLocked = 6
	lockedFor  = 20 * time.Millisecond
)

// lockedOut is why a check cannot tell where the run's own credentials are refused.
const lockedOut = "credentials that the target took before were refused; perhaps it locks an id for which wrong secrets came, which " +
	"--skip '*.auth.*' does without"

// accident says why a failure does not stand; it is empty if it does. One that rests on a request whose sender was refused, or that met
// an error of the server, stands if the same request fares no better on a new connection while other requests are served: it may have met
// an accident, or a lock for wrong secrets that came from another check.
func (r *runner) accident(ctx context.Context, t *T) string {
	for _, x := range t.failure.Exchanges {
		if !r.repeatable(x) || !r.turnedDown(x) || told(x, t.failure.Exchanges) {
			continue
		}
		if r.shutOut(ctx, t) {
			return lockedOut
		}
		if cause := r.fares(ctx, t, x); cause != "" {
			return cause
		}
	}
	return ""
}

// fares sends a request again on new connections, and says why its answer does not count; empty if it does. That its sender is refused
// counts if another request of the same sender is served each time.
func (r *runner) fares(ctx context.Context, t *T, x *exchange.Exchange) string {
	request := x.Request
	request.Fresh = true
	counts := x.Busy() && x.Beside == nil // it was so from the beginning
	tries := mostAgain
	if refused(x) {
		tries = mostLocked
	}
	for try := range tries {
		if refused(x) && r.target.Clock.Sleep(ctx, time.Duration(try)*lockedFor) != nil {
			break // the run is over, which attempt says
		}
		again := r.client.Do(ctx, t.check.ID, request)
		if again.Err == nil && !r.turnedDown(again) &&
			(again.Status < 400 || x.Request.Hostile) { // what is valid fares no better by a refusal
			return fmt.Sprintf("%s %s was answered with %d, and with %d when it was sent again: perhaps an accident, or a lock that has "+
				"ended",
				x.Request.Method, x.Request.Path, x.Status, again.Status)
		}
		if refused(again) && r.shutOut(ctx, t) {
			return lockedOut
		}
		counts = counts || !again.Busy()
	}
	if counts {
		return ""
	}
	return fmt.Sprintf("%s %s was answered with %d, and the target had no time (429 or 503) each time it was sent again: perhaps an "+
		"accident",
		x.Request.Method, x.Request.Path, x.Status)
}

// turnedDown reports whether the run's own credentials were refused, or the server failed or had no time.
func (r *runner) turnedDown(x *exchange.Exchange) bool {
	return x.Request.Authorization == r.auth && refused(x) || x.Err == nil && (x.Status == http.StatusTooManyRequests || x.Status >= 500)
}

// repeatable reports whether a request is here as it was sent, and changes nothing or was refused before anything could change.
func (r *runner) repeatable(x *exchange.Exchange) bool {
	return x.Sent() == len(x.Request.Body) && (x.Request.Safe || refused(x))
}

// told reports whether a new connection would tell nothing: the check shows the answer to the same request when it was sent again, or the
// failure is about the connection of its own on which the request came before or after another.
func told(x *exchange.Exchange, all []*exchange.Exchange) bool {
	return x.After != nil || slices.ContainsFunc(all, func(other *exchange.Exchange) bool {
		return other.Beside != nil && other.Beside.Number == x.Number || other.After != nil && other.After.Number == x.Number
	})
}

func refused(x *exchange.Exchange) bool {
	return x.Err == nil && (x.Status == http.StatusUnauthorized || x.Status == http.StatusForbidden)
}

// shutOut reports whether the target refuses the run's credentials in whatever is asked: the first good request of the run, sent
// again, is refused.
func (r *runner) shutOut(ctx context.Context, t *T) bool {
	for _, x := range t.Exchanges() {
		if x.OK() && x.Request.Safe && !x.Request.Hostile && x.Request.Authorization == r.auth && x.Sent() == len(x.Request.Body) {
			return refused(r.client.Do(ctx, t.check.ID, x.Request))
		}
	}
	return false
}

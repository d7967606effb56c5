package kit

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
	"github.com/understudy-mock/understudy/spec"
)

// Send sends a request that logs no event, again while the target has no time for it, or breaks the connection of one that may be refused,
// and ends the check if no answer comes. Without Authorization it has the run's own, unless it is one of a stranger, and without headers
// it takes JSON.
func (a *Asker) Send(ctx context.Context, r exchange.Request) *Answer {
	if r.Header == nil {
		r.Header = http.Header{"Accept": {"application/json"}}
	}
	if r.Body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if refused, _ := r.Meta.(Refusal); r.Authorization == "" && !refused.Stranger {
		r.Authorization = a.Authorization()
	}
	broke := false
	got := NewAnswer(nil, a.Client().Again(ctx, attempts, func(int) (*exchange.Exchange, bool) {
		x := a.Do(ctx, r)
		broke = broke || x.Err != nil
		return x, (x.Busy() || x.Err != nil && r.Hostile) && !r.Safe // which the client sends again by itself
	}))
	got.Repeated = broke
	if why := got.Unsure(); why != "" {
		a.Inconclusive("%s", why)
	}
	return got
}

// Look reads what is at a path, and ends the check if the server fails each time.
func (a *Asker) Look(ctx context.Context, path, query string) *Answer {
	got := a.Insist(ctx, func() *Answer {
		return a.Send(ctx, exchange.Request{Method: http.MethodGet, Path: path, RawQuery: query, Safe: true})
	})
	if got.Failed() {
		a.FailWith(got, "a request to read is answered with a server error each time", "200", got.Shown())
	}
	return got
}

// Await looks until it sees what it looks for, as long as a write may take to become visible, and reports whether it did. It looks once
// where the target does not listen.
func (a *Asker) Await(ctx context.Context, look func() bool) bool {
	const first, longest = 20 * time.Millisecond, 500 * time.Millisecond
	began := a.Clock.Now()
	for pause := first; !look(); pause = min(longest, 2*pause) {
		if a.Deaf || a.Clock.Now().Sub(began) >= a.Target().Settle || a.Clock.Sleep(ctx, pause) != nil {
			return false
		}
	}
	return true
}

// Ends are the first page of a list and, where its counts tell of more, the last one, as a key of somebody else gets them.
func (a *Asker) Ends(ctx context.Context, key, path string, perPage int, counts ...string) (all []*Answer) {
	for offset := 0; offset >= 0 && len(all) < 2; {
		got := a.Send(ctx, exchange.Request{
			Method: http.MethodGet, Path: path, RawQuery: fmt.Sprintf("limit=%d&offset=%d", perPage, offset), Authorization: key,
			Hostile: true,
		})
		all, offset = append(all, got), -1
		for _, name := range counts {
			if n := WholeNumber(got.Event[name]); n > perPage {
				offset = max(offset, n-perPage)
			}
		}
	}
	return all
}

// Unoffered says why an operation cannot be judged; it is empty if it can.
func Unoffered(got *Answer) string {
	what := got.Request.Method + " " + got.Request.Path + " is answered with " + got.StatusText()
	switch {
	case protocol.Absent(got.Exchange), got.Good() && strings.HasPrefix(got.Header.Get("Content-Type"), "text/html"):
		return "the target does not offer this: " + what
	case got.Status == http.StatusUnauthorized || got.Status == http.StatusForbidden:
		return "the key may not do this: " + what + "; give the key of an API integration as --bearer"
	default:
		return ""
	}
}

// Undeletable says why a deletion of what is there cannot be judged; it is empty if it can. Who has no DELETE at all may answer 404, too,
// as frameworks do: what is not there is a problem that says not_found.
func Undeletable(got *Answer) string {
	if got.Status == http.StatusNotFound && got.Member("code") == "not_found" &&
		strings.HasPrefix(got.Header.Get("Content-Type"), "application/problem+json") {
		return ""
	}
	return Unoffered(got)
}

// Below is the path of what has a name, below the path of all of its kind.
func Below(path, name string) string { return path + "/" + url.PathEscape(name) }

// Deletion deletes what is at a path, which may be gone already. Without a key it is the run's own, if it is sent with Send.
func Deletion(path, key string) exchange.Request {
	return exchange.Request{
		Method: http.MethodDelete, Path: path, Authorization: key, Header: http.Header{"Accept": {"application/json"}}, Hostile: true,
	}
}

// Tidy deletes what a check has made, as far as the target lets it, and for a moment also when the run is over or is interrupted. Without
// a key it is the run's own.
func (a *Asker) Tidy(ctx context.Context, key string, paths ...string) {
	const grace = 3 * time.Second
	late, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	defer context.AfterFunc(ctx, func() { time.AfterFunc(grace, cancel) })()
	for _, path := range paths {
		a.Do(late, Deletion(path, cmp.Or(key, a.Authorization())))
	}
}

// operation is the one at a path of the contract, which there is.
func (s *Session) operation(method, path string) *spec.Operation {
	parts := strings.Split(path, "/")
	for _, o := range s.contract.Operations() {
		if template := strings.Split(o.Path, "/"); o.Method == method && len(template) == len(parts) && fits(template, parts) {
			return o
		}
	}
	return nil
}

func fits(template, parts []string) bool {
	for i := range parts {
		if template[i] != parts[i] && !strings.HasPrefix(template[i], "{") {
			return false
		}
	}
	return true
}

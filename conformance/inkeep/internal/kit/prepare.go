package kit

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
	"github.com/understudy-mock/understudy/spec"
)

// Prepare looks whether the target can be judged: one good event if the run may write, and a request that changes nothing
// otherwise.
func Prepare(ctx context.Context, env *conformance.Env, settings Settings, load func() (*spec.Contract, error)) (any, error) {
	contract, err := load()
	if err != nil {
		return nil, err
	}
	s := NewSession(settings, env.Run, env.Client.Clock(), contract)
	env.Read = s.read
	env.Progress("probe", 0, 1)
	if env.Writes {
		err = s.probe(ctx, env)
	} else {
		err = exchange.Reachable(env.Client.Do(ctx, "prepare", exchange.Request{Method: http.MethodGet, Path: "/events", Safe: true}))
	}
	if err != nil {
		return nil, err
	}
	env.Progress("probe", 1, 1)
	return s, nil
}

// probe logs one event. That the answer is wrong in itself is for the checks to say.
func (s *Session) probe(ctx context.Context, env *conformance.Env) error {
	var got *Answer
	cuts := 0
	env.Client.Again(ctx, attempts, func(attempt int) (*exchange.Exchange, bool) {
		p := Post{Event: s.Message()}
		got = NewAnswer(p.Event, env.Client.Do(ctx, "prepare", p.request(env.Authorization)))
		if attempt == 1 && got.Failed() {
			return got.Exchange, true // it may have just started: another event, once
		}
		if got.cutShort() {
			cuts++
		}
		return got.Exchange, got.again(attempt)
	})
	if got.Busy() && ctx.Err() != nil {
		return ctx.Err()
	}
	s.First = got.Shown()
	if cuts == Tries { // the checks say so
		return nil
	}
	if err := errors.Join(exchange.Reachable(got.Exchange), judgeable(got)); err != nil {
		return err
	}
	if err := s.elsewhere(ctx, env, got); err != nil {
		return err
	}
	s.note(got)
	s.accepted, s.Project, s.Integration = got.Good(), got.Event["projectId"], got.Event["integrationId"]
	return nil
}

// judgeable says why an answer is nothing that the checks could judge.
func judgeable(got *Answer) error {
	kind := strings.ToLower(got.Header.Get("Content-Type"))
	switch {
	case got.Err != nil:
		return nil // said already
	case got.long:
		return fmt.Errorf("the target cannot be judged: %s; give the base URL of the API", got.Unread)
	case got.Busy():
		return fmt.Errorf("the target is busy: it answered POST /events with %s %d times in a row; run again later, or with a lower "+
			"--rate, or look whether the base URL is right",
			got.StatusText(), attempts)
	case got.Status >= 300 && got.Status < 400:
		return fmt.Errorf("the target redirects POST /events (%s) to %q, and redirects are not followed; give the URL that serves the API "+
			"itself", got.StatusText(), got.Header.Get("Location"))
	case got.Status == http.StatusUnauthorized || got.Status == http.StatusForbidden:
		return fmt.Errorf("the target refuses the key (%s); give a key that may log events with --bearer KEY", got.StatusText())
	case got.Good() && (got.Event != nil || len(got.Text) == 0 || !strings.Contains(kind, "html")):
		return nil // it takes events; what is wrong with its answer is for the checks to say
	case strings.Contains(kind, "html"):
		return fmt.Errorf("the target answered POST /events with a web page (%s, %s); give the base URL of the API", got.StatusText(), kind)
	case got.Status < 300 && len(got.Body) == 0:
		return nil // no other server answers so: it is an answer without what there has to be
	case got.Event == nil && !strings.Contains(kind, "json") && !protocol.Absent(got.Exchange):
		return fmt.Errorf("the target answered POST /events with something that is not JSON (%s, %q); give the base URL of the API",
			got.StatusText(), kind)
	default:
		return nil
	}
}

// elsewhere says why nothing can be judged if there is no such operation, or the server fails, whatever kind of event is sent.
func (s *Session) elsewhere(ctx context.Context, env *conformance.Env, first *Answer) error {
	nothing := func(x *exchange.Exchange) bool { return protocol.Absent(x) || x.Failed() }
	asked := []*exchange.Exchange{first.Exchange}
	for _, kind := range Kinds()[1:] {
		if !nothing(asked[len(asked)-1]) {
			return nil
		}
		p := Post{Event: s.Event(kind)}
		got := NewAnswer(p.Event, env.Client.Do(ctx, "prepare", p.request(env.Authorization)))
		s.note(got)
		asked = append(asked, got.Exchange)
	}
	if !nothing(asked[len(asked)-1]) {
		return nil
	}
	return protocol.Elsewhere("the base URL, its path prefix and --bearer", asked...)
}

package mockserver

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// plain returns the steps as the contracts have them.
func (s *Server) plain() *pipeline.Pipeline {
	p := &pipeline.Pipeline{
		Seed:         s.opts.Seed,
		World:        s.world,
		Transport:    func(next http.Handler) http.Handler { return next },
		Clock:        s.opts.Clock,
		Authenticate: func(c *call) (identity, error) { return s.named(c.API).auth.authenticate(c.Header) },
		Read:         s.readBody,
		Decode:       s.validate,
		Authorize:    func(c *call) error { return s.named(c.API).authorize(c) },
		Tokens:       pagetoken.New(s.opts.Seed),
		Track:        func(_ *call, t world.Track) (world.Tracked, error) { return world.Apply(s.world, t) },
		LogEvent:     func(_ *call, e world.LogEvent) (world.Logged, error) { return world.Apply(s.world, e) },
		Problem:      func(_ *call, problem *Problem) *Problem { return problem },
		Encode:       func(_ *call, ans answer) answer { return ans },
		Verify:       s.verify,
	}
	for _, c := range acceptedCredentials(s.opts.Credentials) {
		p.Accepted = append(p.Accepted, pipeline.Credential{API: c.Kind.api(), Secret: c.secret(), Who: c.identity()})
	}
	p.List = func(l *pipeline.Lookup) (pipeline.Page, error) { return list(p, l) }
	return p
}

// named returns the API of that name, the server's own endpoints included.
func (s *Server) named(api string) *api {
	for _, a := range s.apis {
		if a.name == api {
			return a
		}
	}
	return s.control
}

// everybodyMay is the authorization of APIs in which a caller may touch whatever there is.
func everybodyMay(*call) error { return nil }

// list reads one page and makes the token of the next.
func list(p *pipeline.Pipeline, l *pipeline.Lookup) (pipeline.Page, error) {
	q := l.Query
	if !l.First() {
		var err error
		if q.After, err = p.Tokens.Decode(l.Bound, l.Token); err != nil {
			return pipeline.Page{}, err
		}
	}
	found, err := p.World.List(l.Context(), q, l.Bots...)
	if err != nil {
		return pipeline.Page{}, err
	}
	// Reading makes nobody an owner. Who has become one meanwhile may have events among those found.
	if owner, owned := p.World.Owner(l.Asked); owned && owner != l.Team {
		return pipeline.Page{}, forbidden("bot_id", l.Asked, l.Team)
	}
	page := pipeline.Page{Events: make([]chatlayer.TrackingEvent, len(found.Events))}
	for i, e := range found.Events {
		page.Events[i] = e.Payload
	}
	if found.More {
		page.Next = p.Tokens.Encode(l.Bound, found.Last)
	}
	return page, nil
}

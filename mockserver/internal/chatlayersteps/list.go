package chatlayersteps

import (
	"context"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// List finds one page of events. An error that is no *pipeline.Problem and tells of the token is refused as a bad page_token.
type List func(*Lookup) (Page, error)

// Lookup is one call of a list, read and ready for the store.
type Lookup struct {
	Call  *pipeline.Call
	Team  string           // the caller's
	Asked string           // the bot that is asked for; empty if it is the team
	Bots  []string         // bots whose events are read
	Query eventstore.Query // without After, which the token tells
	Bound pagetoken.Query  // what page tokens are bound to: the arguments as they were sent
	Token string           // the page_token that was sent; empty on the first page
}

// Context is that of the call; one that never ends if there is none.
func (l *Lookup) Context() context.Context {
	if l.Call == nil || l.Call.Context == nil {
		return context.Background()
	}
	return l.Call.Context
}

// First reports whether the first page is asked for.
func (l *Lookup) First() bool { return l.Token == "" }

// Where returns the value that a field must have, empty if any will do.
func (l *Lookup) Where(field string) string {
	for _, w := range l.Query.Where {
		if w.Field == field {
			return w.Value
		}
	}
	return ""
}

// Page is what a list answers: encoded events, or decoded ones for steps that change them.
type Page struct {
	Encoded []string // as the world has them, held to the contract; nil in an altered pipeline
	Events  []chatlayer.TrackingEvent
	Next    string // empty on the last page
}

// Decoded is the page for steps that change events.
func (p Page) Decoded() (Page, error) {
	events := make([]chatlayer.TrackingEvent, len(p.Encoded))
	for i, text := range p.Encoded {
		var err error
		if events[i], err = chatlayerworld.Decode(text); err != nil {
			return Page{}, err
		}
	}
	return Page{Events: events, Next: p.Next}, nil
}

const everything = 1 << 30

// All finds all events that the lookup asks for, on whichever page it is. The pipeline is altered.
func (list List) All(l *Lookup) ([]chatlayer.TrackingEvent, error) {
	whole := *l
	whole.Token, whole.Query.Limit = "", everything
	var all []chatlayer.TrackingEvent
	for {
		page, err := list(&whole)
		if err != nil {
			return nil, err
		}
		all = append(all, page.Events...)
		if page.Next == "" {
			return all, nil
		}
		whole.Token = page.Next
	}
}

// PositionOf is the place just behind an event.
func PositionOf(e chatlayer.TrackingEvent) eventstore.Position { return chatlayerworld.PositionOf(e) }

// Cut returns the page of all events, sorted by position, that the lookup asks for, with the tokens of the steps.
func (s *Steps) Cut(l *Lookup, all []chatlayer.TrackingEvent) (Page, error) {
	var after eventstore.Position
	if !l.First() {
		var err error
		if after, err = s.Tokens.Decode(l.Bound, l.Token); err != nil {
			return Page{}, err
		}
	}
	page := Page{Events: []chatlayer.TrackingEvent{}}
	for _, e := range all {
		if !after.IsZero() && PositionOf(e).Compare(after) <= 0 {
			continue
		}
		if len(page.Events) == l.Query.Limit {
			page.Next = s.Tokens.Encode(l.Bound, PositionOf(page.Events[len(page.Events)-1]))
			break
		}
		page.Events = append(page.Events, e)
	}
	return page, nil
}

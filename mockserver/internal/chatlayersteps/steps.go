package chatlayersteps

import (
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// Steps are replaced like those of the pipeline: before the first request only.
type Steps struct {
	// List finds one page of events.
	List List
	// Tokens makes and opens the page tokens that List uses.
	Tokens Tokens
	// Track applies the command of a tracked event.
	Track Track
}

// Of returns the steps of a pipeline; nil if the server does not have the API.
func Of(p *pipeline.Pipeline) *Steps { return pipeline.Of[*Steps](p) }

// Track applies the command of a tracked event.
type Track func(*pipeline.Call, chatlayerworld.Track) (chatlayerworld.Tracked, error)

// Tokens makes and opens page tokens. It is safe for concurrent use.
type Tokens interface {
	// Encode makes the token for the page behind a position.
	Encode(pagetoken.Query, eventstore.Position) string
	// Decode opens a token. The error is pagetoken.ErrMalformed or a *pagetoken.MismatchError.
	Decode(pagetoken.Query, string) (eventstore.Position, error)
}

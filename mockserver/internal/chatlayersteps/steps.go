package chatlayersteps

import (
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/funnel"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// Steps are replaced like those of the pipeline: before the first request only.
type Steps struct {
	// List finds one page of events.
	List List
	// Tokens makes and opens the page tokens that List uses.
	Tokens Tokens
	// Track applies the command of a tracked event.
	Track Track
	// Define applies the command of a created definition.
	Define Define
	// Definitions finds one page of definitions.
	Definitions Definitions
	// Values finds the values of an attribute.
	Values Values
	// Funnel counts how far users go.
	Funnel Funnel
}

// Of returns the steps of a pipeline; nil if the server does not have the API.
func Of(p *pipeline.Pipeline) *Steps { return pipeline.Of[*Steps](p) }

// Track applies the command of a tracked event.
type Track func(*pipeline.Call, chatlayerworld.Track) (chatlayerworld.Tracked, error)

// Define applies the command of a created definition.
type Define func(*pipeline.Call, chatlayerworld.DefineEvent) (chatlayerworld.Defined, error)

// Definitions finds one page of definitions. An error that is no *pipeline.Problem and tells of the token is refused as a bad page_token.
type Definitions func(*DefinitionLookup) (chatlayer.ListEventDefinitionsResponse, error)

// DefinitionLookup is one call of a list of definitions.
type DefinitionLookup struct {
	Call  *pipeline.Call
	Asked string   // the bot that is asked for; empty if it is the team
	Bots  []string // whose definitions are read, in order
	Limit int
	Bound pagetoken.Query // what page tokens are bound to
	Token string          // the page_token that was sent; empty on the first page
}

// Values finds the values of an attribute.
type Values func(*pipeline.Call, ValueLookup) ([]string, error)

// ValueLookup is one call for the values of an attribute.
type ValueLookup struct{ Bot, Attribute, Holding string }

// Funnel counts how far users go.
type Funnel func(*pipeline.Call, chatlayerworld.Funnel) ([]funnel.Cohort, error)

// Tokens makes and opens page tokens. It is safe for concurrent use.
type Tokens interface {
	// Encode makes the token for the page behind a position.
	Encode(pagetoken.Query, eventstore.Position) string
	// Decode opens a token. The error is pagetoken.ErrMalformed or a *pagetoken.MismatchError.
	Decode(pagetoken.Query, string) (eventstore.Position, error)
}

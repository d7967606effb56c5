package pipeline

import (
	"iter"

	"github.com/understudy-mock/understudy/mockserver/internal/credential"
	"github.com/understudy-mock/understudy/mockserver/internal/plan"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
)

// Definition is what a server has to know of one API. It is the same for all servers, and a server asks an API for nothing else.
type Definition struct {
	Name     string // of the contract
	Contract func() (*spec.Contract, error)
	// Prefix is what paths begin with whose refusals have the API's shape, if no operation has them, such as /v1/. The longest one
	// that fits counts; one API has "/".
	Prefix string
	// Whereabouts tells a client that has lost its path where the API's are, such as "Chatlayer's begin with /v1".
	Whereabouts string

	Scheme Scheme // the zero value lets everybody in
	Kinds  credential.Kinds
	// Example is a curl line that works; an empty credential stands for one of the user's own.
	Example func(base, credential string) string

	// World is what the world keeps of the API. The zero value is nothing.
	World world.API
	// Steps makes the steps that only this API has, for its handlers and what wraps them to find with Of. Nil makes none.
	Steps func(*Pipeline) any
	// Handlers serve the operations, by operationId.
	Handlers func(*Pipeline) map[string]Handler
	// Patient are the operations that wait for something, by operationId: their answers may take as long as they like. They end when
	// the client goes or the server stops.
	Patient []string
	// Streams are those, by operationId, whose answers are as long as they like, and that readers may take their time for.
	Streams []string
	// Authorize refuses what a known caller may not touch. Nil refuses nothing.
	Authorize func(*Pipeline, *Call) error
	// Judge reports what the body of a call breaks beside its schema, which has seen it before. Nil is nothing.
	Judge func(*Call) []spec.Violation
	// Explain tells why a list held what it held, by what there is now, among its neighbours, too; of one that was refused only
	// the hints count. It reports false for operations that are no lists. Nil explains nothing.
	Explain func(p *Pipeline, c *Call, refused bool, others iter.Seq[Neighbour]) (Explanation, bool, error)
	// Histogram counts over time, in at most so many parts, what a list asks for, by what there is now. It reports false for operations
	// that are no lists by time. Nil counts nothing.
	Histogram func(p *Pipeline, c *Call, parts int) ([]world.Part, bool, error)
	// Invalid gives the status for a request that broke the contract.
	Invalid func([]spec.Violation) int
	// Refuse gives a refusal the API's shape, which the contract has under the name ProblemSchema.
	Refuse        func(*Call, *Problem) Answer
	ProblemSchema string
	// Tracks are the operations that a tracking plan speaks of, by operationId, with where their bodies have what it names: those that take
	// what a client has to say.
	Tracks map[string]plan.Parts
	// LargeBodies are the operations, by operationId, whose bodies may be as large as those of all requests together.
	LargeBodies []string
}

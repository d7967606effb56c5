// Package pipeline has the steps where the parts of the mock meet, as small functions that can be wrapped.
//
// A Pipeline holds one of each. The server builds the plain one and always calls through it, so that a server that differs
// from the contract, by a variant or a misbehaviour, is the plain one with some steps wrapped: the plain steps know
// nothing of that. What a wrapper remembers lives in its closure and so belongs to one server.
//
// It knows no API: the steps that one API has alone are a value of a type of that API's, which the pipeline only carries.
package pipeline

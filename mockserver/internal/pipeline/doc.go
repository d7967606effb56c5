// Package pipeline has the steps where the parts of the mock meet, as small functions that can be wrapped.
//
// A Pipeline holds one of each. The server builds the plain one and always calls through it, so that a server that differs
// from the contract, by a legal choice or by a mistake, is the plain one with some steps wrapped: the plain steps know
// nothing of that. What a wrapper remembers lives in its closure and so belongs to one server.
//
// The package has no behaviour of its own but a few ways to ask the steps for more than one page.
package pipeline

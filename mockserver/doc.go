// Package mockserver answers both analytics-events APIs: stateful, validated, on deterministic data.
//
// New returns an http.Handler; Start serves it for a test; Serve is what the command line uses. Both APIs live at the root,
// the server's own endpoints under /__understudy/.
//
// A server has namespaces, each with its own data, clock, faults and journal; one is there from the start, and is what is meant where
// none is named. Running.Namespace gives a test one of its own. A test sets a Clock, adds a Fault, and asks the journal with Expect.
// With Options.StateDir what is written survives restarts.
//
// A request walks through small steps. Options.Misbehave and Options.Variants wrap some of them, to break the contract in one way or to
// differ from the mock as the documents allow. Without them no step knows that this is possible.
//
// The package is not a general mock of OpenAPI documents: it knows these two APIs and keeps their data.
package mockserver

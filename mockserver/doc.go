// Package mockserver answers both analytics-events APIs: stateful, validated, on deterministic data.
//
// New returns an http.Handler; Start serves it for a test; Serve is what the command line uses. Both APIs live at the root,
// the server's own endpoints under /__understudy/.
//
// A request walks through small steps. Options.Misbehave and Options.Variants wrap some of them, to break the contract in one way or to
// differ from the mock as the documents allow. Without them no step knows that this is possible.
//
// The package is not a general mock of OpenAPI documents: it knows these two APIs and keeps their data.
package mockserver

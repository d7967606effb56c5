// Package variant has the ways in which a server may differ from the mock and still keep to the documents, as small
// decorators of its steps.
//
// They are the counterpart of the mutants of package misbehave: a judge of servers has to notice each of those and must
// accuse none of these. A server can have several at once; each is written so that it does no harm beside the others.
//
// Each family has a file. What a decorator remembers is made anew for every server and ends with it: none starts a
// goroutine. Choices by chance are functions of counters, of the data or of the seed. The package is not for faults:
// what breaks a document belongs to misbehave.
package variant

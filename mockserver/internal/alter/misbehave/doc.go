// Package misbehave has the ways in which the mock can break its contract on purpose, as small decorators of its steps.
//
// They serve two ends: the tests of the conformance runner, which has to notice each of them, and people who want to know
// which mistakes of an API their own tests would notice. A server has at most one.
//
// Each family has a file. What a decorator remembers is made anew for every server; choices by chance are functions of
// counters, of the data or of the seed, so that a run can be repeated.
package misbehave

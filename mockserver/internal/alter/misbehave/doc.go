// Package misbehave is the table of the ways in which the mock can break its contract on purpose.
//
// They serve two ends: the tests of the conformance runner, which has to notice each of them, and people who want to know
// which mistakes of an API their own tests would notice. A server has at most one. Each family has a file.
//
// Files that end in _examined carry the build tag examination: further forms of these mistakes, which only the tests of the runner need.
package misbehave

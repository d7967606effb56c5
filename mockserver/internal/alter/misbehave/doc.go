// Package misbehave is the table of the ways in which the mock can break its contract on purpose.
//
// They serve two ends: the tests of the conformance runner, which has to notice each of them, and people who want to know
// which mistakes of an API their own tests would notice. A server has at most one. Each family has a file.
//
// Files that end in _examined carry the build tag examination: further forms of these mistakes, which only the tests of the runner need.
// They stand here and not in test files of package examination because they are made of the unexported parts of this table, and because
// the mocks that are examined find them by name.
package misbehave

// Package variant is the table of the ways in which a server may differ from the mock and still keep to the documents.
//
// They are the counterpart of package misbehave: a judge of servers has to notice each of those and must
// accuse none of these. A server can have several at once; each is written so that it does no harm beside the others. What
// breaks a document belongs to misbehave. Each family has a file.
//
// Files that end in _examined carry the build tag examination: further forms of these mechanisms, which only the tests of the runner
// need. They stand here and not in test files of package examination because they are made of the unexported parts of this table, and
// because the mocks that are examined find them by name.
package variant

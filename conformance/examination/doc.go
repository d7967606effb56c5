// Package examination examines the runner itself: it holds only tests.
//
// A check that cannot fail is worth nothing, and one that accuses a correct server is worse. So the runner is tried on two
// kinds of servers: mutants, each the mock with one mistake, which it must notice, and variants, each the mock with
// another choice where the documents leave one, which it must let pass. testdata/kills.json holds what a whole examination
// found; `make examine` makes it anew, with the tables in docs. What runs with the other tests is the short form: for a sample of
// the mutants the checks that noticed them, for a sample of the variants a third of all checks, once.
package examination

// Package conformance judges whether a server keeps the contract of an API, from outside, over HTTP.
//
// A Suite holds the checks of one API; conformance/chatlayer and conformance/inkeep have one each, and examples/suite shows how to
// write one for another API. A Target is a server with the suite to judge it by and what that suite has to know of it, its Settings, such
// as credentials. A check is plain data: an id, a level, the requirement it is for, what it needs, what it must have
// seen before it may pass, and a function. Run selects checks, lets the suite bring its data to the target, runs the checks and
// returns a Report. Test does the same inside go test, with a subtest for every check.
//
// A check fails a target only with evidence: the exchange, and a curl line that shows the same. What no document says is
// never a failure. A check that saw too little to judge is inconclusive, which is never counted as a pass.
//
// The package knows no API and no server; it is not for load tests.
package conformance

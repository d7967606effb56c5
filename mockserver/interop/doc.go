// Package interop proves the mock with programs that we did not write: the official SDK of one API, a validating proxy
// and a property-based tester that know only our OpenAPI documents, and a real browser. It also measures the mock beside
// other servers. The reports of the conformance runner are read by such programs too: a parser of JUnit and the browser.
//
// Every test starts the real binary on a free port and talks to it as a stranger would. The tests sit behind the build
// tag interop and the measurement behind bench, since both need the tools that `make tools` installs; a missing tool is
// a failure, never a skip.
//
// The package is not for behaviour that a Go test can judge by itself: that is tested beside the code.
package interop

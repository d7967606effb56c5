// Package report writes a conformance.Report for people and for machines: JSON, JUnit XML, Markdown for the summary of a CI
// step, one HTML file that needs no network, and a terminal that shows the run while it goes on.
//
// Every writer is deterministic: the same report gives the same bytes. What came from the target is shown so that it can do no
// harm: control characters and broken text are spelt out, markup is escaped, long bodies are shortened. Only JSON keeps all
// that the report holds. Nothing here hides secrets; whoever makes the report has done that.
//
// The package does not judge. The verdict, the outcomes and their words come from package conformance.
package report

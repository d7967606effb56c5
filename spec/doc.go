// Package spec turns an OpenAPI document into contracts that can be held against real exchanges.
//
// Load reads a document and its catalogue of requirements. The Operations of a Contract validate requests and answers and
// report every Violation at once: which rule, where, what was sent, what was expected, what to do, and where the document says
// so. Rules lists the kinds of violations there are. An advisory violation is one that real servers ignore, such as a query
// parameter that nobody declared.
//
// kin-openapi reads the documents and checks values against schemas. What it leaves out is closed here: undeclared and
// repeated parameters, numbers and times in forms that only Go reads, ranges of 64-bit integers, duplicate names and
// broken text in JSON, statuses and media types that nobody declared. No other package knows of kin-openapi.
//
// A catalogue, requirements.yaml, lists under "sources" what its rows cite, each with a URL that people can open, under "areas" the
// groups of its ids, under "outside" the operations of the real API that the document leaves out, and under "requirements" the
// rows. A row of level chosen that cites nothing is the project's own; it cites its place on the page in docs/, which is made of
// the catalogue. Rows of one open question carry its name, and one that insists on a part of the answer says how that agrees with
// the row that leaves the question open; Load refuses a catalogue in which it does not.
//
// The package does not route, authenticate or read from the network, and it knows no API: those are the packages below it.
package spec

// Package fault are the failures that a user asks for: an answer instead of the API's, a connection that breaks, an answer that comes late,
// slowly or damaged.
//
// A Fault is a small value: which requests it is for, when it acts, and one effect. A Set holds those of one namespace and tells what a
// request is given. A request that no fault is for meets no lock there and allocates nothing. Preferences are what one request asks for
// itself, in its header Prefer.
//
// The package knows requests by their operation, method, query and headers, never by their bodies, and knows no API: what an answer in the
// shape of an API is, the namespace knows.
package fault

// Package rawhttp writes bytes to a target's socket and reads the answers, for what net/http's client cannot send: two
// headers of one name, a body in small pieces, a second request on a connection that must be the same one.
//
// What it sends is outside the client's budget and record, so checks use it sparingly. It follows nothing, retries nothing
// and judges nothing.
package rawhttp

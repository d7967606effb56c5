// Package protocol has the checks that are about HTTP and hold for every API: transport, media types, credentials, limits,
// broken input, other origins. It knows no API: a description says which operations there are, what a valid request of each
// is, and which requirement every check is for. A check without a requirement in the description does not exist for that API.
//
// Requests that write are few, carry the run's nonce and go only where the user allowed it. Nothing is ever read with
// credentials but from where the user said.
package protocol

// Package journal remembers what came and what was answered, in bounded memory: exchanges, the violations of requests, and how many
// strays there were.
//
// What a request costs is to put it down; reading a body, hiding secrets and finding what was asked for is left to who asks.
package journal

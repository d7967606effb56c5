// Package exchange talks HTTP to a target and keeps what was said.
//
// It sends what it is told to send and nothing else: no redirect is followed, nothing is unzipped behind the caller's back,
// and only requests that are marked safe are ever sent twice. Every exchange is recorded with its secrets already replaced,
// so that no report can show one. A budget limits how many requests are sent in a second, and how many at a time.
//
// The package knows neither API and judges nothing.
package exchange

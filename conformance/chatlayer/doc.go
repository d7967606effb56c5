// Package chatlayer holds the checks of the Chatlayer Analytics events API.
//
// Suite has the checks. A run brings events of its own to the bot that the target names, waits until it can see them, and then asks for
// them in every documented way. What is complete is judged by the run's own events, which a nonce marks; what is sound is judged by
// everything that comes back, so that other people's data on the same bot do no harm. Time bounds are the timestamps that the server
// itself printed.
//
// A folder of internal has the checks of one area, each beside its function, and a list of them, which suite.go puts together. No area
// knows another one: what several of them use is in internal/kit. The checks that are about HTTP and not about events come from
// conformance/internal/protocol; protocol.go tells it of the operations.
package chatlayer

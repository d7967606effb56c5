// Package chatlayer holds the checks of the Chatlayer Analytics events API.
//
// A run brings events of its own to the bot that the target names, waits until it can see them, and then asks for them in
// every documented way. What is complete is judged by the run's own events, which a nonce marks; what is sound is judged by
// everything that comes back, so that other people's data on the same bot do no harm. Time bounds are the timestamps that the
// server itself printed. All lists go through one walk helper and all waiting through one settle helper.
package chatlayer

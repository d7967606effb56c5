// Package inkeep judges whether a server keeps the contract of the Inkeep Analytics API where it records events.
//
// Suite has the checks. Every one of them sends events of its own, with texts that no other event has, and looks at the
// answer to each; nothing is read back, because the contract has no operation for that. A run therefore leaves some two
// hundred events in the project of the key.
//
// What no document says is recorded by checks of the level info and never held against a server. The package is not for
// the other operations of the API: conversations, feedback and queries.
package inkeep

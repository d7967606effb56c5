// Package inkeep judges whether a server keeps the contract of the Inkeep Analytics API where it records events and conversations.
//
// Suite has the checks. Every one of them sends events or conversations of its own, with texts that no others have, and looks at the
// answer to each. Events are not read back: a run leaves some two hundred in the project of the key. Conversations are, if the target
// offers that and the key may, and each check deletes its own.
//
// What no document says is recorded by checks of the level info and never held against a server. The package is not for
// the other operations of the API: feedback and queries.
package inkeep

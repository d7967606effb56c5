// Package inkeep judges whether a server keeps the contract of the Inkeep Analytics API where it records events and conversations.
//
// Suite has the checks. Every one of them sends events or conversations of its own, with texts that no others have, and looks at the
// answer to each. What can be read back is, if the target offers that and the key may: conversations, and events by queries. A run
// leaves some two hundred events in the project of the key; conversations each check deletes.
//
// What no document says is recorded by checks of the level info and never held against a server. The package is not for
// the other operations of the API: feedback and other queries.
package inkeep

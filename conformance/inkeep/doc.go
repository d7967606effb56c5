// Package inkeep judges whether a server keeps the contract of the Inkeep Analytics API where it records events, conversations
// and feedback, and where it answers queries of them.
//
// Suite has the checks. Every one of them sends events, conversations or feedback of its own, with texts that no others have, and looks at
// the answer to each. What can be read back is, if the target offers that and the key may: conversations and feedback, and events by
// queries. A run leaves some two hundred events in the project of the key; conversations and feedback each check deletes.
//
// What no document says is recorded by checks of the level info and never held against a server.
package inkeep

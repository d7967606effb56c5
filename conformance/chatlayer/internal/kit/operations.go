package kit

import "github.com/understudy-mock/understudy/conformance"

// BotLists are the operations that list the events of a bot.
func BotLists() []string { return []string{Get, Post} }

// Writes is what a check needs that tracks events, or asks for what only tracked events have.
func Writes() []conformance.Capability { return []conformance.Capability{conformance.Writes} }

// AllLists names the operations that list events.
func AllLists() []string { return []string{Get, Post, Team} }

// TrackAndLists are the operations that take and show events.
func TrackAndLists() []string { return []string{"TrackEvent", Get, Post} }

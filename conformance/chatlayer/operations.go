package chatlayer

import "github.com/understudy-mock/understudy/conformance"

// filterLists are the operations that list the events of a bot.
func filterLists() []string { return []string{get, post} }

func filterWrites() []conformance.Capability { return []conformance.Capability{conformance.Writes} }

// listing names the operations that list events.
func listing() []string { return []string{get, post, team} }

// tracked are the operations that take and show events.
func tracked() []string { return []string{"TrackEvent", get, post} }

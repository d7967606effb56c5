package chatlayer

import "github.com/understudy-mock/understudy/conformance"

func storyChecks() []conformance.Check {
	return []conformance.Check{{
		ID: "chatlayer.story.random", Title: "Random events, asked for in random ways, are listed as a plain model says.",
		Level: conformance.Must, Requirement: "CHL-PAGE-10", Operations: []string{"TrackEvent", get, post},
		Also:  []string{"CHL-TIME-1", "CHL-TIME-2", "CHL-FLT-1", "CHL-FLT-2", "CHL-FLT-3", "CHL-FLT-4", "CHL-FLT-6", "CHL-FLT-7", "CHL-FLT-16"},
		Needs: []conformance.Capability{conformance.Writes}, Phase: conformance.Writing, Floor: map[string]int{"stories": 4, "lists": 12},
		Run: with(randomStories),
	}}
}

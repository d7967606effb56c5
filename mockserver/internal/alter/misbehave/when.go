package misbehave

import (
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// The operations, by operationId.
const (
	byGet  = "ListEvents"
	byPost = "ListEventsWithFilters"
	ofTeam = "GetTeamEvents"
	track  = "TrackEvent"
	echo   = "Echo"
	logged = "LogEvent"
)

// when makes a change conditional.
func when(holds func(*pipeline.Lookup) bool, change func(*pipeline.Lookup)) func(*pipeline.Lookup) {
	return func(l *pipeline.Lookup) {
		if holds(l) {
			change(l)
		}
	}
}

// on holds for lists by one of the operations.
func on(operations ...string) func(*pipeline.Lookup) bool {
	return func(l *pipeline.Lookup) bool { return l.Call.Is(operations...) }
}

// later holds from the second page on.
func later(l *pipeline.Lookup) bool { return !l.First() }

// sized holds for pages of so many events.
func sized(n int) func(*pipeline.Lookup) bool {
	return func(l *pipeline.Lookup) bool { return l.Query.Limit == n }
}

// asking holds if the field is filtered by, for that value unless it is empty.
func asking(field, value string) func(*pipeline.Lookup) bool {
	return func(l *pipeline.Lookup) bool {
		got := l.Where(field)
		return got != "" && (value == "" || got == value)
	}
}

// both holds if the two do.
func both(a, b func(*pipeline.Lookup) bool) func(*pipeline.Lookup) bool {
	return func(l *pipeline.Lookup) bool { return a(l) && b(l) }
}

func isList(c *pipeline.Call) bool { return c.Is(byGet, byPost, ofTeam) }

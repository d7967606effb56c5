package misbehave

import (
	"github.com/understudy-mock/understudy/mockserver/internal/seam"
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
func when(holds func(*seam.Lookup) bool, change func(*seam.Lookup)) func(*seam.Lookup) {
	return func(l *seam.Lookup) {
		if holds(l) {
			change(l)
		}
	}
}

// on holds for lists by one of the operations.
func on(operations ...string) func(*seam.Lookup) bool {
	return func(l *seam.Lookup) bool { return l.Call.Is(operations...) }
}

// later holds from the second page on.
func later(l *seam.Lookup) bool { return !l.First() }

// sized holds for pages of so many events.
func sized(n int) func(*seam.Lookup) bool {
	return func(l *seam.Lookup) bool { return l.Query.Limit == n }
}

// asking holds if the field is filtered by, for that value unless it is empty.
func asking(field, value string) func(*seam.Lookup) bool {
	return func(l *seam.Lookup) bool {
		got := l.Where(field)
		return got != "" && (value == "" || got == value)
	}
}

// both holds if the two do.
func both(a, b func(*seam.Lookup) bool) func(*seam.Lookup) bool {
	return func(l *seam.Lookup) bool { return a(l) && b(l) }
}

func isList(c *seam.Call) bool { return c.Is(byGet, byPost, ofTeam) }

//go:build examination

package misbehave

import (
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
)

func examinedTimes() []Misbehaviour {
	return area("time",
		breaks("list.end-cut-to-hour", 2, "end_time is rounded down to the hour.", "CHL-TIME-2 CHL-TIME-8",
			alter.BeforeQuery(func(l *chatlayersteps.Lookup) { l.Query.End = l.Query.End.Truncate(time.Hour) })),
		breaks("list.start-cut-to-minute", 3, "start_time is rounded down to the minute.", "CHL-TIME-1 CHL-TIME-8",
			alter.BeforeQuery(func(l *chatlayersteps.Lookup) { l.Query.Start = l.Query.Start.Truncate(time.Minute) })),
		breaks("list.start-rounded-to-second", 4, "start_time is rounded to the nearest second.", "CHL-TIME-1 CHL-TIME-8",
			alter.BeforeQuery(func(l *chatlayersteps.Lookup) { l.Query.Start = l.Query.Start.Round(time.Second) })),
		breaks("list.end-millisecond-early", 4, "The range ends a millisecond before end_time.", "CHL-TIME-2 CHL-TIME-8",
			alter.BeforeQuery(func(l *chatlayersteps.Lookup) { l.Query.End = l.Query.End.Add(-time.Millisecond) })),
		breaks("list.fraction-dropped", 3, "The fraction of a second is dropped from both times.", "CHL-TIME-8",
			changeTimes(func(at string) string { return fraction.ReplaceAllString(at, "") })),
		breaks("list.compares-text", 4,
			"Times are compared as text: a bound without a fraction sorts behind all of its second.",
			"CHL-TIME-1 CHL-TIME-2", alter.BeforeQuery(compareText)),
	)
}

func examinedTimesSometimes() []Misbehaviour {
	return area("time",
		breaks("list.get-start-exclusive", 3, "GET takes start_time as exclusive, POST does not.", "CHL-TIME-1",
			alter.BeforeQuery(alter.When(alter.On(alter.ListByGet), startLate))),
		breaks("list.team-end-inclusive", 3, "A team's list takes end_time as inclusive.", "CHL-TIME-2",
			alter.BeforeQuery(alter.When(alter.On(alter.ListOfTeam), endLate))),
		breaks("list.draft-end-inclusive", 4, "For DRAFT alone end_time is inclusive.", "CHL-TIME-2",
			alter.BeforeQuery(alter.When(alter.Asking("version", "DRAFT"), endLate))),
		breaks("list.event-start-exclusive", 4, "With event given, start_time is exclusive.", "CHL-TIME-1",
			alter.BeforeQuery(alter.When(alter.Asking("event", ""), startLate))),
		breaks("list.team-user-end-inclusive", 4, "In a team's list with user_id given, end_time is inclusive.", "CHL-TIME-2 CHL-FLT-5",
			alter.BeforeQuery(alter.When(alter.Both(alter.On(alter.ListOfTeam), alter.Asking("user_id", "")), endLate))),
		breaks("list.team-user-start-exclusive", 4, "In a team's list with user_id given, start_time is exclusive.", "CHL-TIME-1 CHL-FLT-5",
			alter.BeforeQuery(alter.When(alter.Both(alter.On(alter.ListOfTeam), alter.Asking("user_id", "")), startLate))),
		breaks("list.hundred-end-inclusive", 4, "On pages of 100, end_time is inclusive.", "CHL-TIME-2",
			alter.BeforeQuery(alter.When(alter.Sized(100), endLate))),
		breaks("list.later-end-inclusive", 4, "From page two on, end_time is inclusive.", "CHL-TIME-2",
			alter.BeforeQuery(alter.When(alter.Later, endLate))),
		breaks("list.far-end-overflows", 4, "An end_time after the year 2262 lists nothing.", "CHL-TIME-2",
			alter.BeforeQuery(alter.When(func(l *chatlayersteps.Lookup) bool { return l.Query.End.Year() > 2262 }, nothing))),
	)
}

func compareText(l *chatlayersteps.Lookup) {
	args := l.Call.Args()
	if at := args.Text("start_time"); strings.HasSuffix(at, "Z") && !fraction.MatchString(at) {
		l.Query.Start = l.Query.Start.Add(time.Second)
	}
	if at := args.Text("end_time"); strings.HasSuffix(at, "Z") && !fraction.MatchString(at) {
		l.Query.End = l.Query.End.Add(time.Second)
	}
}

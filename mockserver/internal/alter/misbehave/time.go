package misbehave

import (
	"net/http"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

func times() []Mutant {
	return area("time",
		mutant("list.milliseconds-refused", 1, "A start_time or end_time with a fraction is refused with 400.", "CHL-TIME-8", alter.AfterDecode(func(c *pipeline.Call) error {
			for _, name := range []string{"start_time", "end_time"} {
				if alter.IsList(c) && strings.Contains(alter.Text(c.Args(), name), ".") {
					return alter.Refuse(http.StatusBadRequest, "%s: expected whole seconds", name)
				}
			}
			return nil
		})),
		mutant("list.start-exclusive", 1, "An event exactly on start_time is left out.", "CHL-TIME-1", alter.BeforeQuery(startLate)),
		mutant("list.end-inclusive", 1, "An event exactly on end_time is listed.", "CHL-TIME-2", alter.BeforeQuery(endLate)),
		mutant("list.end-cut-to-second", 3, "end_time is rounded down to the second.", "CHL-TIME-2 CHL-TIME-8",
			alter.BeforeQuery(func(l *pipeline.Lookup) { l.Query.End = l.Query.End.Truncate(time.Second) })),
		mutant("list.end-cut-to-hour", 2, "end_time is rounded down to the hour.", "CHL-TIME-2 CHL-TIME-8",
			alter.BeforeQuery(func(l *pipeline.Lookup) { l.Query.End = l.Query.End.Truncate(time.Hour) })),
		mutant("list.start-cut-to-minute", 3, "start_time is rounded down to the minute.", "CHL-TIME-1 CHL-TIME-8",
			alter.BeforeQuery(func(l *pipeline.Lookup) { l.Query.Start = l.Query.Start.Truncate(time.Minute) })),
		mutant("list.start-rounded-to-second", 4, "start_time is rounded to the nearest second.", "CHL-TIME-1 CHL-TIME-8",
			alter.BeforeQuery(func(l *pipeline.Lookup) { l.Query.Start = l.Query.Start.Round(time.Second) })),
		mutant("list.end-millisecond-early", 4, "The range ends a millisecond before end_time.", "CHL-TIME-2 CHL-TIME-8",
			alter.BeforeQuery(func(l *pipeline.Lookup) { l.Query.End = l.Query.End.Add(-time.Millisecond) })),
		mutant("list.start-millisecond-early", 4, "The range begins a millisecond before start_time.", "CHL-TIME-1 CHL-TIME-8",
			alter.BeforeQuery(func(l *pipeline.Lookup) { l.Query.Start = l.Query.Start.Add(-time.Millisecond) })),
		mutant("list.swaps-range", 2, "A start_time after end_time is silently swapped with it.", "CHL-TIME-12", changeArgs(swapRange)),
		mutant("list.end-missing-is-now", 2, "A missing end_time means now.", "CHL-TIME-3 CHL-TIME-14", func(p *pipeline.Pipeline) {
			alter.ChangeSent(func(c *pipeline.Call) { fillArgument(c, "end_time", p.Clock.Now().UTC().Format(time.RFC3339)) })(p)
		}),
		mutant("list.offset-dropped", 3, "The offset of a time is dropped: +02:00 is read as Z.", "CHL-TIME-9 CHL-TIME-20",
			changeTimes(func(at string) string { return zone.ReplaceAllString(at, "Z") })),
		mutant("list.fraction-misread", 3, "Half a second written as .5 is read as 5 milliseconds.", "CHL-TIME-9 CHL-TIME-20", changeTimes(misreadFraction)),
		mutant("list.fraction-dropped", 3, "The fraction of a second is dropped from both times.", "CHL-TIME-8",
			changeTimes(func(at string) string { return fraction.ReplaceAllString(at, "") })),
		mutant("list.compares-text", 4, "Times are compared as text: a bound without a fraction sorts behind all of its second.",
			"CHL-TIME-1 CHL-TIME-2", alter.BeforeQuery(compareText)),
	)
}

func timesSometimes() []Mutant {
	return area("time",
		mutant("list.post-end-inclusive", 3, "POST takes end_time as inclusive, GET does not.", "CHL-TIME-2", alter.BeforeQuery(alter.When(alter.On(alter.ListByPost), endLate))),
		mutant("list.get-start-exclusive", 3, "GET takes start_time as exclusive, POST does not.", "CHL-TIME-1", alter.BeforeQuery(alter.When(alter.On(alter.ListByGet), startLate))),
		mutant("list.team-end-inclusive", 3, "A team's list takes end_time as inclusive.", "CHL-TIME-2", alter.BeforeQuery(alter.When(alter.On(alter.ListOfTeam), endLate))),
		mutant("list.team-start-exclusive", 3, "A team's list takes start_time as exclusive.", "CHL-TIME-1", alter.BeforeQuery(alter.When(alter.On(alter.ListOfTeam), startLate))),
		mutant("list.draft-end-inclusive", 4, "For DRAFT alone end_time is inclusive.", "CHL-TIME-2", alter.BeforeQuery(alter.When(alter.Asking("version", "DRAFT"), endLate))),
		mutant("list.user-end-inclusive", 4, "With user_id given, end_time is inclusive.", "CHL-TIME-2", alter.BeforeQuery(alter.When(alter.Asking("user_id", ""), endLate))),
		mutant("list.event-start-exclusive", 4, "With event given, start_time is exclusive.", "CHL-TIME-1", alter.BeforeQuery(alter.When(alter.Asking("event", ""), startLate))),
		mutant("list.team-user-end-inclusive", 4, "In a team's list with user_id given, end_time is inclusive.", "CHL-TIME-2 CHL-FLT-5", alter.BeforeQuery(alter.When(alter.Both(alter.On(alter.ListOfTeam), alter.Asking("user_id", "")), endLate))),
		mutant("list.team-user-start-exclusive", 4, "In a team's list with user_id given, start_time is exclusive.", "CHL-TIME-1 CHL-FLT-5", alter.BeforeQuery(alter.When(alter.Both(alter.On(alter.ListOfTeam), alter.Asking("user_id", "")), startLate))),
		mutant("list.hundred-end-inclusive", 4, "On pages of 100, end_time is inclusive.", "CHL-TIME-2", alter.BeforeQuery(alter.When(alter.Sized(100), endLate))),
		mutant("list.later-end-forgotten", 4, "From page two on, end_time is not applied.", "CHL-TIME-2",
			alter.BeforeQuery(alter.When(alter.Later, func(l *pipeline.Lookup) { l.Query.End = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC) }))),
		mutant("list.later-end-inclusive", 4, "From page two on, end_time is inclusive.", "CHL-TIME-2", alter.BeforeQuery(alter.When(alter.Later, endLate))),
		mutant("list.cut-to-day", 3, "A range longer than a day is silently cut to the day before end_time.", "CHL-TIME-1",
			alter.BeforeQuery(alter.When(longerThan(24*time.Hour), func(l *pipeline.Lookup) { l.Query.Start = l.Query.End.Add(-24 * time.Hour) }))),
		mutant("list.midnight-end-takes-day", 4, "An end_time at midnight takes in the day that begins then.", "CHL-TIME-2",
			alter.BeforeQuery(alter.When(endsAtMidnight, func(l *pipeline.Lookup) { l.Query.End = l.Query.End.Add(24 * time.Hour) }))),
		mutant("list.empty-range-is-instant", 3, "A range that ends where it starts lists the events of that instant.", "CHL-TIME-2",
			alter.BeforeQuery(alter.When(func(l *pipeline.Lookup) bool { return l.Query.Start.Equal(l.Query.End) }, endLate))),
		mutant("list.before-1970-is-empty", 3, "A start_time before 1970 lists nothing.", "CHL-TIME-1",
			alter.BeforeQuery(alter.When(func(l *pipeline.Lookup) bool { return l.Query.Start.Unix() < 0 }, nothing))),
		mutant("list.far-end-overflows", 4, "An end_time after the year 2262 lists nothing.", "CHL-TIME-2",
			alter.BeforeQuery(alter.When(func(l *pipeline.Lookup) bool { return l.Query.End.Year() > 2262 }, nothing))),
		mutant("list.two-filters-end-inclusive", 4, "With event and user_id given, end_time is inclusive.", "CHL-TIME-2",
			alter.BeforeQuery(alter.When(alter.Both(alter.Asking(byEvent, ""), alter.Asking(byUser, "")), endLate))),
	)
}

func startLate(l *pipeline.Lookup) { l.Query.Start = l.Query.Start.Add(1) }

func endLate(l *pipeline.Lookup) { l.Query.End = l.Query.End.Add(1) }

func nothing(l *pipeline.Lookup) { l.Query.End = l.Query.Start }

func longerThan(d time.Duration) func(*pipeline.Lookup) bool {
	return func(l *pipeline.Lookup) bool { return l.Query.End.Sub(l.Query.Start) > d }
}

func endsAtMidnight(l *pipeline.Lookup) bool {
	return l.Query.End.Equal(l.Query.End.Truncate(24 * time.Hour))
}

func swapRange(args map[string]any) {
	start, errStart := spec.ParseTime(alter.Text(args, "start_time"))
	end, errEnd := spec.ParseTime(alter.Text(args, "end_time"))
	if errStart == nil && errEnd == nil && end.Before(start) {
		args["start_time"], args["end_time"] = args["end_time"], args["start_time"]
	}
}

func misreadFraction(at string) string {
	return fraction.ReplaceAllStringFunc(at, func(digits string) string {
		digits = digits[1:]
		return "." + strings.Repeat("0", max(0, 3-len(digits))) + digits
	})
}

func compareText(l *pipeline.Lookup) {
	args := l.Call.Args()
	if at := alter.Text(args, "start_time"); strings.HasSuffix(at, "Z") && !fraction.MatchString(at) {
		l.Query.Start = l.Query.Start.Add(time.Second)
	}
	if at := alter.Text(args, "end_time"); strings.HasSuffix(at, "Z") && !fraction.MatchString(at) {
		l.Query.End = l.Query.End.Add(time.Second)
	}
}

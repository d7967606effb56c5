package misbehave

import (
	"net/http"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

func times() []Misbehaviour {
	return area("time",
		breaks("list.milliseconds-refused", 1, "A start_time or end_time with a fraction of a second is refused with 400.", "CHL-TIME-8",
			alter.AfterDecode(func(c *pipeline.Call) error {
				for _, name := range []string{"start_time", "end_time"} {
					if alter.IsList(c) && strings.Contains(c.Args().Text(name), ".") {
						return alter.Refuse(http.StatusBadRequest, "%s: expected whole seconds", name)
					}
				}
				return nil
			})),
		breaks("list.start-exclusive", 1, "An event exactly on start_time is not listed.", "CHL-TIME-1", alter.BeforeQuery(startLate)),
		breaks("list.end-inclusive", 1, "An event exactly on end_time is listed.", "CHL-TIME-2", alter.BeforeQuery(endLate)),
		breaks("list.end-cut-to-second", 3,
			"end_time is rounded down to the second, so events in its last fraction are missing.",
			"CHL-TIME-2 CHL-TIME-8", alter.BeforeQuery(func(l *chatlayersteps.Lookup) { l.Query.End = l.Query.End.Truncate(time.Second) })),
		breaks("list.start-millisecond-early", 4, "A list begins a millisecond before start_time.", "CHL-TIME-1 CHL-TIME-8",
			alter.BeforeQuery(func(l *chatlayersteps.Lookup) { l.Query.Start = l.Query.Start.Add(-time.Millisecond) })),
		breaks("list.swaps-range", 2, "A range whose start_time is after its end_time is swapped instead of refused.",
			"CHL-TIME-1 CHL-TIME-12", changeArgs(swapRange)),
		breaks("list.offset-dropped", 3, "The offset of start_time and end_time is dropped: +02:00 is read as Z.", "CHL-TIME-20 CHL-TIME-9",
			changeTimes(func(at string) string { return zone.ReplaceAllString(at, "Z") })),
		breaks("list.fraction-misread", 3, "A fraction such as .5 is read as 5 milliseconds instead of half a second.",
			"CHL-TIME-20 CHL-TIME-9", changeTimes(misreadFraction)),
	)
}

func timesSometimes() []Misbehaviour {
	return area("time",
		breaks("list.post-end-inclusive", 3, "By POST, an event exactly on end_time is listed; by GET it is not.", "CHL-TIME-2",
			alter.BeforeQuery(alter.When(alter.On(alter.ListByPost), endLate))),
		breaks("list.team-start-exclusive", 3, "In a team's list, an event exactly on start_time is missing.", "CHL-TIME-1",
			alter.BeforeQuery(alter.When(alter.On(alter.ListOfTeam), startLate))),
		breaks("list.user-end-inclusive", 4, "With user_id, an event exactly on end_time is listed.", "CHL-TIME-2",
			alter.BeforeQuery(alter.When(alter.Asking("user_id", ""), endLate))),
		breaks("list.later-end-forgotten", 4, "From the second page on, end_time is ignored.", "CHL-TIME-2",
			alter.BeforeQuery(alter.When(alter.Later,
				func(l *chatlayersteps.Lookup) { l.Query.End = time.Date(9999, 12, 31, 0, 0, 0, 0, time.UTC) }))),
		breaks("list.cut-to-day", 3, "A range of more than a day is silently shortened to its last day.", "CHL-TIME-1",
			alter.BeforeQuery(alter.When(longerThan(24*time.Hour),
				func(l *chatlayersteps.Lookup) { l.Query.Start = l.Query.End.Add(-24 * time.Hour) }))),
		breaks("list.midnight-end-takes-day", 4, "An end_time at midnight includes the whole day that begins there.", "CHL-TIME-2",
			alter.BeforeQuery(alter.When(endsAtMidnight,
				func(l *chatlayersteps.Lookup) { l.Query.End = l.Query.End.Add(24 * time.Hour) }))),
		breaks("list.empty-range-is-instant", 3, "A range whose start_time equals its end_time lists the events of that instant.",
			"CHL-TIME-2",
			alter.BeforeQuery(alter.When(func(l *chatlayersteps.Lookup) bool { return l.Query.Start.Equal(l.Query.End) }, endLate))),
		breaks("list.before-1970-is-empty", 3, "A list whose start_time is before 1970 is empty.", "CHL-TIME-1",
			alter.BeforeQuery(alter.When(func(l *chatlayersteps.Lookup) bool { return l.Query.Start.Unix() < 0 }, nothing))),
	)
}

func startLate(l *chatlayersteps.Lookup) { l.Query.Start = l.Query.Start.Add(1) }

func endLate(l *chatlayersteps.Lookup) { l.Query.End = l.Query.End.Add(1) }

func nothing(l *chatlayersteps.Lookup) { l.Query.End = l.Query.Start }

func longerThan(d time.Duration) func(*chatlayersteps.Lookup) bool {
	return func(l *chatlayersteps.Lookup) bool { return l.Query.End.Sub(l.Query.Start) > d }
}

func endsAtMidnight(l *chatlayersteps.Lookup) bool {
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

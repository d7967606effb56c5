//go:build examination

package misbehave

import (
	"math"
	"regexp"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// instants are mistakes that show at some instants or with some spellings of them alone.
func instants() []Misbehaviour {
	const forms = "CHL-TIME-20"
	return area("time",
		breaks("list.offset-sign-swapped", 3, "An offset is added instead of taken away: +02:00 is read as -02:00.", forms,
			changeTimes(func(at string) string {
				return zone.ReplaceAllStringFunc(at, strings.NewReplacer("+", "-", "-", "+").Replace)
			})),
		breaks("list.start-offset-dropped", 4, "The offset of start_time alone is dropped.", forms, changeTime("start_time", dropOffset)),
		breaks("list.end-offset-dropped", 4, "The offset of end_time alone is dropped.", forms, changeTime("end_time", dropOffset)),
		breaks("list.offset-of-start-for-both", 4, "The offset of start_time is used for end_time too.", forms,
			changeArgs(func(args map[string]any) {
				args["end_time"] = anyZone.ReplaceAllString(alter.Text(args, "end_time"),
					anyZone.FindString(alter.Text(args, "start_time")))
			})),
		breaks("list.offset-minutes-dropped", 4, "Of an offset the minutes are dropped.", forms,
			changeTimes(func(at string) string {
				return zone.ReplaceAllStringFunc(at, func(offset string) string { return offset[:3] + ":00" })
			})),
		breaks("list.offset-minutes-unsigned", 4, "Of an offset that is negative the minutes count as positive.", forms,
			changeInstants(func(at string, t time.Time) time.Time {
				if offset := zone.FindString(at); strings.HasPrefix(offset, "-") {
					minutes, _ := time.ParseDuration(offset[4:] + "m")
					return t.Add(-2 * minutes)
				}
				return t
			})),
		breaks("list.offset-keeps-day", 4, "An offset changes the time of the day and never the day.", forms, changeTimes(keepDay)),
		breaks("list.local-midnight-is-utc", 4, "A bound at midnight of its offset is read as midnight in UTC.", forms,
			changeTimes(func(at string) string {
				if strings.Contains(at, "T00:00:00") {
					return dropOffset(at)
				}
				return at
			})),
		breaks("list.offset-start-exclusive", 4, "A start_time with an offset is exclusive.", "CHL-TIME-1",
			alter.BeforeQuery(alter.When(offset("start_time"), startLate))),
		breaks("list.offset-end-inclusive", 4, "An end_time with an offset is inclusive.", "CHL-TIME-2",
			alter.BeforeQuery(alter.When(offset("end_time"), endLate))),
		breaks("list.two-digits-misread", 4, "Half a second written as .50 is read as 50 milliseconds.", forms,
			misreading(2, time.Millisecond)),
		breaks("list.four-digits-misread", 4, "A fraction of four digits is read as milliseconds: .5000 is five seconds.", forms,
			misreading(4, time.Millisecond)),
		breaks("list.six-digits-misread", 4, "A fraction of six digits is read as nanoseconds.", forms, misreading(6, time.Nanosecond)),
		breaks("list.seven-digits-dropped", 4, "A fraction of more than six digits is dropped.", forms,
			changeTimes(func(at string) string {
				return longFraction.ReplaceAllString(at, "")
			})),
		breaks("list.leading-zero-lost", 4,
			"Zeros at the beginning of a fraction do not count: .050 is read as .50.",
			"CHL-TIME-1 CHL-TIME-2 CHL-TIME-8", changeTimes(func(at string) string {
				return leadingZeros.ReplaceAllString(at, ".$1")
			})),
		breaks("list.bounds-by-float", 4,
			"Bounds are cut to the millisecond after they were floating-point seconds: many lie a millisecond early.",
			"CHL-TIME-1 CHL-TIME-2 CHL-TIME-8", changeInstants(func(_ string, t time.Time) time.Time {
				return time.UnixMilli(int64(math.Floor(float64(t.UnixNano()) / 1e9 * 1000))).UTC()
			})),
	)
}

func examinedRounds() []Misbehaviour {
	starts := func(d time.Duration) func(*chatlayersteps.Lookup) bool {
		return func(l *chatlayersteps.Lookup) bool { return l.Query.Start.Equal(l.Query.Start.Truncate(d)) }
	}
	ends := func(d time.Duration) func(*chatlayersteps.Lookup) bool {
		return func(l *chatlayersteps.Lookup) bool { return l.Query.End.Equal(l.Query.End.Truncate(d)) }
	}
	const day = 24 * time.Hour
	return area("time",
		breaks("list.midnight-end-inclusive", 4, "An end_time at midnight is inclusive.", "CHL-TIME-2",
			alter.BeforeQuery(alter.When(ends(day), endLate))),
		breaks("list.midnight-start-exclusive", 4, "A start_time at midnight is exclusive.", "CHL-TIME-1",
			alter.BeforeQuery(alter.When(starts(day), startLate))),
		breaks("list.hour-start-exclusive-by-post", 4, "By POST a start_time on the full hour is exclusive.", "CHL-TIME-1",
			alter.BeforeQuery(alter.When(alter.Both(alter.On(alter.ListByPost), starts(time.Hour)), startLate))),
		breaks("list.hour-end-takes-hour", 4, "An end_time on the full hour takes in the hour that begins then.", "CHL-TIME-2",
			alter.BeforeQuery(alter.When(ends(time.Hour), func(l *chatlayersteps.Lookup) { l.Query.End = l.Query.End.Add(time.Hour) }))),
		breaks("list.second-end-inclusive", 4, "An end_time without a fraction of a second is inclusive.", "CHL-TIME-2",
			alter.BeforeQuery(alter.When(ends(time.Second), endLate))),
		breaks("list.last-millisecond-is-midnight", 4, "An end_time in the last millisecond of a day means midnight.", "CHL-TIME-2",
			alter.BeforeQuery(func(l *chatlayersteps.Lookup) {
				if later := l.Query.End.Add(time.Millisecond); later.Equal(later.Truncate(day)) {
					l.Query.End = later
				}
			})),
		breaks("list.week-year", 4, "Bounds in the last days of December are read in the year of their week.", "CHL-TIME-1 CHL-TIME-2",
			changeInstants(func(_ string, t time.Time) time.Time {
				year, _ := t.AddDate(0, 0, 1).ISOWeek() // as in America, where weeks begin on Sunday
				if t.Month() == time.December && year > t.Year() {
					return t.AddDate(1, 0, 0)
				}
				return t
			})),
		breaks("list.no-body-is-last-day", 3, "A POST without a body lists the live events of the last day.", "CHL-OPS-9 CHL-TIME-14",
			lastDayFor(func(sent []byte) bool { return len(sent) == 0 })),
	)
}

var (
	anyZone      = regexp.MustCompile(`([+-]\d\d:\d\d|Z)$`)
	longFraction = regexp.MustCompile(`\.\d{7,}`)
	leadingZeros = regexp.MustCompile(`\.0+(\d)`)
)

// keepDay reads a time in its own day, whatever its offset.
func keepDay(at string) string {
	t, err := spec.ParseTime(at)
	day, errDay := time.Parse(time.DateOnly, at[:min(len(at), len(time.DateOnly))])
	if err != nil || errDay != nil {
		return at
	}
	return day.Add(t.UTC().Sub(t.UTC().Truncate(24 * time.Hour))).Format(time.RFC3339Nano)
}

// offset holds if a bound is written with one.
func offset(name string) func(*chatlayersteps.Lookup) bool {
	return func(l *chatlayersteps.Lookup) bool { return zone.MatchString(l.Call.Args().Text(name)) }
}

func dropOffset(at string) string { return zone.ReplaceAllString(at, "Z") }

// changeTime changes how one of the two times of a list is read.
func changeTime(name string, change func(string) string) alter.Decorator {
	return changeArgs(func(args map[string]any) {
		if at := alter.Text(args, name); at != "" {
			args[name] = change(at)
		}
	})
}

// misreading reads fractions of so many digits as a whole number of units.
func misreading(digits int, unit time.Duration) alter.Decorator {
	return changeInstants(func(at string, t time.Time) time.Time {
		part := strings.TrimPrefix(fraction.FindString(at), ".")
		if len(part) != digits {
			return t
		}
		n := time.Duration(0)
		for _, digit := range part {
			n = n*10 + time.Duration(digit-'0')
		}
		return t.Truncate(time.Second).Add(n * unit)
	})
}

func lastDayFor(holds func(sent []byte) bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.ChangeSent(func(c *pipeline.Call) {
			if c.Is(alter.ListByPost) && holds(c.Sent) {
				now := p.Clock.Now().UTC()
				c.Sent = []byte(
					`{"version":"LIVE","start_time":"` + now.Add(-24*time.Hour).Format(time.RFC3339) + `","end_time":"` +
						now.Format(time.RFC3339) + `"}`,
				)
			}
		})(p)
	}
}

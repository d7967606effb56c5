package times

import (
	"context"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// Given are the checks of a createdAt that an event brings.
func Given() []conformance.Check {
	return []conformance.Check{utcAccepted, offsetAccepted, instantKept, offsetKept}
}

var utcAccepted = conformance.Check{
	ID:          "inkeep.time.utc-accepted",
	Level:       conformance.Must,
	Requirement: "INK-TIME-11",
	Also:        []string{"INK-TIME-1"},
	Title:       "A createdAt in UTC with milliseconds and Z is accepted.",
	Floor:       map[string]int{"events": 2},
	Run:         kit.With(accepts("2026-01-14T09:26:53.589Z", "2019-08-24T14:15:22Z", "2024-02-29T12:00:00.000Z")),
}

var offsetAccepted = conformance.Check{
	ID:          "inkeep.time.offset-accepted",
	Level:       conformance.Should,
	Requirement: "INK-TIME-1",
	Title:       "A createdAt with an offset, or with a fraction of another length, is accepted.",
	Floor:       map[string]int{"events": 4},
	Run: kit.With(accepts(
		"2026-01-14T10:27:04+01:00", "2026-01-14T03:57:04.120-05:30", "2026-01-14T09:26:53.5Z", "2026-01-14T09:26:53.589793Z",
	)),
}

// Default are the checks of events without a createdAt.
func Default() []conformance.Check {
	return []conformance.Check{defaultIsNow, nullIsNow}
}

var defaultIsNow = conformance.Check{
	ID:          "inkeep.time.default-now",
	Level:       conformance.Must,
	Requirement: "INK-TIME-2",
	Title:       "Without createdAt the event happened now.",
	Floor:       map[string]int{"instants": 3},
	Run:         kit.With(defaultNow(kit.Draft.Clone)),
}

var nullIsNow = conformance.Check{
	ID:          "inkeep.time.null-now",
	Level:       conformance.Must,
	Requirement: "INK-TIME-3",
	Also:        []string{"INK-TIME-2"},
	Title:       "With a createdAt of null the event happened now.",
	Floor:       map[string]int{"instants": 3},
	Run:         kit.With(defaultNow(func(d kit.Draft) kit.Draft { return d.With("createdAt", nil) })),
}

// Odd are the checks of a createdAt that few clients send.
func Odd() []conformance.Check {
	return []conformance.Check{oddInstants, offsetEdges}
}

// oddInstants are in the past, for what becomes of the future is not said.
var oddInstants = conformance.Check{
	ID:          "inkeep.time.odd-instants",
	Level:       conformance.Should,
	Requirement: "INK-TIME-10",
	Title:       "A createdAt before 1970, or with a fraction of another length, comes back as the same instant or is refused.",
	Floor:       map[string]int{"events": 8},
	Run: kit.With(keptIfTaken(
		"1969-07-20T20:17:40.125Z", "1970-01-01T00:00:00Z", "2000-02-29T23:59:59.5Z", "2001-09-09T01:46:40.070Z",
		"2026-01-14T09:26:53.12Z",
		"2026-01-14T09:26:53.0125Z", "2026-01-14T09:26:53.123456Z", "2026-01-14T09:26:53.987654321Z",
	)),
}

// offsetEdges are written in another month than in UTC, some in another year: from and to a leap day, the end of a February without one and
// of months with 30 and 31 days, with the widest offsets that there are and with all quarters of an hour.
var offsetEdges = conformance.Check{
	ID:          "inkeep.time.offset-edges",
	Level:       conformance.Should,
	Requirement: "INK-TIME-10",
	Title:       "A createdAt whose offset leads into another month or year comes back as the same instant or is refused.",
	Floor:       map[string]int{"events": 7},
	Run: kit.With(keptIfTaken(
		"2024-03-01T13:45:00+14:00", "2024-02-29T23:15:00-12:00", "2025-03-01T00:30:00+12:45",
		"2025-01-01T00:30:00+01:00", "2024-12-31T20:45:00-03:30", "2025-05-01T05:15:00+05:45",
		"2025-07-31T23:45:00-09:30",
	)),
}

// keptIfTaken wants the instants of events back that are taken.
func keptIfTaken(times ...string) func(context.Context, *kit.Asker) {
	return func(ctx context.Context, a *kit.Asker) {
		for i, at := range times {
			kind := kit.Kinds()[i%3]
			got := a.Log(ctx, func() kit.Draft { return a.Event(kind).With("createdAt", at) })
			if wrong, _, _ := kit.OtherInstant(got); got.Good() && wrong != "" {
				a.FailEcho(got, "createdAt", wrong)
			}
			a.Saw("events", 1)
		}
	}
}

func accepts(times ...string) func(context.Context, *kit.Asker) {
	return func(ctx context.Context, a *kit.Asker) {
		for _, at := range times {
			a.Accept(ctx, "an event at "+at, func() kit.Draft { return a.Message().With("createdAt", at) })
		}
	}
}

// sameInstant wants the instant of an event back. It returns the answer if the two cannot be compared.
func sameInstant(ctx context.Context, a *kit.Asker, next func() kit.Draft) (strange *kit.Answer) {
	got := a.Log(ctx, next)
	if got.Refused() {
		a.NotApplicable("an event at %s is refused, so no time comes back to compare: %s", got.Draft.Text("createdAt"), got.StatusText())
	}
	a.NeedEvent(got)
	a.Saw("instants", 1)
	wrong, _, compared := kit.OtherInstant(got)
	if wrong != "" {
		a.FailEcho(got, "createdAt", wrong)
	}
	if compared {
		return nil
	}
	return got
}

func incomparable(a *kit.Asker, got *kit.Answer) {
	if got != nil {
		a.NotApplicable("createdAt comes back in a form that cannot be compared: %s; mend that first", kit.Brief(got.Event["createdAt"]))
	}
}

var instantKept = conformance.Check{
	ID:          "inkeep.time.instant-kept",
	Level:       conformance.Should,
	Requirement: "INK-TIME-10",
	Title:       "A createdAt that was given comes back as the same instant.",
	Floor:       map[string]int{"instants": 6},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for i, at := range []string{
			"2026-01-14T09:26:53.589Z", "2019-08-24T14:15:22Z", "2024-02-29T23:59:59.001Z",
			"2025-12-31T23:59:59.999Z", "2024-12-30T00:00:00.000Z", "2025-07-01T12:30:00.010Z",
			// a year's end, a week of the next year, noon in summer
		} {
			kind := kit.Kinds()[i%3]
			incomparable(a, sameInstant(ctx, a, func() kit.Draft { return a.Event(kind).With("createdAt", at) }))
		}
	}),
}

// offsetKept uses offsets on either side, with minutes, and across a year's end. An answer without any zone cannot be read, but if it
// tells the local time of every offset, no zone is the one that is meant.
var offsetKept = conformance.Check{
	ID:          "inkeep.time.offset-kept",
	Level:       conformance.Should,
	Requirement: "INK-TIME-10",
	Also:        []string{"INK-TIME-1"},
	Title:       "A createdAt with an offset comes back as the same instant.",
	Floor:       map[string]int{"instants": 4},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		var local int
		var strange *kit.Answer
		times := []string{
			"2026-01-14T10:27:04+01:00", "2026-01-14T23:57:04.120-05:30", "2026-01-01T00:30:00.250+05:45",
			"2025-12-31T20:30:00-08:00",
		}
		for _, at := range times {
			got := sameInstant(ctx, a, func() kit.Draft { return a.Message().With("createdAt", at) })
			if got == nil {
				continue
			}
			if strange = got; isLocal(at, got.Member("createdAt")) {
				local++
			}
		}
		if local == len(times) {
			a.Fail(conformance.Failure{
				Message: "createdAt comes back without its zone, whatever the offset was", Expected: strange.Draft.Text("createdAt"),
				Got: strange.Member("createdAt"), LooksLike: kit.ZoneDropped, Exchanges: []*exchange.Exchange{strange.Exchange},
			})
		}
		incomparable(a, strange)
	}),
}

// isLocal reports whether a text is a time without its zone.
func isLocal(at, text string) bool {
	return len(text) >= len("2006-01-02T15:04:05") && strings.HasPrefix(at, strings.Replace(strings.TrimRight(text, "0."), " ", "T", 1))
}

func defaultNow(change func(kit.Draft) kit.Draft) func(context.Context, *kit.Asker) {
	return func(ctx context.Context, a *kit.Asker) {
		var skew *time.Duration
		for _, kind := range kit.Kinds() {
			got := a.Accept(ctx, "an event without a time", func() kit.Draft { return change(a.Event(kind)) })
			text := got.Member("createdAt")
			at, ok := kit.Instant(text)
			if !ok && text != "" {
				a.NotApplicable("createdAt comes back in a form that cannot be compared: %s; mend that first", kit.Brief(text))
			}
			now, whose := got.Now()
			if skew == nil && got.Header.Get("Date") == "" { // the target's clock may be wrong, and does not show
				skew = new(at.Sub(now))
				a.Record("no answer has a Date; createdAt is %s from the clock of this machine, which is taken for the target's clock",
					skew.Round(time.Second))
			}
			if skew != nil {
				now = now.Add(*skew)
			}
			if apart := at.Sub(now).Abs(); apart > kit.Farthest {
				a.FailWith(got, "createdAt is not now: "+apart.Round(time.Second).String()+" from "+whose,
					"about "+now.UTC().Format(time.RFC3339), text, kit.OtherTime()...)
			}
			a.Saw("instants", 1)
		}
	}
}

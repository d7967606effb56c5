package inkeep

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/spec"
)

func times() []conformance.Check {
	return []conformance.Check{utcAccepted, offsetAccepted, instantKept, offsetKept}
}

var utcAccepted = conformance.Check{
	ID:          "inkeep.time.utc-accepted",
	Level:       conformance.Must,
	Requirement: "INK-TIME-11",
	Also:        []string{"INK-TIME-1"},
	Title:       "A createdAt in UTC with milliseconds and Z is accepted.",
	Floor:       map[string]int{"events": 2},
	Run:         with(accepts("2026-01-14T09:26:53.589Z", "2019-08-24T14:15:22Z", "2024-02-29T12:00:00.000Z")),
}

var offsetAccepted = conformance.Check{
	ID:          "inkeep.time.offset-accepted",
	Level:       conformance.Should,
	Requirement: "INK-TIME-1",
	Title:       "A createdAt with an offset, or with a fraction of another length, is accepted.",
	Floor:       map[string]int{"events": 4},
	Run: with(accepts(
		"2026-01-14T10:27:04+01:00", "2026-01-14T03:57:04.120-05:30", "2026-01-14T09:26:53.5Z", "2026-01-14T09:26:53.589793Z",
	)),
}

func defaultTime() []conformance.Check {
	return []conformance.Check{defaultIsNow, nullIsNow}
}

var defaultIsNow = conformance.Check{
	ID:          "inkeep.time.default-now",
	Level:       conformance.Must,
	Requirement: "INK-TIME-2",
	Title:       "Without createdAt the event happened now.",
	Floor:       map[string]int{"instants": 3},
	Run:         with(defaultNow(draft.clone)),
}

var nullIsNow = conformance.Check{
	ID:          "inkeep.time.null-now",
	Level:       conformance.Must,
	Requirement: "INK-TIME-3",
	Also:        []string{"INK-TIME-2"},
	Title:       "With a createdAt of null the event happened now.",
	Floor:       map[string]int{"instants": 3},
	Run:         with(defaultNow(func(d draft) draft { return d.with("createdAt", nil) })),
}

func oddTimes() []conformance.Check {
	return []conformance.Check{oddInstants}
}

// oddInstants are in the past, for what becomes of the future is not said.
var oddInstants = conformance.Check{
	ID:          "inkeep.time.odd-instants",
	Level:       conformance.Should,
	Requirement: "INK-TIME-10",
	Title:       "A createdAt before 1970, or with a fraction of another length, comes back as the same instant or is refused.",
	Floor:       map[string]int{"events": 8},
	Run: with(func(ctx context.Context, a *asker) {
		for i, at := range []string{
			"1969-07-20T20:17:40.125Z", "1970-01-01T00:00:00Z", "2000-02-29T23:59:59.5Z", "2001-09-09T01:46:40.070Z", "2026-01-14T09:26:53.12Z",
			"2026-01-14T09:26:53.0125Z", "2026-01-14T09:26:53.123456Z", "2026-01-14T09:26:53.987654321Z",
		} {
			kind := kinds()[i%3]
			got := a.log(ctx, func() draft { return a.event(kind).with("createdAt", at) })
			if wrong, _, _ := otherInstant(got); got.good() && wrong != "" {
				a.failEcho(got, "createdAt", wrong)
			}
			a.Saw("events", 1)
		}
	}),
}

func accepts(times ...string) func(context.Context, *asker) {
	return func(ctx context.Context, a *asker) {
		for _, at := range times {
			a.accept(ctx, "an event at "+at, func() draft { return a.message().with("createdAt", at) })
		}
	}
}

// instant reads a createdAt in the forms that can be told for sure: RFC 3339, and milliseconds since 1970 in 13 digits. The
// form is free, so any other is as good; it only cannot be compared.
func instant(text string) (at time.Time, ok bool) {
	if ms, err := strconv.ParseInt(text, 10, 64); err == nil && len(text) == 13 {
		return time.UnixMilli(ms), true
	}
	at, err := spec.ParseDateTime(text)
	return at, err == nil
}

// otherInstant says how the instant of an answer differs from the one that was sent, and what that looks like. A millisecond is as
// exact as the SDK sends it, so whatever is finer may be lost. Compared tells whether they could be compared at all.
func otherInstant(got *answer) (wrong, like string, compared bool) {
	sent, gave := instant(got.sent.string("createdAt"))
	back, ok := instant(got.member("createdAt"))
	if !gave || !ok {
		return "", "", false
	}
	if apart := back.Sub(sent).Abs(); apart >= time.Millisecond {
		now, _ := got.now()
		return "createdAt is another instant than the one that was sent: " + apart.String() + " apart", looksLikeInstant(got.sent.string("createdAt"), sent, back, now), true
	}
	return "", "", true
}

// sameInstant wants the instant of an event back. It returns the answer if the two cannot be compared.
func (a *asker) sameInstant(ctx context.Context, next func() draft) (strange *answer) {
	got := a.log(ctx, next)
	if got.Refused() {
		a.NotApplicable("an event at %s is refused, so no time comes back to compare: %s", got.sent.string("createdAt"), got.status())
	}
	a.needEvent(got)
	a.Saw("instants", 1)
	wrong, _, compared := otherInstant(got)
	if wrong != "" {
		a.failEcho(got, "createdAt", wrong)
	}
	if compared {
		return nil
	}
	return got
}

func (a *asker) incomparable(got *answer) {
	if got != nil {
		a.NotApplicable("createdAt comes back in a form that cannot be compared: %s", brief(got.event["createdAt"]))
	}
}

var instantKept = conformance.Check{
	ID:          "inkeep.time.instant-kept",
	Level:       conformance.Should,
	Requirement: "INK-TIME-10",
	Title:       "A createdAt that was given comes back as the same instant.",
	Floor:       map[string]int{"instants": 6},
	Run: with(func(ctx context.Context, a *asker) {
		for i, at := range []string{
			"2026-01-14T09:26:53.589Z", "2019-08-24T14:15:22Z", "2024-02-29T23:59:59.001Z",
			"2025-12-31T23:59:59.999Z", "2024-12-30T00:00:00.000Z", "2025-07-01T12:30:00.010Z", // a year's end, a week of the next year, noon in summer
		} {
			kind := kinds()[i%3]
			a.incomparable(a.sameInstant(ctx, func() draft { return a.event(kind).with("createdAt", at) }))
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
	Run: with(func(ctx context.Context, a *asker) {
		var local int
		var strange *answer
		times := []string{"2026-01-14T10:27:04+01:00", "2026-01-14T23:57:04.120-05:30", "2026-01-01T00:30:00.250+05:45", "2025-12-31T20:30:00-08:00"}
		for _, at := range times {
			got := a.sameInstant(ctx, func() draft { return a.message().with("createdAt", at) })
			if got == nil {
				continue
			}
			if strange = got; isLocal(at, got.member("createdAt")) {
				local++
			}
		}
		if local == len(times) {
			a.Fail(conformance.Failure{
				Message: "createdAt comes back without its zone, whatever the offset was", Expected: strange.sent.string("createdAt"),
				Got: strange.member("createdAt"), LooksLike: zoneDropped, Exchanges: []*exchange.Exchange{strange.Exchange},
			})
		}
		a.incomparable(strange)
	}),
}

// isLocal reports whether a text is a time without its zone.
func isLocal(at, text string) bool {
	return len(text) >= len("2006-01-02T15:04:05") && strings.HasPrefix(at, strings.Replace(strings.TrimRight(text, "0."), " ", "T", 1))
}

// farthest is how far two clocks may be apart.
const farthest = 10 * time.Minute

func defaultNow(change func(draft) draft) func(context.Context, *asker) {
	return func(ctx context.Context, a *asker) {
		for _, kind := range kinds() {
			got := a.accept(ctx, "an event without a time", func() draft { return change(a.event(kind)) })
			text := got.member("createdAt")
			at, ok := instant(text)
			if !ok && text != "" {
				a.NotApplicable("createdAt comes back in a form that cannot be compared: %s", brief(text))
			}
			now, whose := got.now()
			if apart := at.Sub(now).Abs(); apart > farthest {
				a.fail(got, "createdAt is not now: "+apart.Round(time.Second).String()+" from "+whose, "about "+now.UTC().Format(time.RFC3339), text)
			}
			a.Saw("instants", 1)
		}
	}
}

// now is the time of the target when it answered, by its own clock if it tells.
func (a *answer) now() (at time.Time, whose string) {
	if date, err := http.ParseTime(a.Header.Get("Date")); err == nil {
		return date, "the answer's Date"
	}
	return a.Began.Add(a.Took), "the clock of this machine"
}

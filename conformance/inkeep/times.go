package inkeep

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/wire"
	"github.com/understudy-mock/understudy/spec"
)

func times() []conformance.Check {
	return []conformance.Check{
		{
			ID: "inkeep.time.utc-accepted", Title: "A createdAt in UTC with milliseconds and Z is accepted.", Level: conformance.Must,
			Requirement: "INK-TIME-11", Also: []string{"INK-TIME-1"},
			Floor: map[string]int{"events": 2}, Run: with(accepts("2026-01-14T09:26:53.589Z", "2019-08-24T14:15:22Z")),
		},
		{
			ID: "inkeep.time.offset-accepted", Title: "A createdAt with an offset is accepted.", Level: conformance.Should,
			Requirement: "INK-TIME-1",
			Floor:       map[string]int{"events": 2}, Run: with(accepts("2026-01-14T10:27:04+01:00", "2026-01-14T03:57:04.120-05:30")),
		},
		{
			ID: "inkeep.time.instant-kept", Title: "A createdAt that was given comes back as the same instant.", Level: conformance.Should,
			Requirement: "INK-TIME-10", Floor: map[string]int{"instants": 3}, Run: with(instantKept),
		},
		{
			ID: "inkeep.time.offset-kept", Title: "A createdAt with an offset comes back as the same instant.", Level: conformance.Should,
			Requirement: "INK-TIME-10", Also: []string{"INK-TIME-1"}, Floor: map[string]int{"instants": 2}, Run: with(offsetKept),
		},
	}
}

func defaultTime() []conformance.Check {
	return []conformance.Check{
		{
			ID: "inkeep.time.default-now", Title: "Without createdAt the event happened now.", Level: conformance.Must,
			Requirement: "INK-TIME-2", Floor: map[string]int{"instants": 3}, Run: with(defaultNow(draft.clone)),
		},
		{
			ID: "inkeep.time.null-now", Title: "With a createdAt of null the event happened now.", Level: conformance.Must,
			Requirement: "INK-TIME-3", Also: []string{"INK-TIME-2"}, Floor: map[string]int{"instants": 3},
			Run: with(defaultNow(func(d draft) draft { return d.with("createdAt", nil) })),
		},
	}
}

func oddTimes() []conformance.Check {
	return []conformance.Check{{
		ID: "inkeep.time.odd-instants", Title: "A createdAt before 1970, or with one digit, comes back as the same instant or is refused.", Level: conformance.Should,
		Requirement: "INK-TIME-10", Floor: map[string]int{"events": 4}, Run: with(oddInstants),
	}}
}

// oddInstants are in the past, for what becomes of the future is not said.
func oddInstants(ctx context.Context, a *asker) {
	for i, at := range []string{"1969-07-20T20:17:40.125Z", "1970-01-01T00:00:00Z", "2000-02-29T23:59:59.5Z", "2001-09-09T01:46:40.070Z"} {
		kind := kinds()[i%3]
		got := a.log(ctx, func() draft { return a.event(kind).with("createdAt", at) })
		if wrong, like, _ := otherInstant(got); got.good() && wrong != "" {
			a.Fail(conformance.Failure{Message: wrong, Expected: at, Got: got.member("createdAt"), LooksLike: like, Exchanges: []*wire.Exchange{got.Exchange}})
		}
		a.Saw("events", 1)
	}
}

func accepts(times ...string) func(context.Context, *asker) {
	return func(ctx context.Context, a *asker) {
		for _, at := range times {
			a.accept(ctx, "an event at "+at, func() draft { return a.message().with("createdAt", at) })
		}
	}
}

// instant reads a createdAt in the forms that can be told for sure: RFC 3339, and milliseconds since 1970 in 13 digits. The
// form is free, so any other is as good; it only cannot be compared. Unit is how exact the text is.
func instant(text string) (at time.Time, unit time.Duration, ok bool) {
	if ms, err := strconv.ParseInt(text, 10, 64); err == nil && len(text) == 13 {
		return time.UnixMilli(ms), time.Millisecond, true
	}
	at, err := spec.ParseDateTime(text)
	if err != nil {
		return time.Time{}, 0, false
	}
	unit = time.Second
	if _, fraction, found := strings.Cut(text, "."); found {
		for i := 0; i < len(fraction) && fraction[i] >= '0' && fraction[i] <= '9' && unit > 1; i++ {
			unit /= 10
		}
	}
	return at, unit, true
}

// otherInstant says how the instant of an answer differs from the one that was sent, as far as the answer's text is exact,
// and what that looks like. Compared tells whether they could be compared at all.
func otherInstant(got *answer) (wrong, like string, compared bool) {
	sent, _, gave := instant(got.sent.string("createdAt"))
	back, unit, ok := instant(got.member("createdAt"))
	if !gave || !ok {
		return "", "", false
	}
	if apart := back.Sub(sent).Abs(); apart > 0 && apart >= unit {
		now, _ := got.now()
		return "createdAt is another instant than the one that was sent: " + apart.String() + " apart", looksLikeInstant(sent, back, now), true
	}
	return "", "", true
}

func (a *asker) sameInstant(ctx context.Context, next func() draft) {
	got := a.log(ctx, next)
	if got.Refused() {
		a.NotApplicable("an event at %s is refused, which another check tells", got.sent.string("createdAt"))
	}
	wrong, like, compared := otherInstant(got)
	if wrong != "" {
		a.Fail(conformance.Failure{
			Message: wrong, Expected: got.sent.string("createdAt"), Got: got.member("createdAt"), LooksLike: like,
			Exchanges: []*wire.Exchange{got.Exchange},
		})
	}
	if !compared {
		a.NotApplicable("createdAt comes back in a form that cannot be compared: %s", brief(got.event["createdAt"]))
	}
	a.Saw("instants", 1)
}

func instantKept(ctx context.Context, a *asker) {
	for i, at := range []string{"2026-01-14T09:26:53.589Z", "2019-08-24T14:15:22Z", "2024-02-29T23:59:59.001Z"} {
		kind := kinds()[i%3]
		a.sameInstant(ctx, func() draft { return a.event(kind).with("createdAt", at) })
	}
}

func offsetKept(ctx context.Context, a *asker) {
	for _, at := range []string{"2026-01-14T10:27:04+01:00", "2026-01-14T23:57:04.120-05:30"} {
		a.sameInstant(ctx, func() draft { return a.message().with("createdAt", at) })
	}
}

// farthest is how far two clocks may be apart.
const farthest = 10 * time.Minute

func defaultNow(change func(draft) draft) func(context.Context, *asker) {
	return func(ctx context.Context, a *asker) {
		for _, kind := range kinds() {
			got := a.accept(ctx, "an event without a time", func() draft { return change(a.event(kind)) })
			text := got.member("createdAt")
			at, _, ok := instant(text)
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

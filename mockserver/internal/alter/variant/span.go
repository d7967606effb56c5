package variant

import (
	"net/http"
	"regexp"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

const aDay = 24 * time.Hour

func spans() []Variant {
	return []Variant{
		legal("", "range.at-most-30-days", "A range of more than 30 days is refused with 400.", afterDecode(atMost(30*aDay))),
		legal("", "range.at-most-1-day", "A range of more than a day is refused with 400.", afterDecode(atMost(aDay))),
		legal("", "range.at-most-6-hours", "A range of more than 6 hours is refused with 400.", afterDecode(atMost(6*time.Hour))),
		legal("", "range.at-most-1-hour", "A range of more than an hour is refused with 400.", afterDecode(atMost(time.Hour))),
		legal("", "range.future-end-is-refused", "A range that ends in the future is refused with 400.", futureEndRefused),
		legal("", "range.future-end-is-now", "A range that ends in the future ends now.", futureEndIsNow),
		legal("", "range.start-within-30-days", "A range that starts more than 30 days ago is refused with 400.", startWithin(30*aDay)),
		legal("", "range.forgets-after-30-days", "Events are listed for 30 days.", forgetsAfter(30*aDay)),
		legal("", "range.full-times-only", "A start_time or end_time that is a date alone is refused with 400.",
			afterDecode(likeOnly(regexp.MustCompile(`[Tt]`), "start_time", "end_time"))),
		legal("", "range.dates-only", "A start_time or end_time that is no date alone is refused with 400.",
			afterDecode(likeOnly(regexp.MustCompile(`^\d{4}-\d\d-\d\d$`), "start_time", "end_time"))).against("CHL-TIME-8"),
		legal("L11", "range.javascript-times", "Chatlayer times are printed in UTC with Z and 3 digits, and a start_time or end_time of another form is refused with 400.", all(
			coarse(time.Millisecond, layoutMillis),
			afterDecode(likeOnly(regexp.MustCompile(`^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$`), "start_time", "end_time")),
		)),
		legal("L11", "range.cut-to-milliseconds", "Whatever Chatlayer time is read or printed is cut to the millisecond.", all(
			coarse(time.Millisecond, layoutMillis), onList(cutBounds(time.Millisecond)),
		)),
	}
}

func atMost(longest time.Duration) func(*pipeline.Call) error {
	return func(c *pipeline.Call) error {
		if from, to, ok := bounds(c); ok && to.Sub(from) > longest {
			return refuse(http.StatusBadRequest, "end_time: got a range of %v, expected one of at most %v", to.Sub(from), longest)
		}
		return nil
	}
}

func futureEndRefused(p *pipeline.Pipeline) {
	afterDecode(func(c *pipeline.Call) error {
		if _, to, ok := bounds(c); ok && to.After(p.Clock.Now()) {
			return refuse(http.StatusBadRequest, "end_time: got %v, which is in the future, expected a time until now", to)
		}
		return nil
	})(p)
}

// futureEndIsNow leaves the arguments alone, which page tokens are bound to.
func futureEndIsNow(p *pipeline.Pipeline) {
	onList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		if now := p.Clock.Now().UTC(); l.Query.End.After(now) {
			l.Query.End = now
		}
		return next(l)
	})(p)
}

func startWithin(longest time.Duration) decorator {
	return func(p *pipeline.Pipeline) {
		afterDecode(func(c *pipeline.Call) error {
			if from, _, ok := bounds(c); ok && p.Clock.Now().Sub(from) > longest {
				return refuse(http.StatusBadRequest, "start_time: got %v, expected one of the last %v", from, longest)
			}
			return nil
		})(p)
	}
}

func forgetsAfter(kept time.Duration) decorator {
	return func(p *pipeline.Pipeline) {
		onList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
			if first := p.Clock.Now().UTC().Add(-kept); l.Query.Start.Before(first) {
				l.Query.Start = first
			}
			return next(l)
		})(p)
	}
}

// likeOnly refuses times of another form.
func likeOnly(form *regexp.Regexp, names ...string) func(*pipeline.Call) error {
	return func(c *pipeline.Call) error {
		for _, name := range names {
			if at := text(c, name); c.API == chatlayerAPI && at != "" && !form.MatchString(at) {
				return refuse(http.StatusBadRequest, "%s: got %q, expected a time like 2026-01-15T10:00:00.000Z", name, at)
			}
		}
		return nil
	}
}

func cutBounds(unit time.Duration) func(pipeline.List, *pipeline.Lookup) (pipeline.Page, error) {
	return func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		l.Query.Start, l.Query.End = l.Query.Start.Truncate(unit), l.Query.End.Truncate(unit)
		return next(l)
	}
}

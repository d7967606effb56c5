package variant

import (
	"net/http"
	"regexp"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

const aDay = 24 * time.Hour

func spans() []Variant {
	return []Variant{
		legal("", "range.at-most-30-days", "A range of more than 30 days is refused with 400.", alter.AfterDecode(atMost(30*aDay))),
		legal("", "range.at-most-1-hour", "A range of more than an hour is refused with 400.", alter.AfterDecode(atMost(time.Hour))),
		legal("", "range.future-end-is-refused", "A range that ends in the future is refused with 400.", futureEndRefused),
		legal("", "range.future-end-is-now", "A range that ends in the future ends now.", futureEndIsNow),
		legal("", "range.start-within-30-days", "A range that starts more than 30 days ago is refused with 400.", startWithin(30*aDay)),
		legal("", "range.forgets-after-30-days", "Events are listed for 30 days.", forgetsAfter(30*aDay)),
		legal("", "range.full-times-only", "A start_time or end_time that is a date alone is refused with 400.",
			alter.AfterDecode(likeOnly(regexp.MustCompile(`[Tt]`), "start_time", "end_time"))),
		legal("", "range.dates-only", "A start_time or end_time that is no date alone is refused with 400.",
			alter.AfterDecode(likeOnly(regexp.MustCompile(`^\d{4}-\d\d-\d\d$`), "start_time", "end_time"))).against("CHL-TIME-8"),
	}
}

func atMost(longest time.Duration) func(*pipeline.Call) error {
	return func(c *pipeline.Call) error {
		if from, to, ok := bounds(c); ok && to.Sub(from) > longest {
			return alter.Refuse(http.StatusBadRequest, "end_time: got a range of %v, expected one of at most %v", to.Sub(from), longest)
		}
		return nil
	}
}

func futureEndRefused(p *pipeline.Pipeline) {
	alter.AfterDecode(func(c *pipeline.Call) error {
		if _, to, ok := bounds(c); ok && to.After(p.Clock.Now()) {
			return alter.Refuse(http.StatusBadRequest, "end_time: got %v, which is in the future, expected a time until now", to)
		}
		return nil
	})(p)
}

// futureEndIsNow leaves the arguments alone, which page tokens are bound to.
func futureEndIsNow(p *pipeline.Pipeline) {
	alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
		if now := p.Clock.Now().UTC(); l.Query.End.After(now) {
			l.Query.End = now
		}
		return next(l)
	})(p)
}

func startWithin(longest time.Duration) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.AfterDecode(func(c *pipeline.Call) error {
			if from, _, ok := bounds(c); ok && p.Clock.Now().Sub(from) > longest {
				return alter.Refuse(http.StatusBadRequest, "start_time: got %v, expected one of the last %v", from, longest)
			}
			return nil
		})(p)
	}
}

func forgetsAfter(kept time.Duration) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.AroundList(func(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
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
			if at := c.Args().Text(name); alter.ForChatlayer(c) && at != "" && !form.MatchString(at) {
				return alter.Refuse(http.StatusBadRequest, "%s: got %q, expected a time like 2026-01-15T10:00:00.000Z", name, at)
			}
		}
		return nil
	}
}

// bothBounds changes the two times of a list.
func bothBounds(change func(time.Time) time.Time) alter.Decorator {
	return alter.BeforeQuery(func(l *chatlayersteps.Lookup) {
		l.Query.Start, l.Query.End = change(l.Query.Start), change(l.Query.End)
	})
}

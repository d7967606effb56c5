package chatlayer

import (
	"maps"
	"strings"
	"time"
)

// hypothesis is a mistake that servers make: which of the known events a query returns under it.
type hypothesis struct {
	name    string
	returns func(k *Known, q Query, from, to time.Time) bool
}

// looksLike names the one known mistake under which the model returns exactly what the walk showed; "" if there is none or
// more than one. Two mistakes together are thought of only if no single one explains it.
func (s *session) looksLike(w Walk, known []*Known) string {
	q := s.filled(w.Query)
	got, right := map[*Known]bool{}, map[*Known]bool{}
	for _, e := range w.Events() {
		if k := s.identify(e); k != nil {
			got[k] = true
		}
	}
	from, to := instants(q)
	for _, k := range known {
		if k.matches(q, from, to) {
			right[k] = true
		}
	}
	for _, all := range [][]hypothesis{append(timeHypotheses(), filterHypotheses()...), doubleHypotheses()} {
		if fitting := fit(all, q, known, got, right); len(fitting) > 0 {
			return onlyOne(fitting)
		}
	}
	return ""
}

func onlyOne(names []string) string {
	if len(names) > 1 {
		return ""
	}
	return names[0]
}

// fit names the hypotheses that predict what was got and not what is right.
func fit(all []hypothesis, q Query, known []*Known, got, right map[*Known]bool) []string {
	from, to := instants(q)
	var names []string
	for _, h := range all {
		predicted := map[*Known]bool{}
		for _, k := range known {
			if h.returns(k, q, from, to) {
				predicted[k] = true
			}
		}
		if maps.Equal(predicted, got) && !maps.Equal(predicted, right) {
			names = append(names, h.name)
		}
	}
	return names
}

// within makes a hypothesis about the bounds alone.
func within(name string, in func(at, from, to time.Time) bool) hypothesis {
	return hypothesis{name, func(k *Known, q Query, from, to time.Time) bool { return k.fits(q) && in(k.when(), from, to) }}
}

func inside(at, from, to time.Time) bool { return !at.Before(from) && at.Before(to) }

func floor(d time.Duration) func(time.Time) time.Time {
	return func(t time.Time) time.Time { return t.Truncate(d) }
}

// doubleHypotheses are mistakes at both bounds at once.
func doubleHypotheses() []hypothesis {
	second := floor(time.Second)
	return []hypothesis{
		within("both bounds turned round: > start_time and <= end_time", func(at, from, to time.Time) bool { return at.After(from) && !at.After(to) }),
		within("both bounds are ignored", func(time.Time, time.Time, time.Time) bool { return true }),
		within("both bounds are rounded down to the second", func(at, from, to time.Time) bool { return inside(at, second(from), second(to)) }),
	}
}

// timeHypotheses are mistakes at one of the bounds.
func timeHypotheses() []hypothesis {
	second, minute, day := floor(time.Second), floor(time.Minute), floor(24*time.Hour)
	return []hypothesis{
		within("end_time compared with <= instead of <", func(at, from, to time.Time) bool { return !at.Before(from) && !at.After(to) }),
		within("start_time compared with > instead of >=", func(at, from, to time.Time) bool { return at.After(from) && at.Before(to) }),
		within("start_time is ignored", func(at, _, to time.Time) bool { return at.Before(to) }),
		within("end_time is ignored", func(at, from, _ time.Time) bool { return !at.Before(from) }),
		within("start_time is rounded down to the second", func(at, from, to time.Time) bool { return inside(at, second(from), to) }),
		within("end_time is rounded down to the second", func(at, from, to time.Time) bool { return inside(at, from, second(to)) }),
		within("start_time is rounded down to the minute", func(at, from, to time.Time) bool { return inside(at, minute(from), to) }),
		within("end_time is rounded down to the minute", func(at, from, to time.Time) bool { return inside(at, from, minute(to)) }),
		within("the window is cut to whole days", func(at, from, to time.Time) bool { return inside(at, day(from), day(to)) }),
		within("the window is cut to the day before end_time", func(at, from, to time.Time) bool {
			return inside(at, from, to) && !at.Before(to.Add(-24*time.Hour))
		}),
		within("start_time and end_time are swapped", func(at, from, to time.Time) bool { return inside(at, to, from) }),
	}
}

// filterHypotheses are mistakes with filters.
func filterHypotheses() []hypothesis {
	on := func(name string, fits func(k *Known, q Query) bool) hypothesis {
		return hypothesis{name, func(k *Known, q Query, from, to time.Time) bool {
			at := k.when()
			return !at.Before(from) && at.Before(to) && fits(k, q)
		}}
	}
	all := []hypothesis{
		on("the filters are ORed", func(k *Known, q Query) bool { return versionFits(k, q) && anyFilter(k, q) }),
		on("version is ignored", func(k *Known, q Query) bool { q.Version = k.Version; return k.fits(q) }),
		on("all filters are ignored", versionFits),
		on("filters match by prefix", matchedBy(strings.HasPrefix)),
		on("filters match by part", matchedBy(strings.Contains)),
		on("filters match after white space is trimmed", matchedBy(func(has, asked string) bool { return strings.TrimSpace(has) == strings.TrimSpace(asked) })),
	}
	for name, clear := range map[string]func(*Query){
		"event":           func(q *Query) { q.Event = "" },
		"conversation_id": func(q *Query) { q.Conversation = "" },
		"user_id":         func(q *Query) { q.User = "" },
		"campaign_id":     func(q *Query) { q.Campaign = "" },
	} {
		all = append(all, on(name+" is ignored", func(k *Known, q Query) bool { clear(&q); return k.fits(q) }))
	}
	return all
}

func versionFits(k *Known, q Query) bool { return k.fits(Query{Op: q.Op, Version: q.Version}) }

func anyFilter(k *Known, q Query) bool {
	return q.Event != "" && q.Event == k.Event || q.Conversation != "" && q.Conversation == k.Conversation ||
		q.User != "" && q.User == k.User || q.Campaign != "" && q.Campaign == k.Campaign
}

func matchedBy(match func(has, asked string) bool) func(*Known, Query) bool {
	meets := func(asked, has string) bool { return asked == "" || match(has, asked) }
	return func(k *Known, q Query) bool {
		return versionFits(k, q) && meets(q.Event, k.Event) && meets(q.Conversation, k.Conversation) &&
			meets(q.User, k.User) && meets(q.Campaign, k.Campaign)
	}
}

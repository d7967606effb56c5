package kit

import (
	"slices"
	"strings"
	"time"
)

// says is what a hypothesis says of a sighting.
type says int

const (
	nothing     says = iota // what it should be
	exactlyThat             // what was seen, and it is wrong
	otherwise               // something wrong that was not seen
)

// hypothesis is a mistake that servers make, and what it says of a walk.
type hypothesis struct {
	name   string
	breaks string // the requirement
	of     func(v *Sighting) says
	rather string // a wider one, in whose place it is named where both explain the same
	proven bool   // by more than lists, so that empty ones may speak for it
	shown  bool   // it is about events that other lists like the walk show, so that walks that lack others do not speak for it
}

// returning makes a hypothesis of which of the run's events a query returns.
func returning(name, breaks string, returns func(k *RunEvent, q Query, from, to time.Time) bool) hypothesis {
	return hypothesis{name: name, breaks: breaks, of: func(v *Sighting) says {
		asRight, asGot := true, !v.repeats()
		for _, k := range v.planted {
			predicted := returns(k, v.q, v.from, v.to)
			asRight, asGot = asRight && predicted == v.right[k], asGot && predicted == v.got[k]
		}
		for _, e := range v.extra { // of other checks
			if e.planted != nil && !e.planted.When().IsZero() && !v.held(e.planted) {
				predicted := returns(e.planted, v.q, v.from, v.to)
				asRight, asGot = asRight && !predicted, asGot && predicted
			}
		}
		switch {
		case asRight:
			return nothing
		case asGot:
			return exactlyThat
		default:
			return otherwise
		}
	}}
}

// within makes a hypothesis about the bounds alone.
func within(name, breaks string, in func(at, from, to time.Time) bool) hypothesis {
	return returning(name, breaks, func(k *RunEvent, q Query, from, to time.Time) bool { return k.fits(q) && in(k.When(), from, to) })
}

// shownOtherwise makes the hypothesis that lists show timestamps so far off, and cut their windows by the right ones.
func shownOtherwise(name string, off func(k *RunEvent) time.Duration) hypothesis {
	return returning(name, inclusive, func(k *RunEvent, q Query, from, to time.Time) bool {
		return k.fits(q) && Inside(k.When().Add(-off(k)), from, to)
	})
}

// shift is how far off in time lists show events, if that is by the hours of a zone.
func (s *Session) shift() time.Duration {
	if s.Misplaced == nil {
		return 0
	}
	if off := s.Misplaced.When().Sub(s.Misplaced.At); off%(15*time.Minute) == 0 && off.Abs() <= 14*time.Hour {
		return off
	}
	return 0
}

// Inside reports whether an instant is in a window, which holds its start and not its end.
func Inside(at, from, to time.Time) bool { return !at.Before(from) && at.Before(to) }

// floored makes the hypotheses that one bound, or both, are rounded to a unit.
func floored(unit string, d time.Duration) []hypothesis {
	floor := func(t time.Time) time.Time { return t.Truncate(d) }
	return []hypothesis{
		within("start_time is rounded down to the "+unit, inclusive,
			func(at, from, to time.Time) bool { return Inside(at, floor(from), to) }),
		within("end_time is rounded down to the "+unit, exclusive,
			func(at, from, to time.Time) bool { return Inside(at, from, floor(to)) }),
		within("both bounds are rounded down to the "+unit, inclusive,
			func(at, from, to time.Time) bool { return Inside(at, floor(from), floor(to)) }),
		within("start_time is rounded to the nearest "+unit, inclusive,
			func(at, from, to time.Time) bool { return Inside(at, from.Round(d), to) }),
		within("times are compared by the "+unit+" alone", exclusive,
			func(at, from, to time.Time) bool { return Inside(floor(at), floor(from), floor(to)) }),
	}
}

// The requirements that the hypotheses are about.
const (
	inclusive  = "CHL-TIME-1"
	exclusive  = "CHL-TIME-2"
	exactValue = "CHL-FLT-8"
	combined   = "CHL-FLT-6"
	ofVersion  = "CHL-FLT-7"
	onceEach   = "CHL-PAGE-10"
)

// timeHypotheses are mistakes at the bounds.
func timeHypotheses(s *Session) []hypothesis {
	day := func(t time.Time) time.Time { return t.Truncate(24 * time.Hour) }
	all := []hypothesis{
		within("end_time compared with <= instead of <", exclusive,
			func(at, from, to time.Time) bool { return !at.Before(from) && !at.After(to) }),
		within("start_time compared with > instead of >=", inclusive,
			func(at, from, to time.Time) bool { return at.After(from) && at.Before(to) }),
		within("both bounds turned round: > start_time and <= end_time", inclusive,
			func(at, from, to time.Time) bool { return at.After(from) && !at.After(to) }),
		within("start_time is ignored", inclusive, func(at, _, to time.Time) bool { return at.Before(to) }),
		within("end_time is ignored", exclusive, func(at, from, _ time.Time) bool { return !at.Before(from) }),
		within("both bounds are ignored", inclusive, func(time.Time, time.Time, time.Time) bool { return true }),
		within("the window is cut to whole days", inclusive, func(at, from, to time.Time) bool { return Inside(at, day(from), day(to)) }),
		within("the window is cut to the day before end_time", inclusive, func(at, from, to time.Time) bool {
			return Inside(at, from, to) && !at.Before(to.Add(-24*time.Hour))
		}),
		within("start_time and end_time are swapped", inclusive, func(at, from, to time.Time) bool { return Inside(at, to, from) }),
		within("end_time is a millisecond too early", exclusive,
			func(at, from, to time.Time) bool { return Inside(at, from, to.Add(-time.Millisecond)) }),
	}
	all = append(all, shownOtherwise(MillisecondEarly, func(k *RunEvent) time.Duration {
		if off := k.When().Sub(k.At); off == -time.Millisecond {
			return off
		}
		return 0
	}))
	if shift := s.shift(); shift != 0 {
		zone := shownOtherwise(LocalTime, func(*RunEvent) time.Duration { return shift })
		zone.proven = true
		all = append(all, zone)
	}
	for _, unit := range []struct {
		name string
		d    time.Duration
	}{{"millisecond", time.Millisecond}, {"second", time.Second}, {"minute", time.Minute}, {"hour", time.Hour}} {
		all = append(all, floored(unit.name, unit.d)...)
	}
	return all
}

// filterHypotheses are mistakes with filters.
func filterHypotheses() []hypothesis {
	on := func(name, breaks string, fits func(k *RunEvent, q Query) bool) hypothesis {
		return returning(name, breaks, func(k *RunEvent, q Query, from, to time.Time) bool {
			return Inside(k.When(), from, to) && fits(k, q)
		})
	}
	all := []hypothesis{
		on(CaseFolded, exactValue, matchedBy(strings.EqualFold)),
		on("the filters are ORed", combined, func(k *RunEvent, q Query) bool {
			return versionFits(k, q) && (anyFilter(k, q) || !q.filtered())
		}),
		on("version is ignored", ofVersion, func(k *RunEvent, q Query) bool { q.Version = k.Version; return k.fits(q) }),
		on("every event is LIVE, whatever it was tracked with", "CHL-LAW-2", func(k *RunEvent, q Query) bool {
			live := q.Op == Team || q.Version != "DRAFT"
			q.Op = Team
			return live && k.fits(q)
		}),
		on("all filters are ignored", combined, versionFits),
		{name: "filters that no event meets are ignored", breaks: combined, of: whereNobodyMeets},
		on("filters match by prefix", exactValue, matchedBy(strings.HasPrefix)),
		on("filters match by part", exactValue, matchedBy(strings.Contains)),
		{name: "of several filters one alone is honoured", breaks: combined, of: oneFilterAlone},
		on("filters match after white space is trimmed", exactValue,
			matchedBy(func(has, asked string) bool { return strings.TrimSpace(has) == strings.TrimSpace(asked) })),
	}
	all = append(all, patternHypotheses()...)
	for _, f := range PlainFilters {
		all = append(all,
			on(f.Name+" is ignored", f.Breaks, func(k *RunEvent, q Query) bool { return k.fits(f.AddTo(q, "")) }),
			on("lists by "+f.Name+" are empty", f.Breaks, func(k *RunEvent, q Query) bool { return f.Asked(q) == "" && k.fits(q) }),
		)
		for _, otherwise := range keptOtherwise {
			all = append(all, on(f.Name+otherwise.how, "CHL-LAW-2", func(k *RunEvent, q Query) bool {
				asked := f.Asked(q)
				return (asked == "" || otherwise.kept(f.Sent(k.Sent)) == asked) && k.fits(f.AddTo(q, ""))
			}))
		}
	}
	return all
}

func versionFits(k *RunEvent, q Query) bool { return k.fits(Query{Op: q.Op, Version: q.Version}) }

// anyFilter reports whether the event meets one of the query's filters.
func anyFilter(k *RunEvent, q Query) bool {
	return slices.ContainsFunc(PlainFilters[:], func(f PlainFilter) bool { return f.Asked(q) != "" && f.Asked(q) == f.Sent(k.Sent) })
}

func matchedBy(match func(has, asked string) bool) func(*RunEvent, Query) bool {
	return func(k *RunEvent, q Query) bool {
		return versionFits(k, q) && k.meetsAll(q, func(asked, has string) bool { return match(has, asked) })
	}
}

// oneFilterAlone is that one of the filters lets through what it does whatever the others say.
func oneFilterAlone(v *Sighting) says {
	var asked []PlainFilter
	for _, f := range PlainFilters {
		if f.Asked(v.q) != "" {
			asked = append(asked, f)
		}
	}
	answer := otherwise
	for _, honoured := range asked {
		alone := returning("", "", func(k *RunEvent, q Query, from, to time.Time) bool {
			for _, f := range asked {
				if f.Name != honoured.Name {
					f.Ask(&q, "")
				}
			}
			return Inside(k.When(), from, to) && k.fits(q)
		}).of(v)
		if alone == exactlyThat {
			return exactlyThat
		}
		answer = min(answer, alone)
	}
	if len(asked) < 2 {
		return nothing
	}
	return answer
}

// whereNobodyMeets is that filters which let no event of the run through let all through.
func whereNobodyMeets(v *Sighting) says {
	if q := v.q; !q.filtered() || slices.ContainsFunc(v.planted, func(k *RunEvent) bool { return k.fits(q) }) {
		return nothing
	}
	return returning("", "", func(k *RunEvent, q Query, from, to time.Time) bool {
		return Inside(k.When(), from, to) && versionFits(k, q)
	}).of(v)
}

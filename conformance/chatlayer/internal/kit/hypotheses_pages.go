package kit

import (
	"fmt"
	"slices"
	"time"
)

// pageHypotheses are mistakes from one page to the next.
func pageHypotheses() []hypothesis {
	all := []hypothesis{
		{name: "the last event of a page is repeated on the next", breaks: onceEach, of: lastRepeated},
		{name: "the first event of a next page is skipped", breaks: onceEach, of: firstSkipped},
		{
			name: "no tie-breaker in the cursor: a next page begins again at the instant at which the one before ended", breaks: onceEach,
			of: instantRepeated,
		},
		{name: tieLost, breaks: onceEach, of: noTieBreaker},
		{name: "offset paging: events that arrive while pages are read shift the pages that follow", breaks: onceEach, of: shifted},
		{name: "the last event of a walk is lost", breaks: onceEach, of: lastOfWalkLost},
		losing("a page token without the filters: they are lost from page two on", combined, func(q *Query) bool {
			asked := q.filtered()
			*q = q.unfiltered()
			return asked
		}),
		losing("a page token without the version: it is lost from page two on", ofVersion, func(q *Query) bool {
			asked := q.Op != Team
			q.Op = Team
			return asked
		}),
		losingWindow("a page token without the bounds: end_time is lost from page two on", exclusive,
			func(at, from, _ time.Time) bool { return !at.Before(from) }),
		losingWindow("a page token without the bounds: start_time is lost from page two on", inclusive,
			func(at, _, to time.Time) bool { return at.Before(to) }),
		losingWindow("a page token without the bounds: they are lost from page two on", inclusive,
			func(time.Time, time.Time, time.Time) bool { return true }),
	}
	for _, f := range PlainFilters {
		all = append(all, losing("a page token without "+f.Name+": it is lost from page two on", f.Breaks, func(q *Query) bool {
			asked := f.Asked(*q) != ""
			f.Ask(q, "")
			return asked
		}))
	}
	all = append(all, hypothesis{name: CutCursor, breaks: onceEach, of: coarselyPaged, rather: tieLost})
	all = append(all, likeIDs()...)
	for pages := 1; pages <= 10; pages++ {
		all = append(all, hypothesis{
			name: fmt.Sprintf("no token leads further than page %d", pages), breaks: onceEach,
			of: endingAfter(pages),
		})
	}
	for i := range all {
		all[i].shown = true
	}
	return all
}

// several tells walks of several pages from those that prove nothing about pages.
func several(v *Sighting, of func() bool) says {
	switch {
	case len(v.pages) < 2:
		return nothing
	case of():
		return exactlyThat
	default:
		return otherwise
	}
}

func lastRepeated(v *Sighting) says {
	if !slices.ContainsFunc(v.pages, func(page []shown) bool { return len(page) > 1 }) && !v.failed() {
		return nothing // a page of one event has no room for another's
	}
	return several(v, func() bool {
		for i, page := range v.pages[1:] {
			last := v.pages[i][len(v.pages[i])-1]
			if !slices.ContainsFunc(page, func(one shown) bool { return one.key == last.key }) {
				return false
			}
		}
		return len(v.missing)+len(v.extra) == 0 && !v.twiceOnAPage() && len(v.pages)-1 == v.repetitions()
	})
}

// firstSkipped wants as many lost events as there are ends of pages, each of them at one.
func firstSkipped(v *Sighting) says {
	ends := v.walked - 1
	lost := slices.Concat(v.missing, v.unsure)
	atEnds := !v.repeats() && len(v.extra) == 0 && len(v.missing) <= ends+1 && len(lost) >= ends
	for i := range v.pages[:max(len(v.pages)-1, 0)] {
		a, b := v.pages[i][len(v.pages[i])-1].at, v.pages[i+1][0].at
		atEnds = atEnds && slices.ContainsFunc(lost, func(k *RunEvent) bool { return amid(k.When(), a, b) })
	}
	switch {
	case ends == 0, atEnds && !v.failed():
		return nothing
	case atEnds:
		return exactlyThat
	default:
		return otherwise
	}
}

// instantRepeated wants the events of the instant at which a page ends on the next page, too, unless they fill the page. What else is of
// that instant may be lost.
func instantRepeated(v *Sighting) says {
	if !slices.ContainsFunc(v.pages, func(page []shown) bool { return len(page) > 1 }) && !v.failed() {
		return nothing
	}
	return several(v, func() bool {
		var ends []time.Time
		for i, page := range v.pages[1:] {
			before := v.pages[i]
			end := before[len(before)-1].at
			for _, one := range before {
				full := i > 0 && slices.ContainsFunc(ends, func(at time.Time) bool { return at.Equal(one.at) })
				if one.at.Equal(end) && !full && !slices.ContainsFunc(page, func(next shown) bool { return next.key == one.key }) {
					return false
				}
			}
			ends = append(ends, end)
		}
		return len(v.extra) == 0 && !v.twiceOnAPage() && v.differsAt(ends)
	})
}

// differsAt reports whether all that is missing or repeated is of some instants.
func (v *Sighting) differsAt(instants []time.Time) bool {
	at := func(t time.Time) bool {
		return slices.ContainsFunc(instants, func(instant time.Time) bool { return instant.Equal(t) })
	}
	for _, page := range v.pages {
		for _, one := range page {
			if v.times[one.key] > 1 && !at(one.at) {
				return false
			}
		}
	}
	return !slices.ContainsFunc(v.missing, func(k *RunEvent) bool { return !at(k.When()) })
}

// shifted explains walks that repeat events at the ends of pages, no more of them than arrived ahead of what was left to read.
func shifted(v *Sighting) says {
	ahead := 0
	for _, k := range v.arrived {
		if len(v.pages) > 1 && !v.behindPageOne(k.When()) {
			ahead++
		}
	}
	if ahead == 0 {
		return nothing
	}
	for i, page := range v.pages[:len(v.pages)-1] {
		for j, one := range page {
			again := slices.ContainsFunc(v.pages[i+1], func(next shown) bool { return next.key == one.key })
			if v.times[one.key] > 1 && (!again && i == 0 || again && j < len(page)-ahead) {
				return otherwise
			}
		}
	}
	if n := v.repetitions(); n == 0 || n > ahead*(len(v.pages)-1) || len(v.missing)+len(v.extra) > 0 || v.twiceOnAPage() {
		return otherwise
	}
	return exactlyThat
}

func amid(at, a, b time.Time) bool {
	if b.Before(a) {
		a, b = b, a
	}
	return !at.Before(a) && !at.After(b)
}

// What servers do whose page tokens do not tell events of one instant apart, and those whose tokens know less of an instant than their
// lists print.
const (
	tieLost   = "no tie-breaker in the cursor: events of one instant are repeated or lost where a page ends"
	CutCursor = "milliseconds kept of microseconds in the cursor: events of one millisecond are repeated or lost where a page ends"
)

// noTieBreaker explains walks that differ only by events which share their millisecond with the end of a page. Where no page ends
// among such events, it says that the walk is right, and where one does, it may be right by luck.
func noTieBreaker(v *Sighting) says { return v.differsAtEnds(SameMillisecond) }

// coarselyPaged explains those of them that differ by events of other instants than that of the end.
func coarselyPaged(v *Sighting) says {
	if v.differsAtEnds(time.Time.Equal) == exactlyThat {
		return otherwise
	}
	return v.differsAtEnds(SameMillisecond)
}

// differsAtEnds explains walks that differ only by events which are at one with others, and with the end of a page.
func (v *Sighting) differsAtEnds(same func(a, b time.Time) bool) says {
	ends := v.ends()
	if !v.failed() || len(ends) == 0 {
		return nothing
	}
	if v.twiceOnAPage() || len(v.extra) > 0 {
		return otherwise
	}
	atTie := func(at time.Time) bool {
		return v.tied(at, same) && slices.ContainsFunc(ends, func(end time.Time) bool { return same(end, at) })
	}
	if slices.ContainsFunc(v.missing, func(k *RunEvent) bool { return !atTie(k.When()) }) {
		return otherwise
	}
	for _, page := range v.pages {
		if slices.ContainsFunc(page, func(one shown) bool { return v.times[one.key] > 1 && !atTie(one.at) }) {
			return otherwise
		}
	}
	return exactlyThat
}

// lastOfWalkLost wants the one event to be missing that would have come last, in whichever order the list has.
func lastOfWalkLost(v *Sighting) says {
	switch {
	case len(v.right) == 0 || (len(v.pages) < 2 || len(v.unsure) > 0) && !v.failed():
		return nothing
	case len(v.missing) != 1 || v.repeats() || len(v.extra) > 0:
		return otherwise
	}
	at := v.missing[0].When()
	first, last := true, true
	for k := range v.got {
		first, last = first && !k.When().Before(at), last && !k.When().After(at)
	}
	if first || last {
		return exactlyThat
	}
	return otherwise
}

// losing makes the hypothesis that page tokens forget what drop takes out of a query; drop reports whether that was asked for.
func losing(name, breaks string, drop func(*Query) bool) hypothesis {
	return fromPageTwo(name, breaks, func(v *Sighting) (bool, func(k *RunEvent) bool) {
		q := v.q
		asked := drop(&q)
		return asked, func(k *RunEvent) bool { return Inside(k.When(), v.from, v.to) && k.fits(q) }
	})
}

// losingWindow makes the hypothesis that they forget bounds.
func losingWindow(name, breaks string, in func(at, from, to time.Time) bool) hypothesis {
	return fromPageTwo(name, breaks, func(v *Sighting) (bool, func(k *RunEvent) bool) {
		return true, func(k *RunEvent) bool { return k.fits(v.q) && in(k.When(), v.from, v.to) }
	})
}

// fromPageTwo makes a hypothesis by which page one is right and the others show more: all that may be there and comes behind it. When an
// event of another check happened is not known before a list has shown it to that check.
func fromPageTwo(name, breaks string, later func(v *Sighting) (asked bool, may func(k *RunEvent) bool)) hypothesis {
	return hypothesis{name: name, breaks: breaks, of: func(v *Sighting) says {
		asked, may := later(v)
		if !asked || len(v.pages) < 2 {
			return nothing
		}
		more := slices.ContainsFunc(v.planted, func(k *RunEvent) bool { return !v.right[k] && may(k) })
		extra, all := v.later()
		switch {
		case !more && !v.failed():
			return nothing
		case len(extra) == 0 || !all:
			return otherwise
		case slices.ContainsFunc(extra, func(one shown) bool { return one.planted != nil && one.planted.Seen && !may(one.planted) }):
			return otherwise
		case slices.ContainsFunc(v.planted, func(k *RunEvent) bool { return may(k) && !v.got[k] && v.behindPageOne(k.When()) }):
			return otherwise
		default:
			return exactlyThat
		}
	}}
}

// endingAfter says that walks have so many pages at most, and lose what would come behind them.
func endingAfter(pages int) func(*Sighting) says {
	return func(v *Sighting) says {
		switch {
		case len(v.pages) > pages:
			return otherwise
		case !v.failed():
			return nothing
		case len(v.pages) == pages && len(v.missing) > 0 && !v.repeats() && len(v.extra) == 0 && v.allBehind():
			return exactlyThat
		default:
			return nothing
		}
	}
}

// allBehind reports whether what is missing comes behind all that was shown, in whichever order the list has.
func (v *Sighting) allBehind() bool {
	var shown []time.Time
	for _, page := range v.pages {
		for _, one := range page {
			shown = append(shown, one.at)
		}
	}
	first, last := slices.MinFunc(shown, time.Time.Compare), slices.MaxFunc(shown, time.Time.Compare)
	newest := shown[0].After(shown[len(shown)-1])
	return !slices.ContainsFunc(v.missing, func(k *RunEvent) bool {
		return newest && k.When().After(first) || !newest && k.When().Before(last)
	})
}

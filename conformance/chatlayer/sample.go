package chatlayer

import (
	"slices"
	"time"
)

// oneValue is a filter with a single value.
func oneValue(key, word, value string) Filter {
	return Filter{Key: key, Operator: word, Value: []string{value}}
}

// sample is a window with some dozens of the seed's events, so that one page holds them.
func (p *probe) sample() Query {
	var times []time.Time
	from, _ := p.s.window()
	for _, k := range p.s.seed {
		if k.Version == "LIVE" && !k.when().Before(from) {
			times = append(times, k.moment())
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	q := p.inSeed(post)
	if len(times) > 90 && !p.Target().ReadOnly {
		q.End = bound(times[59].Add(p.s.unit))
	}
	return q
}

// liveOf lists the seed's events of a set.
func (p *probe) liveOf(set map[*Known]bool) []*Known {
	var all []*Known
	for _, k := range p.s.seed {
		if set[k] {
			all = append(all, k)
		}
	}
	return all
}

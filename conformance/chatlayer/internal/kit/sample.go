package kit

import (
	"slices"
	"time"
)

// OneValue is a filter with a single value.
func OneValue(key, word, value string) Filter {
	return Filter{Key: key, Operator: word, Value: []string{value}}
}

// ListSample is a window with some dozens of the planted events, so that one page holds them.
func (p *Probe) ListSample() Query {
	var times []time.Time
	from, _ := p.PlantedWindow()
	for _, k := range p.Planted {
		if k.Version == "LIVE" && !k.When().Before(from) {
			times = append(times, k.Moment())
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	q := p.ListPlanted(Post)
	if len(times) > 90 && !p.Target().ReadOnly {
		q.End = Bound(times[59].Add(p.Unit))
	}
	return q
}

// PlantedIn lists the planted events of a set.
func (p *Probe) PlantedIn(set map[*RunEvent]bool) []*RunEvent {
	var all []*RunEvent
	for _, k := range p.Planted {
		if set[k] {
			all = append(all, k)
		}
	}
	return all
}

//go:build bench

package interop

// plots are the growth curves, by the names of their files.
func (r report) plots() map[string]plot {
	const time, rate, memory = "milliseconds, median", "per second", "MiB"
	tracked, seeded := curves(r.grown), curves(r.seeded)
	longer := tracked.events()
	if len(r.seeded) > len(r.grown) {
		longer = seeded.events()
	}
	resident := func(g grown) float64 { return g.resident }
	all := map[string]plot{
		"memory": {
			title: "Resident memory", unit: memory, log: true, events: longer,
			lines: []line{{"tracked", tracked.of(resident)}, {"seeded", seeded.of(resident)}},
		},
		"tracked": {
			title: "Events tracked per second", unit: rate, events: tracked.events(),
			lines: []line{{"tracked", tracked.of(func(g grown) float64 { return g.perSecond })}},
		},
		"seeded": {
			title: "The middle page of seeded events", unit: time, events: seeded.events(), lines: seeded.pages(seededFilters(nil), 1),
		},
	}
	for i, name := range pageNames {
		all[name] = plot{
			title: "The " + name + " page of tracked events", unit: time, events: tracked.events(), lines: tracked.pages(growthFilters, i),
		}
	}
	return all
}

type curves []grown

func (c curves) of(value func(grown) float64) []float64 {
	values := make([]float64, len(c))
	for i, g := range c {
		values[i] = value(g)
	}
	return values
}

func (c curves) events() []int {
	events := make([]int, len(c))
	for i, g := range c {
		events[i] = g.events
	}
	return events
}

// pages has a line for each filter: the times of the page with that number.
func (c curves) pages(filters []filtered, page int) []line {
	lines := make([]line, len(filters))
	for i, f := range filters {
		lines[i] = line{f.name, c.of(func(g grown) float64 { return g.pages[f.name][page] })}
	}
	return lines
}

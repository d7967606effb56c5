package kit

import (
	"cmp"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

// mostTicks is how many events a number line shows.
const mostTicks = 60

// Strip shows a walk page by page.
func (s *Session) Strip(w Walk, d Difference) conformance.Picture {
	forbidden := map[string]bool{}
	for _, e := range d.Extra {
		forbidden[e.Key()] = true
	}
	times := map[string]int{}
	drawing := conformance.PageStrip{Size: w.Query.Size}
	for _, p := range w.Pages {
		box := conformance.PageBox{Token: p.Next != "", Items: []conformance.Item{}}
		for _, e := range p.Events {
			times[e.Key()]++
			item := conformance.Item{Label: s.Label(e), Mark: conformance.Right}
			switch {
			case forbidden[e.Key()]:
				item.Mark = conformance.Extra
			case times[e.Key()] > 1:
				item.Mark = conformance.Repeated
			}
			box.Items = append(box.Items, item)
		}
		drawing.Pages = append(drawing.Pages, box)
	}
	for _, k := range d.Missing {
		drawing.Missing = append(drawing.Missing, k.Label())
	}
	return conformance.Picture{Title: "pages of the walk", Strip: &drawing}
}

// Line shows the window of a walk and the events around its bounds, the wrong ones first.
func (s *Session) Line(w Walk, planted []*RunEvent, d Difference) conformance.Picture {
	q := s.WithDefaults(w.Query)
	from, to := Instants(q)
	drawing := conformance.NumberLine{Start: q.Start, End: q.End}
	add := func(k *RunEvent, m conformance.Mark) {
		if len(drawing.Events) < mostTicks {
			drawing.Events = append(drawing.Events, conformance.Tick{At: k.When(), Label: k.Label(), Mark: m})
		}
	}
	wrong := map[*RunEvent]bool{}
	for _, k := range d.Missing {
		wrong[k] = true
		add(k, conformance.Missing)
	}
	for _, e := range d.Extra {
		if k := s.Identify(e); k != nil && k.Seen {
			wrong[k] = true
			add(k, conformance.Extra)
		}
	}
	for _, k := range nearest(planted, from, to) {
		switch {
		case wrong[k] || !k.fits(q):
		case k.Matches(q, from, to):
			add(k, conformance.Right)
		default:
			add(k, conformance.Outside)
		}
	}
	return conformance.Picture{Title: "the window and the events", Line: &drawing}
}

// nearest sorts events by how far they are from the closer bound.
func nearest(planted []*RunEvent, from, to time.Time) []*RunEvent {
	distance := func(k *RunEvent) time.Duration { return min(k.When().Sub(from).Abs(), k.When().Sub(to).Abs()) }
	sorted := slices.Clone(planted)
	slices.SortStableFunc(sorted, func(a, b *RunEvent) int { return cmp.Compare(distance(a), distance(b)) })
	return sorted
}

package chatlayer

import (
	"cmp"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

// mostTicks is how many events a number line shows.
const mostTicks = 60

// strip shows a walk page by page.
func strip(s *session, w Walk, d difference) conformance.Picture {
	forbidden := map[string]bool{}
	for _, e := range d.extra {
		forbidden[e.key()] = true
	}
	times := map[string]int{}
	drawing := conformance.PageStrip{Size: w.Query.Size}
	for _, p := range w.Pages {
		box := conformance.PageBox{Token: p.Next != "", Items: []conformance.Item{}}
		for _, e := range p.Events {
			times[e.key()]++
			item := conformance.Item{Label: s.label(e), Mark: conformance.Right}
			switch {
			case forbidden[e.key()]:
				item.Mark = conformance.Extra
			case times[e.key()] > 1:
				item.Mark = conformance.Repeated
			}
			box.Items = append(box.Items, item)
		}
		drawing.Pages = append(drawing.Pages, box)
	}
	for _, k := range d.missing {
		drawing.Missing = append(drawing.Missing, k.label())
	}
	return conformance.Picture{Title: "pages of the walk", Strip: &drawing}
}

// line shows the window of a walk and the events around its bounds, the wrong ones first.
func line(s *session, w Walk, known []*Known, d difference) conformance.Picture {
	q := s.filled(w.Query)
	from, to := instants(q)
	drawing := conformance.NumberLine{Start: q.Start, End: q.End}
	add := func(k *Known, m conformance.Mark) {
		if len(drawing.Events) < mostTicks {
			drawing.Events = append(drawing.Events, conformance.Tick{At: k.when(), Label: k.label(), Mark: m})
		}
	}
	wrong := map[*Known]bool{}
	for _, k := range d.missing {
		wrong[k] = true
		add(k, conformance.Missing)
	}
	for _, e := range d.extra {
		if k := s.identify(e); k != nil && k.Seen {
			wrong[k] = true
			add(k, conformance.Extra)
		}
	}
	for _, k := range nearest(known, from, to) {
		switch {
		case wrong[k] || !k.fits(q):
		case k.matches(q, from, to):
			add(k, conformance.Right)
		default:
			add(k, conformance.Outside)
		}
	}
	return conformance.Picture{Title: "the window and the events", Line: &drawing}
}

// nearest sorts events by how far they are from the closer bound.
func nearest(known []*Known, from, to time.Time) []*Known {
	distance := func(k *Known) time.Duration { return min(k.when().Sub(from).Abs(), k.when().Sub(to).Abs()) }
	sorted := slices.Clone(known)
	slices.SortStableFunc(sorted, func(a, b *Known) int { return cmp.Compare(distance(a), distance(b)) })
	return sorted
}

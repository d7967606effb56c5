package kit

import (
	"slices"
	"time"
)

// Sighting is what a walk showed of the run's events, for the diagnosis at the end of the run.
type Sighting struct {
	q        Query
	from, to time.Time
	planted  []*RunEvent // what the walk was held to
	pages    [][]shown
	numbered []numberedPage     // all pages as they came, if it differed
	right    map[*RunEvent]bool // what it had to show
	got      map[*RunEvent]bool // what it showed of them
	times    map[string]int     // how often it showed each event
	missing  []*RunEvent
	unshown  bool        // no list has shown all that is missing with what the walk asks for
	unsure   []*RunEvent // that a team's list has to show if it shows them at all
	walked   int         // pages, those without events included
	hollow   bool        // pages without events followed the last of pages
	arrived  []*RunEvent // events for it that were tracked between its first page and its last
	extra    []shown     // that may not be there
	// twoTokens says that a page has next_page_token twice.
	twoTokens bool
}

// numberedPage is a page of a walk, with the number of its exchange.
type numberedPage struct {
	number int
	events []Event
}

// shown is an event on a page; planted is nil if it is somebody else's.
type shown struct {
	planted *RunEvent
	key     string
	at      time.Time
}

// walkKind is what tells walks apart by which mistakes show.
type walkKind struct {
	op, version    string
	filters        int
	several, empty bool
}

func kindOf(w Walk) walkKind {
	return walkKind{w.Query.Op, w.Query.Version, w.Query.asks().asked(), len(w.Pages) > 1, len(w.Events()) == 0}
}

// What is kept for the diagnosis: so many walks of a kind that were right, and none that shows more events than this.
const (
	mostOfAKind = 20
	longestWalk = 3000
)

// Sight makes a sighting of a walk; nil if it is too long, or says nothing.
func (s *Session) Sight(w Walk, planted []*RunEvent, d Difference) *Sighting {
	q := s.WithDefaults(w.Query)
	from, to := Instants(q)
	v := &Sighting{
		q: q, from: from, to: to, walked: len(w.Pages), right: map[*RunEvent]bool{}, got: map[*RunEvent]bool{},
		times: map[string]int{},
	}
	if len(w.Events()) > longestWalk || len(q.Filters) > 0 { // what attribute filters let through nobody documents
		return nil
	}
	held := map[*RunEvent]bool{}
	for _, k := range planted {
		if q.Op == Team && k.inTeam.Load() == nil { // which events a team's list shows is for another check
			if k.Matches(q, from, to) {
				v.unsure = append(v.unsure, k)
			}
			continue
		}
		held[k] = true
		v.planted = append(v.planted, k)
		if k.Matches(q, from, to) {
			v.right[k] = true
		}
	}
	v.arrived = s.arrivedDuring(w, q, from, to)
	forbidden := map[string]bool{}
	for _, e := range d.Extra {
		forbidden[e.Key()] = true
	}
	for _, p := range w.Pages {
		var page []shown
		v.twoTokens = v.twoTokens || p.twoTokens
		if !d.None() {
			v.numbered = append(v.numbered, numberedPage{p.X.Number, p.Events})
		}
		for _, e := range p.Events {
			one := shown{planted: s.Identify(e), key: e.Key(), at: e.At}
			page = append(page, one)
			if v.times[one.key]++; forbidden[one.key] && v.times[one.key] == 1 {
				v.extra = append(v.extra, one)
			}
			if held[one.planted] {
				v.got[one.planted] = true
			}
		}
		if v.hollow = page == nil && v.pages != nil; page != nil {
			v.pages = append(v.pages, page)
		}
	}
	for _, k := range v.planted {
		if v.right[k] && !v.got[k] {
			v.missing = append(v.missing, k)
			v.unshown = v.unshown || !k.due(q, from, to)
		}
	}
	return v
}

// arrivedDuring are the events of the run that a walk had to show and that were acknowledged while it was under way.
func (s *Session) arrivedDuring(w Walk, q Query, from, to time.Time) (all []*RunEvent) {
	if len(w.Pages) < 2 {
		return nil
	}
	first, last := w.Pages[0].X, w.Last().X
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.byTag {
		if k.Seen && k.Acked && k.AckedAt.After(first.Began.Add(first.Took)) && k.AckedAt.Before(last.Began) && k.Matches(q, from, to) {
			all = append(all, k)
		}
	}
	return all
}

// wasRight remembers a walk that was as it should be: what would have made it wrong explains no failure of the run.
func (s *Session) wasRight(w Walk, planted []*RunEvent) {
	kind := kindOf(w)
	s.mu.Lock()
	full := s.sightingsOf[kind] >= mostOfAKind
	s.mu.Unlock()
	if full {
		return
	}
	v := s.Sight(w, planted, Difference{})
	s.mu.Lock()
	defer s.mu.Unlock()
	if v != nil && !v.failed() {
		if s.sightingsOf == nil {
			s.sightingsOf = map[walkKind]int{}
		}
		s.sightings = append(s.sightings, v)
		s.sightingsOf[kind]++
	}
}

// failed reports whether the walk differed from what it had to be.
func (v *Sighting) failed() bool { return len(v.missing)+len(v.extra) > 0 || v.repeats() }

// held reports whether the walk was held to an event.
func (v *Sighting) held(k *RunEvent) bool { return slices.Contains(v.planted, k) }

func (v *Sighting) repeats() bool { return v.repetitions() > 0 }

// repetitions is how many events were shown that had been shown before.
func (v *Sighting) repetitions() (n int) {
	for _, times := range v.times {
		n += times - 1
	}
	return n
}

// twiceOnAPage reports whether one page shows an event twice, which has nothing to do with where pages end.
func (v *Sighting) twiceOnAPage() bool {
	return slices.ContainsFunc(v.pages, func(page []shown) bool {
		seen := map[string]bool{}
		return slices.ContainsFunc(page, func(one shown) bool {
			again := seen[one.key]
			seen[one.key] = true
			return again
		})
	})
}

// ends are the instants of the last event of each page that another one followed.
func (v *Sighting) ends() []time.Time {
	var ends []time.Time
	for _, page := range v.pages {
		ends = append(ends, page[len(page)-1].at)
	}
	if !v.hollow && len(ends) > 0 {
		ends = ends[:len(ends)-1]
	}
	return ends
}

// behindPageOne reports whether an event of that instant comes after those of page one, in whichever order the list has.
func (v *Sighting) behindPageOne(at time.Time) bool {
	page := v.pages[0]
	first, last := page[0].at, page[len(page)-1].at
	if last.Before(first) {
		return at.Before(last)
	}
	return at.After(last)
}

// SameMillisecond reports whether two instants are alike when cut to the millisecond.
func SameMillisecond(a, b time.Time) bool {
	return a.Truncate(time.Millisecond).Equal(b.Truncate(time.Millisecond))
}

// tied reports whether several of the events that the walk had to show, or showed, happened at an instant, or within its millisecond.
func (v *Sighting) tied(at time.Time, same func(a, b time.Time) bool) bool {
	there := map[string]bool{}
	for k := range v.right {
		if same(k.When(), at) {
			there[k.Listed.Key()] = true
		}
	}
	for _, page := range v.pages {
		for _, one := range page {
			if same(one.at, at) {
				there[one.key] = true
			}
		}
	}
	return len(there) > 1
}

// later are the events that may not be there and stand on page two or further on; all is true if there are no others.
func (v *Sighting) later() (later []shown, all bool) {
	if len(v.pages) == 0 {
		return nil, false
	}
	for _, e := range v.extra {
		if !slices.ContainsFunc(v.pages[0], func(one shown) bool { return one.key == e.key }) {
			later = append(later, e)
		}
	}
	return later, len(later) == len(v.extra)
}

package eventstore

import "sort"

// run is segments whose times do not overlap, in order: the last event of one comes before the first of the next.
type run []*segment

func (r run) len() int {
	n := 0
	for _, g := range r {
		n += g.len()
	}
	return n
}

// walkRun goes through what a search finds in a run.
type walkRun struct {
	run     run      // what comes behind the segment
	segment *segment // where it is
	choice  *choice  // of the segment; nil before the first and behind each
	place   int      // where to look next in the segment
	end     int      // behind the last event of the segment that is in the window
}

// newWalkRun reports false if the run has nothing in the window, and else when its first event there is at the earliest.
func newWalkRun(s *search, r run) (*walkRun, instant, bool) {
	i := sort.Search(len(r), func(i int) bool { return r[i].at(r[i].len()-1).compare(s.from) >= 0 })
	if i == len(r) || r[i].at(0).compare(s.to) >= 0 {
		return nil, instant{}, false
	}
	earliest := s.from
	if first := r[i].at(0); first.compare(earliest) > 0 {
		earliest = first
	}
	return &walkRun{run: r[i:]}, earliest, true
}

func (w *walkRun) next(s *search, spend Spend) (instant, record, bool, error) {
	for {
		if w.choice == nil {
			if len(w.run) == 0 || w.run[0].at(0).compare(s.to) >= 0 {
				return instant{}, record{}, false, nil
			}
			if err := w.open(s, spend); err != nil {
				return instant{}, record{}, false, err
			}
		}
		if w.choice != nil {
			i, err := w.choice.next(w.place, w.end, spend)
			if err != nil {
				return instant{}, record{}, false, err
			}
			if i < w.end {
				w.place = i + 1
				return w.segment.at(i), w.segment.record(i, s.written), true, spend(lookAt)
			}
			w.choice = nil
		}
	}
}

// open goes on to the next segment. There is no choice if nothing of it is wanted.
func (w *walkRun) open(s *search, spend Spend) (err error) {
	w.segment, w.run = w.run[0], w.run[1:]
	w.place, w.end = w.segment.first(s.from, s.after, s.written), w.segment.first(s.to, nil, s.written)
	if w.place < w.end {
		w.choice, err = s.choose(w.segment, spend)
	}
	return err
}

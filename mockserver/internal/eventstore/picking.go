package eventstore

import "cmp"

// upcoming is the next event of a segment that is merged.
type upcoming struct {
	from   *segment
	number uint32 // of the segment
	place  int
	at     instant
	key    uint64
	record record // read when it is first needed
	known  bool   // the key is there
	read   bool   // the record is there
}

func newUpcoming(from *segment, number int) *upcoming {
	u := &upcoming{from: from, number: uint32(number)} //nolint:gosec // there are few
	u.goTo(0)
	return u
}

func (u *upcoming) goTo(place int) {
	u.place, u.at, u.read = place, u.from.at(place), false
	if u.known = u.from.keys != nil; u.known {
		u.key = u.from.keys[place]
	}
}

// picking is a heap of the segments that are merged, each at its next event.
type picking struct {
	next    []*upcoming
	written written
}

// compare is the order of events. Most of one time differ in their keys.
func (h *picking) compare(a, b *upcoming) int {
	if c := a.at.compare(b.at); c != 0 {
		return c
	}
	if c := cmp.Compare(h.keyOf(a), h.keyOf(b)); c != 0 {
		return c
	}
	return h.recordOf(a).compare(h.recordOf(b))
}

func (h *picking) keyOf(u *upcoming) uint64 {
	if !u.known {
		u.key, u.known = keyOf(h.recordOf(u).id), true
	}
	return u.key
}

func (h *picking) recordOf(u *upcoming) *record {
	if !u.read {
		u.record, u.read = u.from.record(u.place, h.written), true
	}
	return &u.record
}

// take returns the first event of all.
func (h *picking) take() pick {
	first := h.next[0]
	taken := pick{first.number, uint32(first.place)} //nolint:gosec // a segment is smaller
	if first.place+1 < first.from.len() {
		first.goTo(first.place + 1)
	} else {
		last := len(h.next) - 1
		h.next[0], h.next = h.next[last], h.next[:last]
	}
	h.sink()
	return taken
}

// push adds a segment.
func (h *picking) push(u *upcoming) {
	h.next = append(h.next, u)
	for i := len(h.next) - 1; i > 0; {
		above := (i - 1) / 2
		if h.compare(h.next[above], h.next[i]) <= 0 {
			return
		}
		h.next[above], h.next[i] = h.next[i], h.next[above]
		i = above
	}
}

// sink puts the first in its place.
func (h *picking) sink() {
	for i := 0; ; {
		least := 2*i + 1
		if least >= len(h.next) {
			return
		}
		if other := least + 1; other < len(h.next) && h.compare(h.next[other], h.next[least]) < 0 {
			least = other
		}
		if h.compare(h.next[i], h.next[least]) <= 0 {
			return
		}
		h.next[i], h.next[least] = h.next[least], h.next[i]
		i = least
	}
}

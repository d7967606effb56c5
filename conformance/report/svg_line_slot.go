package report

import (
	"fmt"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

// slot is one instant on a number line.
type slot struct {
	at         time.Time
	start, end bool
	events     []conformance.Tick
}

func (s slot) bound() bool { return s.start || s.end }

func (s slot) wrong() bool {
	return slices.ContainsFunc(s.events, func(t conformance.Tick) bool { return wrong(t.Mark) })
}

// foremost is the event to name: the first wrong one, else the first.
func (s slot) foremost() conformance.Tick {
	if i := slices.IndexFunc(s.events, func(t conformance.Tick) bool { return wrong(t.Mark) }); i > 0 {
		return s.events[i]
	}
	return s.events[0]
}

// slotsOf sorts the bounds and the events by instant.
func slotsOf(n conformance.NumberLine) []slot {
	var slots []slot
	at := func(t time.Time) *slot {
		t = t.UTC()
		i, found := slices.BinarySearchFunc(slots, t, func(s slot, t time.Time) int { return s.at.Compare(t) })
		if !found {
			slots = slices.Insert(slots, i, slot{at: t})
		}
		return &slots[i]
	}
	if t, ok := bound(n.Start); ok {
		at(t).start = true
	}
	if t, ok := bound(n.End); ok {
		at(t).end = true
	}
	for _, e := range n.Events {
		s := at(e.At)
		s.events = append(s.events, e)
	}
	return slots
}

func bound(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339Nano, s)
	return t, err == nil
}

// boundary is which bounds of the window are at an instant.
func (s slot) boundary() string {
	switch {
	case s.start && s.end:
		return "start and end"
	case s.start:
		return "start"
	case s.end:
		return "end"
	default:
		return ""
	}
}

// label names the foremost event of an instant and counts the others.
func (s slot) label() string {
	if len(s.events) == 0 {
		return ""
	}
	label := brief(s.foremost().Label, 16)
	if more := len(s.events) - 1; more > 0 {
		label += fmt.Sprintf(" +%d", more)
	}
	return label
}

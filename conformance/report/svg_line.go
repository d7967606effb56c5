package report

import (
	"fmt"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

const (
	// mostSlots is how many instants a number line shows.
	mostSlots = 24
	// mostStacked is how many events of one instant it shows above each other.
	mostStacked = 5
	slotLeast   = 120
	lineMargin  = 70
	lineTop     = 64
)

// slot is one instant on a number line.
type slot struct {
	at         time.Time
	start, end bool
	events     []conformance.Tick
}

func (s slot) worth() bool {
	return s.start || s.end || slices.ContainsFunc(s.events, func(t conformance.Tick) bool { return wrong(t.Mark) })
}

// foremost is the event to name: the first wrong one, else the first.
func (s slot) foremost() conformance.Tick {
	if i := slices.IndexFunc(s.events, func(t conformance.Tick) bool { return wrong(t.Mark) }); i > 0 {
		return s.events[i]
	}
	return s.events[0]
}

// drawLine draws instants in their order, each as far from the next as any other: what matters is which side of a bound an
// event is on, and a millisecond must be as visible as a day. The gap between neighbours is written below.
func drawLine(title string, n conformance.NumberLine) *drawing {
	slots := slotsOf(n)
	slots, leftOut := thinned(slots)
	step := max(slotLeast, (pictureWidth-2*lineMargin)/max(len(slots)-1, 1))
	step = min(step, 3*slotLeast)
	d := &drawing{title: title + ": window from " + n.Start + " to " + n.End}
	d.width = max(2*lineMargin+step*max(len(slots)-1, 0), pictureWidth/2)
	axis := lineTop + 18*highest(slots)
	d.height = axis + 116
	d.window(slots, step, axis)
	d.path("axis", lineMargin/2, axis, d.width-lineMargin/2, axis)
	seen, stamps := map[conformance.Mark]bool{}, stampsOf(slots)
	for i, s := range slots {
		d.slot(s, lineMargin+i*step, axis, stamps, seen)
		if i > 0 {
			d.text("gap", lineMargin+i*step-step/2, axis+16, "+"+s.at.Sub(slots[i-1].at).String())
		}
	}
	d.text("note", 20, 18, "start_time "+brief(n.Start, 40)+" (inclusive), end_time "+brief(n.End, 40)+" (exclusive); not to scale")
	if leftOut > 0 {
		d.text("note", 20, 34, count(leftOut, "instant")+" where all is right not drawn")
	}
	d.marks(axis+100, seen, false)
	return d
}

// stampsOf is the form of the times to write: with the day only if they are of several.
func stampsOf(slots []slot) string {
	const clock = "15:04:05.999999999"
	for _, s := range slots {
		if s.at.Format(time.DateOnly) != slots[0].at.Format(time.DateOnly) {
			return "01-02 " + clock
		}
	}
	return clock
}

// highest is how many events are stacked on top of another.
func highest(slots []slot) int {
	most := 0
	for _, s := range slots {
		most = max(most, min(len(s.events), mostStacked)-1)
	}
	return most
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

// thinned leaves out instants where all is right, those farthest from anything of worth first, until the rest can be read.
func thinned(slots []slot) (kept []slot, leftOut int) {
	if len(slots) <= mostSlots {
		return slots, 0
	}
	distance := distances(slots)
	for limit := 0; limit < len(slots); limit++ {
		next := slots[:0:0]
		for i, s := range slots {
			if distance[i] <= limit && len(next) < mostSlots {
				next = append(next, s)
			}
		}
		kept = next
		if len(kept) >= mostSlots {
			break
		}
	}
	return kept, len(slots) - len(kept)
}

// distances tells for every slot how many places the nearest one of worth is away.
func distances(slots []slot) []int {
	distance := make([]int, len(slots))
	away := len(slots)
	for i, s := range slots {
		away++
		if s.worth() {
			away = 0
		}
		distance[i] = min(away, len(slots)-1)
	}
	away = len(slots)
	for i, s := range slices.Backward(slots) {
		away++
		if s.worth() {
			away = 0
		}
		distance[i] = min(distance[i], away)
	}
	return distance
}

// window draws the window as a bar with a solid edge where it includes and a dashed one where it does not.
func (d *drawing) window(slots []slot, step, axis int) {
	from, to := 0, d.width
	startAt, endAt := -1, -1
	for i, s := range slots {
		if s.start {
			startAt, from = i, lineMargin+i*step
		}
		if s.end {
			endAt, to = i, lineMargin+i*step
		}
	}
	if startAt < 0 && endAt < 0 || to < from {
		return
	}
	d.rect("window", from, axis-26, to-from, 52, "the window")
	if startAt >= 0 {
		d.path("included", from, axis-34, from, axis+34)
	}
	if endAt >= 0 {
		d.path("excluded", to, axis-34, to, axis+34)
	}
}

// slot draws the events of an instant above each other and says below what they are.
func (d *drawing) slot(s slot, x, axis int, stamps string, seen map[conformance.Mark]bool) {
	d.path("tick", x, axis-5, x, axis+5)
	for i, e := range s.events {
		seen[e.Mark] = true
		if i < mostStacked {
			d.sign(e.Mark, x, axis-i*18, fmt.Sprintf("%s %s: %s", e.At.UTC().Format(time.RFC3339Nano), e.Label, markLook(e.Mark).word))
		}
	}
	y := axis + 48
	d.text("stamp", x, y, s.at.Format(stamps))
	switch {
	case s.start && s.end:
		y += 14
		d.text("bound", x, y, "start and end")
	case s.start:
		y += 14
		d.text("bound", x, y, "start")
	case s.end:
		y += 14
		d.text("bound", x, y, "end")
	}
	if len(s.events) > 0 {
		label := brief(s.foremost().Label, 16)
		if more := len(s.events) - 1; more > 0 {
			label += fmt.Sprintf(" +%d", more)
		}
		d.text("label", x, y+14, label)
	}
}

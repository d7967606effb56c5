package report

import (
	"fmt"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

const (
	// mostStacked is how many events of one instant it shows above each other.
	mostStacked = 5
	// slotLevel is the distance between instants from which what is written below them is level; below it, it is upright.
	slotLevel    = 120
	lineMargin   = 80
	lineTop      = 98
	levelBelow   = 116 // what a drawing takes below its axis
	uprightBelow = 236
)

// drawLine draws instants in their order, each as far from the next as any other: what matters is which side of a bound an
// event is on, and a millisecond must be as visible as a day. The gap between neighbours is written below.
func drawLine(title string, n conformance.NumberLine) *drawing {
	all := slotsOf(n)
	slots := thinned(all)
	step := min((pictureWidth-2*lineMargin)/max(len(slots)-1, 1), 3*slotLevel)
	d := &drawing{title: title + ": window from " + n.Start + " to " + n.End}
	d.width = max(2*lineMargin+step*max(len(slots)-1, 0), pictureWidth/2)
	axis, below := lineTop+18*highest(slots), levelBelow
	if step < slotLevel {
		below = uprightBelow
	}
	d.height = axis + below
	d.window(slots, step, axis)
	d.path("axis", lineMargin/2, axis, d.width-lineMargin/2, axis)
	seen, stamps := map[conformance.Mark]bool{}, stampsOf(slots)
	for i, s := range slots {
		x := lineMargin + i*step
		d.stack(s, x, axis, seen)
		if i > 0 {
			d.gap(s.at.Sub(slots[i-1].at).String(), x-step/2, axis, step)
		}
		d.below(s, x, axis+48, step, stamps)
	}
	d.text("note", 20, 18, "start_time "+brief(n.Start, 40)+" (inclusive)")
	d.text("note", 20, 34, "end_time "+brief(n.End, 40)+" (exclusive); not to scale")
	if hidden := notDrawn(all, slots); hidden != "" {
		d.text("note", 20, 50, "not drawn: "+hidden)
	}
	d.marks(axis+below-16, seen, false)
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

// stack draws the events of an instant above each other.
func (d *drawing) stack(s slot, x, axis int, seen map[conformance.Mark]bool) {
	d.path("tick", x, axis-5, x, axis+5)
	for i, e := range s.events {
		seen[e.Mark] = true
		if i < mostStacked {
			d.sign(e.Mark, x, axis-i*18, fmt.Sprintf("%s %s: %s", e.At.UTC().Format(time.RFC3339Nano), e.Label, markLook(e.Mark).word))
		}
	}
}

// gap writes how far the instants on both sides of x are apart.
func (d *drawing) gap(apart string, x, axis, step int) {
	if step < slotLevel {
		d.upright("gap", x+4, axis+40, "+"+apart)
		return
	}
	d.text("gap", x, axis+16, "+"+apart)
}

// below says what an instant is.
func (d *drawing) below(s slot, x, y, step int, stamps string) {
	stamp, bound, label := s.at.Format(stamps), s.boundary(), s.label()
	if step < slotLevel {
		if bound != "" {
			d.upright("bound", x-4, y-8, bound+" "+stamp)
		} else {
			d.upright("stamp", x-4, y-8, stamp)
		}
		d.upright("label", x+10, y-8, label)
		return
	}
	d.text("stamp", x, y, stamp)
	if bound != "" {
		y += 14
		d.text("bound", x, y, bound)
	}
	if label != "" {
		d.text("label", x, y+14, label)
	}
}

// upright writes from y downwards.
func (d *drawing) upright(class string, x, y int, text string) {
	if text != "" {
		fmt.Fprintf(d, `<text class="%s upright" transform="translate(%d %d) rotate(90)">%s</text>`, class, x, y, escaped(text))
	}
}

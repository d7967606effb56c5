package report

import (
	"fmt"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

const (
	// mostLanes and mostSpans bound what is drawn.
	mostLanes  = 24
	mostSpans  = 200
	laneHeight = 30
	lanesBegin = 130
	lanesWidth = pictureWidth - lanesBegin - 30
)

// drawLanes draws a row for every client and a bar for every call, all on one scale of milliseconds.
func drawLanes(title string, l conformance.Lanes) *drawing {
	d := &drawing{width: pictureWidth}
	longest := 0.0
	for _, lane := range l.Lanes {
		for _, s := range lane.Spans {
			longest = max(longest, finite(s.FromMS), finite(s.ToMS))
		}
	}
	d.title = fmt.Sprintf("%s: %s, %.1f ms", title, english.Count(len(l.Lanes), "client"), longest)
	seen := map[conformance.Mark]bool{}
	y, shown := 30, min(len(l.Lanes), mostLanes)
	for i := range 5 {
		x := lanesBegin + lanesWidth*i/4
		d.path("grid", x, 22, x, y+shown*laneHeight)
		d.text("gap", x, 16, fmt.Sprintf("%.1f ms", longest*float64(i)/4))
	}
	for _, lane := range l.Lanes[:shown] {
		d.lane(lane, y, longest, seen)
		y += laneHeight
	}
	if more := len(l.Lanes) - mostLanes; more > 0 {
		d.text("note", 20, y+12, english.Count(more, "more client")+" not drawn")
		y += 22
	}
	d.height = d.marks(y+20, seen, true) + 4
	return d
}

func (d *drawing) lane(lane conformance.Lane, y int, longest float64, seen map[conformance.Mark]bool) {
	d.text("page", 20, y+16, brief(lane.Name, 14))
	place := func(ms float64) int {
		if longest <= 0 {
			return lanesBegin
		}
		return lanesBegin + int(min(max(finite(ms)/longest, 0), 1)*lanesWidth)
	}
	for _, s := range lane.Spans[:min(len(lane.Spans), mostSpans)] {
		seen[s.Mark] = true
		look := markLook(s.Mark)
		from, to := place(s.FromMS), place(s.ToMS)
		width := max(to-from, 3)
		d.rect("cell "+look.class, from, y+2, width, laneHeight-10,
			fmt.Sprintf("%s: %s, %.1f ms to %.1f ms", s.Label, look.word, finite(s.FromMS), finite(s.ToMS)))
		// A label must fit into its bar; the bar's title has it in any case.
		if label := strings.TrimSpace(look.glyph + " " + oneLine(s.Label)); 7*len([]rune(label)) < width {
			d.text("glyph", from+width/2, y+16, label)
		} else if 14 < width && look.glyph != "" {
			d.text("glyph", from+width/2, y+16, look.glyph)
		}
	}
}

package report

import (
	"fmt"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

const (
	// mostPages is how many pages a strip shows, mostCells how many boxes a page has.
	mostPages = 30
	mostCells = 40
	// longRun is how many right items in a row are drawn one by one; the middle of longer runs is one box.
	longRun    = 8
	cellSize   = 18
	cellsBegin = 110
)

// cell is one box of a page: an item, or the middle of a run of right ones.
type cell struct {
	item conformance.Item
	run  int // how many right items it stands for; 0 for one item
}

// drawStrip draws a row for every page and a box for every event, then the events that no page had.
func drawStrip(title string, s conformance.PageStrip) *drawing {
	d := &drawing{title: title, width: pictureWidth}
	size := "no page_size was sent"
	if s.Size > 0 {
		size = fmt.Sprintf("page_size %d", s.Size)
	}
	d.title += fmt.Sprintf(": %s, %s", english.Count(len(s.Pages), "page"), size)
	d.text("note", 20, 18, size)
	y, leftOut := 34, 0
	seen := map[conformance.Mark]bool{}
	shown := worthPages(s.Pages)
	for i, page := range s.Pages {
		if !shown[i] {
			leftOut++
			continue
		}
		d.page(i+1, page, y, seen)
		y += cellSize + 10
	}
	if leftOut > 0 {
		d.text("note", 20, y+12, english.Count(leftOut, "page")+" not drawn")
		y += 22
	}
	y = d.missing(s.Missing, y, seen)
	d.height = d.marks(y+20, seen, true) + 4
	return d
}

// worthPages picks the pages to draw: those with something wrong first, then from the beginning.
func worthPages(pages []conformance.PageBox) map[int]bool {
	shown := map[int]bool{}
	for _, interesting := range []bool{true, false} {
		for i, p := range pages {
			odd := slices.ContainsFunc(p.Items, func(item conformance.Item) bool { return wrong(item.Mark) })
			if odd == interesting && len(shown) < mostPages {
				shown[i] = true
			}
		}
	}
	return shown
}

func (d *drawing) page(number int, page conformance.PageBox, y int, seen map[conformance.Mark]bool) {
	d.text("page", 20, y+13, fmt.Sprintf("page %d", number))
	x := cellsBegin
	cells := cellsOf(page.Items)
	for i, c := range cells {
		if i == mostCells {
			d.text("note", x+4, y+13, "and "+english.Count(len(cells)-i, "more box"))
			x += 120
			break
		}
		x += d.cell(c, x, y, seen) + 3
	}
	switch {
	case len(cells) == 0:
		d.text("note", x, y+13, "empty")
		x += 50
	default:
		d.text("note", x+4, y+13, english.Count(len(page.Items), "event"))
		x += 80
	}
	if page.Token {
		d.text("note", x, y+13, "→ token")
	} else {
		d.text("note", x, y+13, "■ end")
	}
	d.width = max(d.width, x+80)
}

// cell draws a box and returns its width.
func (d *drawing) cell(c cell, x, y int, seen map[conformance.Mark]bool) int {
	seen[c.item.Mark] = true
	if c.run > 0 {
		width := cellSize * 2
		d.rect("cell right", x, y, width, cellSize, english.Count(c.run, "event")+" as expected")
		d.text("glyph", x+width/2, y+13, fmt.Sprintf("…%d", c.run))
		return width
	}
	d.box(c.item.Mark, x, y, c.item.Label+": "+markLook(c.item.Mark).word)
	return cellSize
}

// cellsOf makes one box of the middle of every long run of right items.
func cellsOf(items []conformance.Item) []cell {
	var cells []cell
	for len(items) > 0 {
		run := 0
		for run < len(items) && items[run].Mark == conformance.Right {
			run++
		}
		if run > longRun {
			middle := run - 4
			cells = append(cells, cell{item: items[0]}, cell{item: items[1]}, cell{item: items[2], run: middle}, cell{item: items[run-2]},
				cell{item: items[run-1]})
			items = items[run:]
			continue
		}
		n := max(run, 1)
		for _, item := range items[:n] {
			cells = append(cells, cell{item: item})
		}
		items = items[n:]
	}
	return cells
}

// missing draws the events that no page had. It returns the y below.
func (d *drawing) missing(labels []string, y int, seen map[conformance.Mark]bool) int {
	if len(labels) == 0 {
		return y
	}
	d.text("page", 20, y+13, "on no page")
	x := cellsBegin
	for _, label := range labels[:min(len(labels), mostCells)] {
		x += d.cell(cell{item: conformance.Item{Label: label, Mark: conformance.Missing}}, x, y, seen) + 3
	}
	names := fmt.Sprintf("%s: %s", english.Count(len(labels), "event"), brief(some(labels, 3), 70))
	d.text("note", x+4, y+13, names)
	d.width = max(d.width, x+20+7*len(names))
	return y + cellSize + 10
}

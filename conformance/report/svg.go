package report

import (
	"fmt"
	"html"
	"html/template"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/harmless"
)

// pictureWidth is the width that drawings aim at, in units of SVG, which are pixels where there is room.
const pictureWidth = 900

// drawing collects the elements of an SVG. Everything written into it is escaped.
type drawing struct {
	strings.Builder
	title         string
	width, height int
}

// draw returns the SVG of a picture; empty if the picture has no drawing.
func draw(p conformance.Picture) template.HTML {
	switch {
	case p.Line != nil:
		return drawLine(p.Title, *p.Line).svg()
	case p.Strip != nil:
		return drawStrip(p.Title, *p.Strip).svg()
	case p.Lanes != nil:
		return drawLanes(p.Title, *p.Lanes).svg()
	default:
		return ""
	}
}

// svg closes the drawing. Its title is what a screen reader says.
func (d *drawing) svg() template.HTML {
	open := fmt.Sprintf(`<svg xmlns="http://www.w3.org/2000/svg" role="img" width="%d" height="%d" viewBox="0 0 %d %d">`, d.width, d.height,
		d.width, d.height)
	//nolint:gosec // whatever is written into a drawing is escaped
	return template.HTML(open + "<title>" + escaped(d.title) + "</title>" + d.String() + "</svg>")
}

func (d *drawing) rect(class string, x, y, w, h int, title string) {
	fmt.Fprintf(d, `<rect class="%s" x="%d" y="%d" width="%d" height="%d" rx="3"><title>%s</title></rect>`, class, x, y, max(w, 1),
		max(h, 1),
		escaped(title))
}

func (d *drawing) path(class string, x1, y1, x2, y2 int) {
	fmt.Fprintf(d, `<line class="%s" x1="%d" y1="%d" x2="%d" y2="%d"/>`, class, x1, y1, x2, y2)
}

func (d *drawing) text(class string, x, y int, text string) {
	fmt.Fprintf(d, `<text class="%s" x="%d" y="%d">%s</text>`, class, x, y, escaped(text))
}

// sign draws a mark: a shape of its own for each, so that nobody needs colours.
func (d *drawing) sign(m conformance.Mark, x, y int, title string) {
	l := markLook(m)
	fmt.Fprintf(d, `<g class="mark %s" transform="translate(%d %d)">%s<title>%s</title></g>`, l.class, x, y, l.shape, escaped(title))
}

// mark is how a conformance.Mark is drawn and called.
type mark struct {
	class, word, glyph string
	shape              string // SVG around 0,0
}

func markLook(m conformance.Mark) mark {
	switch m {
	case conformance.Right:
		return mark{"right", "as expected", "", `<circle r="6"/>`}
	case conformance.Missing:
		return mark{"missing", "missing", "∅", `<circle r="7" fill="none" stroke-dasharray="3 2"/><path d="M-5 5 5 -5"/>`}
	case conformance.Extra:
		return mark{"extra", "should not be there", "+", `<path d="M0 -8 8 6 -8 6Z"/>`}
	case conformance.Repeated:
		return mark{"repeated", "repeated", "×2", `<circle r="8" fill="none"/><circle r="4"/>`}
	case conformance.Outside:
		return mark{"outside", "rightly left out", "", `<path d="M0 -6V6"/>`}
	default:
		return mark{"outside", brief(string(m), 20), "", `<path d="M0 -6V6"/>`}
	}
}

func wrong(m conformance.Mark) bool { return m != conformance.Right && m != conformance.Outside }

// marks explains the marks that occur, in a fixed order, from y on, as sign draws them or as boxes. It returns the y below.
func (d *drawing) marks(y int, seen map[conformance.Mark]bool, boxes bool) int {
	x := 20
	order := []conformance.Mark{conformance.Right, conformance.Outside, conformance.Missing, conformance.Extra, conformance.Repeated}
	for _, m := range order {
		if !seen[m] {
			continue
		}
		word := markLook(m).word
		if boxes {
			d.box(m, x-8, y-14, word)
		} else {
			d.sign(m, x, y-4, word)
		}
		d.text("note", x+16, y, word)
		x += 44 + 8*len(word)
	}
	return y + 14
}

// box draws a mark as a box of a strip.
func (d *drawing) box(m conformance.Mark, x, y int, title string) {
	l := markLook(m)
	d.rect("cell "+l.class, x, y, cellSize, cellSize, title)
	if l.glyph != "" {
		d.text("glyph", x+cellSize/2, y+13, l.glyph)
	}
}

func escaped(s string) string { return html.EscapeString(harmless.Text(s)) }

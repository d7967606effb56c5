//go:build bench

package interop

import (
	"fmt"
	"html"
	"math"
	"strings"
)

// plot is a diagram over numbers of events, which lie on a logarithmic axis.
type plot struct {
	title, unit string
	log         bool // the other axis too
	events      []int
	lines       []line
}

type line struct {
	name   string
	values []float64 // one for each number of events; fewer if it ends early
}

// The picture, in pixels: the diagram, what is around it, and the names of the lines at the right.
const (
	plotWidth, plotHeight          = 460, 300
	plotLeft, plotTop, plotUnder   = 70, 40, 50
	plotNames                      = 270
	pictureWidth, pictureHeight    = plotLeft + plotWidth + plotNames, plotTop + plotHeight + plotUnder
	plotTicks                      = 5
	plotText, plotGrey, background = "#1f2328", "#d0d7de", "#ffffff"
)

// colours are told apart by people who see few colours, and printed in grey.
var colours = []string{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00", "#000000", "#7f7f7f"}

// svg draws it.
func (p plot) svg() string {
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" font-family="sans-serif">`+"\n",
		pictureWidth, pictureHeight, pictureWidth, pictureHeight)
	fmt.Fprintf(&b, "<title>%s</title>\n", html.EscapeString(p.title))
	fmt.Fprintf(&b, `<rect width="%d" height="%d" fill="%s"/>`+"\n", pictureWidth, pictureHeight, background)
	label(&b, plotLeft, plotTop-20, "start", 14, p.title)
	low, high := p.bounds()
	for _, tick := range p.ticks(low, high) {
		y := p.y(tick, low, high)
		fmt.Fprintf(&b, `<path d="M%d %.1fh%d" stroke="%s"/>`+"\n", plotLeft, y, plotWidth, plotGrey)
		label(&b, plotLeft-8, y+4, "end", 12, tickText(tick))
	}
	for i, n := range p.events {
		label(&b, p.x(i), plotTop+plotHeight+18, "middle", 12, inWords(n))
	}
	label(&b, plotLeft+plotWidth/2, plotTop+plotHeight+38, "middle", 12, "events; "+p.unit)
	for i, l := range p.lines {
		p.draw(&b, l, colours[i%len(colours)], low, high)
		y := plotTop + 14 + 20*i
		fmt.Fprintf(&b, `<path d="M%d %dh20" stroke="%s" stroke-width="3"/>`+"\n", plotLeft+plotWidth+20, y-4, colours[i%len(colours)])
		label(&b, plotLeft+plotWidth+46, float64(y), "start", 12, l.name)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

func label[X, Y int | float64](b *strings.Builder, x X, y Y, anchor string, size int, text string) {
	fmt.Fprintf(b, `<text x="%.1f" y="%.1f" text-anchor="%s" font-size="%d" fill="%s">%s</text>`+"\n",
		float64(x), float64(y), anchor, size, plotText, html.EscapeString(text))
}

func (p plot) draw(b *strings.Builder, l line, colour string, low, high float64) {
	var path strings.Builder
	for i, v := range l.values {
		fmt.Fprintf(&path, "%s%.1f %.1f", []string{"M", "L"}[min(i, 1)], p.x(i), p.y(v, low, high))
		fmt.Fprintf(b, `<circle cx="%.1f" cy="%.1f" r="3" fill="%s"/>`+"\n", p.x(i), p.y(v, low, high), colour)
	}
	fmt.Fprintf(b, `<path d="%s" fill="none" stroke="%s" stroke-width="2"/>`+"\n", path.String(), colour)
}

// bounds are those of the axis: powers of ten, or from nothing to a little more than the most.
func (p plot) bounds() (low, high float64) {
	low, high = math.Inf(1), 0
	for _, l := range p.lines {
		for _, v := range l.values {
			low, high = min(low, v), max(high, v)
		}
	}
	if p.log {
		return math.Pow(10, math.Floor(math.Log10(low))), math.Pow(10, math.Ceil(math.Log10(high)))
	}
	step := math.Pow(10, math.Floor(math.Log10(high)))
	return 0, math.Ceil(high/step*2) * step / 2
}

func (p plot) ticks(low, high float64) []float64 {
	var all []float64
	if p.log {
		for v := low; v <= high*1.001; v *= 10 {
			all = append(all, v)
		}
		return all
	}
	for i := range plotTicks + 1 {
		all = append(all, high*float64(i)/plotTicks)
	}
	return all
}

// tickText is a number without zeros that tell nothing.
func tickText(v float64) string {
	text := short(v)
	if strings.Contains(text, ".") {
		text = strings.TrimRight(strings.TrimRight(text, "0"), ".")
	}
	return text
}

func (p plot) x(i int) float64 {
	return plotLeft + 20 + float64(i)*(plotWidth-40)/float64(max(1, len(p.events)-1))
}

func (p plot) y(v, low, high float64) float64 {
	if p.log {
		v, low, high = math.Log10(v), math.Log10(low), math.Log10(high)
	}
	return plotTop + plotHeight*(1-(v-low)/(high-low))
}

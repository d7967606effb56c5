package conformance

import (
	"slices"
	"time"
)

// Picture shows a failure to people who look rather than read. Exactly one of its drawings is there.
type Picture struct {
	Title string      `json:"title"`
	Line  *NumberLine `json:"line,omitempty"`
	Strip *PageStrip  `json:"strip,omitempty"`
	Lanes *Lanes      `json:"lanes,omitempty"`

	// SVG is the drawing as the HTML report has it, without its styles. It is there in reports that were written as JSON alone.
	SVG string `json:"svg,omitempty"`
}

// Mark says how something in a picture stands to what was expected.
type Mark string

// The marks.
const (
	Right    Mark = "right"    // as expected
	Missing  Mark = "missing"  // expected and not there
	Extra    Mark = "extra"    // there and not expected
	Repeated Mark = "repeated" // there more than once
	Outside  Mark = "outside"  // not expected and not there
)

// NumberLine is a window on the line of time, and the events on it.
type NumberLine struct {
	Start  string `json:"start"` // as sent; inclusive
	End    string `json:"end"`   // as sent; exclusive
	Events []Tick `json:"events"`
}

// Tick is an event on a NumberLine.
type Tick struct {
	At    time.Time `json:"at"`
	Label string    `json:"label"`
	Mark  Mark      `json:"mark"`
}

// PageStrip is a walk from page to page.
type PageStrip struct {
	Size    int       `json:"size"` // page_size as sent; 0 if none was
	Pages   []PageBox `json:"pages"`
	Missing []string  `json:"missing,omitempty"` // labels of events that no page had
}

// PageBox is one page of a PageStrip.
type PageBox struct {
	Token bool   `json:"token"` // the page had a token for the next
	Items []Item `json:"items"`
}

// Item is one event of a page.
type Item struct {
	Label string `json:"label"`
	Mark  Mark   `json:"mark"`
}

// Lanes shows what ran beside what, on one scale of milliseconds from the first begin.
type Lanes struct {
	Lanes []Lane `json:"lanes"`
}

// Lane is one client of Lanes.
type Lane struct {
	Name  string `json:"name"`
	Spans []Span `json:"spans"`
}

// Span is one call in a Lane.
type Span struct {
	FromMS float64 `json:"from_ms"`
	ToMS   float64 `json:"to_ms"`
	Label  string  `json:"label"`
	Mark   Mark    `json:"mark"`
}

// hidden returns a copy whose texts went through hide.
func (p Picture) hidden(hide func(string) string) Picture {
	p.Title = hide(p.Title)
	if p.Line != nil {
		line := NumberLine{Start: hide(p.Line.Start), End: hide(p.Line.End), Events: slices.Clone(p.Line.Events)}
		for i := range line.Events {
			line.Events[i].Label = hide(line.Events[i].Label)
		}
		p.Line = &line
	}
	if p.Strip != nil {
		strip := PageStrip{Size: p.Strip.Size, Pages: slices.Clone(p.Strip.Pages), Missing: slices.Clone(p.Strip.Missing)}
		for i := range strip.Missing {
			strip.Missing[i] = hide(strip.Missing[i])
		}
		for i, page := range strip.Pages {
			strip.Pages[i].Items = slices.Clone(page.Items)
			for j := range page.Items {
				strip.Pages[i].Items[j].Label = hide(page.Items[j].Label)
			}
		}
		p.Strip = &strip
	}
	if p.Lanes != nil {
		p.Lanes = p.Lanes.hidden(hide)
	}
	return p
}

func (l *Lanes) hidden(hide func(string) string) *Lanes {
	lanes := Lanes{Lanes: slices.Clone(l.Lanes)}
	for i, lane := range lanes.Lanes {
		lanes.Lanes[i].Name = hide(lane.Name)
		lanes.Lanes[i].Spans = slices.Clone(lane.Spans)
		for j := range lane.Spans {
			lanes.Lanes[i].Spans[j].Label = hide(lane.Spans[j].Label)
		}
	}
	return &lanes
}

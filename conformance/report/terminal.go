package report

import (
	"fmt"
	"io"
	"strings"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

const (
	defaultWidth  = 100
	defaultHeight = 24
	narrowest     = 40
)

// TerminalOptions says what the terminal can do. The zero value is for a file or a pipe.
type TerminalOptions struct {
	Options
	Verbose bool // show every check of a finding whole, and every check of an area that is worth a look
	Colour  bool // use colours
	Live    bool // the cursor can be moved: show the run while it goes on
	Width   int  // in columns; zero is 100, less than 40 is 40
	Height  int  // in lines; zero is 24. Only Live needs it
}

// Terminal shows a run to a person: what goes on while it goes on, everything at the end. Its methods may be called from
// several goroutines.
type Terminal struct {
	w       io.Writer
	options TerminalOptions

	mu    sync.Mutex
	areas []lane
	phase string        // the first word of the last news
	news  string        // what goes on now
	ahead string        // how long it will take
	told  time.Duration // when a line was printed last, since the run began
	hoped bool          // an estimate has been printed
	hint  string        // the last advice
	drawn int           // lines that the last picture took
	done  bool
	err   error
}

// lane is the line of one area.
type lane struct {
	name   string
	states []state
}

// NewTerminal returns a terminal that writes to w.
func NewTerminal(w io.Writer, o TerminalOptions) *Terminal {
	if o.Width == 0 {
		o.Width = defaultWidth
	}
	if o.Height == 0 {
		o.Height = defaultHeight
	}
	o.Width = max(o.Width, narrowest)
	return &Terminal{w: w, options: o}
}

// Result adds a result to the line of its area. Without Live it prints nothing.
func (t *Terminal) Result(r conformance.Result) { t.add(areaName(r), stateOf(r)) }

// Mutant adds what came of a mutant to the line of its area. Without Live it prints nothing.
func (t *Terminal) Mutant(m Mutant) { t.add(oneLine(m.Area), m.state()) }

func (t *Terminal) add(area string, s state) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.done || !t.options.Live {
		return
	}
	for i := range t.areas {
		if t.areas[i].name == area {
			t.areas[i].states = append(t.areas[i].states, s)
			t.draw()
			return
		}
	}
	t.areas = append(t.areas, lane{area, []state{s}})
	t.draw()
}

// Close takes the picture of the run away and prints the whole report. It returns the first error of the writer. Whatever
// comes after it is not shown.
func (t *Terminal) Close(r conformance.Report) error { return t.end(printed(r, t.options)) }

// CloseMutation does the same with what tests have noticed.
func (t *Terminal) CloseMutation(m Mutation) error { return t.end(printedMutation(m, t.options)) }

// Clear takes the picture of the run away where there will be no report.
func (t *Terminal) Clear() error { return t.end("") }

func (t *Terminal) end(report string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.done {
		return t.err
	}
	t.done = true
	t.write(t.rewind() + report)
	return t.err
}

// draw paints the picture of the run over the last one. What would not fit on the screen is one line.
func (t *Terminal) draw() {
	p := painter{t.options.Colour}
	var lines []string
	if len(t.areas)+2 <= t.options.Height {
		for _, a := range t.areas {
			lines = append(lines, areaLine(p, a, t.options.Width-1))
		}
	}
	lines = append(lines, brief(t.news, t.options.Width-1))
	if more := strings.Trim(t.ahead+"; "+t.hint, "; "); more != "" {
		more := wrap(more, t.options.Width-1)
		lines = append(lines, more[:max(0, min(len(more), t.options.Height-1-len(lines)))]...)
	}
	text := t.rewind()
	for _, line := range lines {
		text += line + "\n"
	}
	t.drawn = len(lines)
	t.write(text)
}

// rewind takes the last picture away.
func (t *Terminal) rewind() string {
	if t.drawn == 0 {
		return ""
	}
	up := fmt.Sprintf("\x1b[%dA\r\x1b[J", t.drawn)
	t.drawn = 0
	return up
}

func (t *Terminal) write(text string) {
	if t.err == nil {
		_, t.err = io.WriteString(t.w, text)
	}
}

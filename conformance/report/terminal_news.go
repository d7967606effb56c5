package report

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

const (
	// silence is how long a run may go on without a line where lines cannot be taken back.
	silence = 10 * time.Second
	// longHaul is what is worth an estimate as soon as there is one.
	longHaul = 15 * time.Second
)

// Progress shows one piece of news. Without Live it prints a line when a new phase of the run begins, when there is a first estimate
// of a long run, and every ten seconds, with advice when it is new.
func (t *Terminal) Progress(p conformance.Progress) {
	t.mu.Lock()
	defer t.mu.Unlock()
	what := oneLine(p.What)
	phase, _, _ := strings.Cut(what, " ")
	if t.done || what == "" {
		return
	}
	began := phase != t.phase
	t.phase, t.news, t.ahead = phase, what+progressOf(p), outlook(p)
	if t.options.Live {
		t.hint = oneLine(p.Advice)
		t.draw()
		return
	}
	if first := !t.hoped && p.Left >= longHaul; began || first || p.Elapsed-t.told >= silence {
		t.hoped, t.told = t.hoped || first, p.Elapsed
		t.write(strings.TrimSuffix(t.news+"; "+t.ahead, "; ") + "\n")
		if hint := oneLine(p.Advice); hint != "" && hint != t.hint {
			t.hint = hint
			t.write(hint + "\n")
		}
	}
}

func progressOf(p conformance.Progress) string {
	words := ""
	switch {
	case p.Total > 0:
		words = fmt.Sprintf(" %d/%d", p.Done, p.Total)
	case p.Done > 0:
		words = fmt.Sprintf(" %d", p.Done)
	}
	if p.Waiting != "" {
		words += ", waiting for " + oneLine(p.Waiting)
	}
	return words
}

// outlook is how long the run has taken and will take, when it is worth a word.
func outlook(p conformance.Progress) string {
	var parts []string
	if p.Elapsed >= time.Second {
		parts = append(parts, roughly(p.Elapsed)+" so far")
	}
	if p.Left >= time.Second {
		left := "about " + roughly(p.Left) + " left"
		if p.PerSecond > 0 {
			left += " at " + speed(p.PerSecond)
		}
		parts = append(parts, left)
	}
	return strings.Join(parts, ", ")
}

func speed(perSecond float64) string {
	switch {
	case perSecond < 0.95:
		return fmt.Sprintf("%.1f requests per second", perSecond)
	default:
		return english.Count(int(math.Round(perSecond)), "request") + " per second"
	}
}

// roughly is a time in seconds, and in minutes from two on.
func roughly(d time.Duration) string {
	if d < 2*time.Minute {
		return fmt.Sprintf("%d s", int(d.Round(time.Second).Seconds()))
	}
	return english.Count(int(d.Round(time.Minute).Minutes()), "minute")
}

package kit

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// Limits are what a walk reads at most.
type Limits struct {
	Pages int
	bytes int // of the events
	// idle pages in a row, each with another token and without an event, are more than any window of a run can need: a server may
	// answer with empty pages, but not for ever. Those with events that are not new or do not belong there count as several.
	idle int
}

// UsualLimits are the limits of a walk. The windows of a run are small, so one that needs more goes round in circles or meets somebody
// else's data. Once a walk of the run is known never to end, all others are given what its own events can need.
func UsualLimits() Limits { return Limits{Pages: 500, bytes: 4 << 20, idle: 100} }

// narrowLimits are the limits of a walk in a run that has met one without an end.
func narrowLimits() Limits { return Limits{Pages: 60, bytes: 1 << 20, idle: 40} }

const (
	uselessAs = 5
	// spare is how many events more than were tracked a list may show that nobody else's can be in.
	spare = 100
	// mostShown is how much of the bodies of its pages a walk keeps for reports, in bytes; of older pages it keeps the beginnings.
	mostShown = 1 << 20
)

// Walk is what following page tokens from the first page gave.
type Walk struct {
	Query Query
	Pages []Page
	// Ended says that the last page had no token. Otherwise Why says why the walk stopped.
	Ended bool
	Why   string
	// Endless says that the walk can have no end: the pages prove it. Otherwise the window may hold somebody else's data.
	Endless bool

	anew    bool // it began again after a page that was Spent
	shown   int  // of the bodies that are kept, in bytes
	trimmed int  // pages of which only the beginning is kept
}

// Size tells how much a walk saw, such as "120 events on 2 pages".
func (w Walk) Size() string {
	if len(w.Pages) == 1 {
		return english.Count(len(w.Events()), "event") + " on one page"
	}
	return english.Count(len(w.Events()), "event") + " on " + english.Count(len(w.Pages), "page")
}

// Events returns the events of all pages, in order, repeated ones included.
func (w Walk) Events() []Event {
	var all []Event
	for _, p := range w.Pages {
		all = append(all, p.Events...)
	}
	return all
}

// Last returns the page at which the walk stopped.
func (w Walk) Last() Page { return w.Pages[len(w.Pages)-1] }

// Walk follows the tokens to the end. It is the only place that does. A short page is not the end, nor is an empty one that
// has a token: only an absent or empty token is.
func (a Asker) Walk(ctx context.Context, q Query) Walk {
	if a.Endless.Load() != nil {
		return a.walkAtMost(ctx, q, narrowLimits())
	}
	return a.walkAtMost(ctx, q, UsualLimits())
}

// add notes the next page, and keeps less of the older ones if they get too many.
func (w *Walk) add(p Page) {
	w.Pages = append(w.Pages, p)
	for w.shown += len(p.X.Body); w.shown > mostShown && w.trimmed < len(w.Pages)-3; w.trimmed++ {
		old := &w.Pages[w.trimmed]
		w.shown -= len(old.X.Body)
		old.X = old.X.Bare()
	}
}

func (a Asker) walkAtMost(ctx context.Context, q Query, most Limits) Walk {
	w := Walk{Query: q}
	t := newTrail(a.WithDefaults(q))
	for len(w.Pages) < most.Pages && t.bytes < most.bytes {
		p := a.Page(ctx, q)
		if p.Spent && !w.anew { // from the first page, as a token may be good for one request, or for a short time
			w, t, q = Walk{Query: w.Query, anew: true}, newTrail(a.WithDefaults(w.Query)), w.Query
			continue
		}
		if p.Spent && p.Waited == 0 {
			p.again()
		}
		w.add(p)
		if p.Problem != "" {
			w.Why = p.Problem
			return w
		}
		if p.Next == "" {
			w.Ended = true
			return w
		}
		if w.Why = t.step(p, most.idle, a.mostOwn(q)); w.Why != "" {
			w.Endless = true
			a.Endless.CompareAndSwap(nil, &w)
			return w
		}
		q.Token = p.Next
	}
	w.Why = fmt.Sprintf("there were still tokens after %s with %s%s", english.Count(len(w.Pages), "page"),
		english.Count(len(t.keys), "event"),
		t.repetition())
	return w
}

// trail is what a walk has passed.
type trail struct {
	q        Query
	from, to time.Time
	tokens   map[string]bool
	keys     map[string]bool // of its events
	fitting  int             // events that may be there, each counted once
	repeated int             // tokens that came again
	since    int             // pages since the last event that is new and may be there
	idle     int             // as much as they count
	bytes    int             // of the events
}

func newTrail(q Query) *trail {
	t := &trail{q: q, tokens: map[string]bool{}, keys: map[string]bool{}}
	t.from, t.to = Instants(q)
	if t.from.IsZero() || t.to.IsZero() { // a bound in a form of another check's
		t.from, t.to = AllTime()
	}
	return t
}

// step notes a page that has a token, and says what proves that the walk never ends; it is empty if nothing does. own is how many
// events can be in the list, -1 if nobody knows.
func (t *trail) step(p Page, idle, own int) (proof string) {
	fresh, fitting := len(t.keys), t.fitting
	for _, e := range p.Events {
		if key := e.Key(); !t.keys[key] {
			t.keys[key] = true
			t.bytes += e.length // of the others there is one text
			if Allowed(e, t.q, t.from, t.to) == "" {
				t.fitting++
			}
		}
	}
	t.bytes += len(p.Next)
	switch {
	case t.fitting > fitting:
		t.idle, t.since = 0, 0
	case p.Held() == 0:
		t.idle, t.since = t.idle+1, t.since+1
	default:
		t.idle, t.since = t.idle+uselessAs, t.since+1
	}
	again := t.tokens[p.Next]
	t.tokens[p.Next] = true
	if again {
		t.repeated++
	}
	switch {
	case again && len(t.keys) == fresh:
		return "a page token came a second time and led to nothing new"
	case t.idle >= idle:
		return fmt.Sprintf("%d pages in a row had another token each and no event that is new and belongs there%s", t.since, t.repetition())
	case own >= 0 && t.fitting > own:
		return fmt.Sprintf("it shows %d events, which are more than the run tracked, although nobody else's have the names that were "+
			"asked for%s", t.fitting, t.repetition())
	default:
		return ""
	}
}

func (t *trail) repetition() string {
	if t.repeated == 0 {
		return ""
	}
	return fmt.Sprintf("; %s came that had come before", english.Count(t.repeated, "token"))
}

// mostOwn is how many events a list can show that asks for names of the run's own; -1 if others' can be there.
func (s *Session) mostOwn(q Query) int {
	asks := q.asks()
	if !slices.ContainsFunc(asks[:], s.Names.IsOwn) {
		return -1
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.tags + spare
}

// Key tells events of one list apart. Under one id there may be several: what a second event with the same id does nobody documents.
func (e Event) Key() string {
	tag := e.Attributes[TagKey]
	switch {
	case e.ID != "" && tag == "":
		return e.ID
	case e.ID != "":
		return e.ID + " " + tag
	}
	return tag + "\x00" + e.Event + "\x00" + e.UserID + "\x00" + e.ConversationID + "\x00" + e.Timestamp
}

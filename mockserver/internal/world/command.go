package world

import (
	"bytes"
	"time"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// Command is one change of a world, with the outcome R.
type Command[R any] interface {
	apply(w *World) (R, error)
}

// Apply changes the world by one command. Commands take effect one after another; each is visible to every read that
// starts after Apply returned.
func Apply[R any](w *World, c Command[R]) (R, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	return c.apply(w)
}

// Claim gives a bot to the team that first uses it. It changes nothing if the bot has an owner.
type Claim struct {
	Bot  string `json:"bot"`
	Team string `json:"team"`
}

// apply returns the owner that the bot has now.
func (c Claim) apply(w *World) (string, error) {
	if owner, ok := w.state.owners[c.Bot]; ok {
		return owner, nil
	}
	w.state.owners[c.Bot] = c.Team
	return c.Team, nil
}

// Track stores a tracked event, whose id and timestamp are set. If its bot has an event with that id already, nothing
// changes.
type Track struct {
	Event fixtures.ChatlayerEvent `json:"event"`
}

// apply reports whether the event is new.
func (c Track) apply(w *World) (bool, error) {
	_, added := w.state.track(c.Event)
	return added, nil
}

// LogEvent stores a logged event, whose id and time are set, in a project.
type LogEvent struct {
	Project string
	Event   inkeep.Event
	// TimeGiven says that the client chose the event's time. A retry of an event without a time is the same event, though
	// it comes later.
	TimeGiven bool
}

// Logged is the outcome of LogEvent: the event that is stored under the id now, and how that came about.
type Logged struct {
	Event   inkeep.Event
	Outcome Outcome
}

// Outcome tells what a LogEvent met.
type Outcome int

// The outcomes of LogEvent.
const (
	Stored   Outcome = iota // the id was free
	Repeated                // the very same event was there
	Conflict                // another event was there, and stays
)

func (c LogEvent) apply(w *World) (Logged, error) {
	return w.state.logEvent(c), nil
}

// Reset takes the world back to what it started with, its seeded data ending at the anchor.
type Reset struct {
	Anchor time.Time `json:"anchor"`
}

func (c Reset) apply(w *World) (struct{}, error) {
	st, err := w.initial(c.Anchor)
	if err != nil {
		return struct{}{}, err
	}
	w.state = st
	return struct{}{}, nil
}

func (st *state) track(e fixtures.ChatlayerEvent) (stored storedEvent, added bool) {
	if old, ok := st.seeded.bot(e.BotID).Get(e.ID); ok {
		return old, false
	}
	events := st.written[e.BotID]
	if events == nil {
		events = newBotEvents(e.BotID)
		st.written[e.BotID] = events
	}
	return events.Add(indexed(e))
}

// inkeepEvents are the events of one project by id.
type inkeepEvents map[string]inkeep.Event

func (st *state) logEvent(c LogEvent) Logged {
	events := st.projects[c.Project]
	if events == nil {
		events = inkeepEvents{}
		for e := range st.seeded.data.Inkeep(c.Project) {
			events[e.ID] = e
		}
		st.projects[c.Project] = events
	}
	old, there := events[c.Event.ID]
	switch {
	case !there:
		events[c.Event.ID] = c.Event
		return Logged{Event: c.Event, Outcome: Stored}
	case c.repeats(old):
		return Logged{Event: old, Outcome: Repeated}
	default:
		return Logged{Event: old, Outcome: Conflict}
	}
}

// repeats compares the events as they go over the wire.
func (c LogEvent) repeats(old inkeep.Event) bool {
	again := c.Event
	if !c.TimeGiven {
		again.CreatedAt = old.CreatedAt
	}
	left, errLeft := old.MarshalJSON()
	right, errRight := again.MarshalJSON()
	return errLeft == nil && errRight == nil && bytes.Equal(left, right)
}

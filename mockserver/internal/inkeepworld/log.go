package inkeepworld

import (
	"bytes"

	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// LogEvent stores a logged event, whose time is set, in a project. An event without an id gets the world's next one. The
// error is a *world.FullError.
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

// Changed reports whether the event is new.
func (l Logged) Changed() bool { return l.Outcome == Stored }

// Kind is that of the command.
func (LogEvent) Kind() string { return "log_event" }

// ApplyTo stores the event.
func (c LogEvent) ApplyTo(w *world.World) (Logged, error) {
	st := world.Of[*state](w)
	if c.Event.ID != "" {
		if old, there := st.logged(c.Project, c.Event.ID); there {
			return c.met(old), nil
		}
	}
	size := sizeOf(c.Event)
	if err := st.base.Take(size); err != nil {
		return Logged{}, err
	}
	logged := st.logEvent(c)
	if logged.Outcome != Stored {
		st.base.GiveBack(size)
	}
	return logged, nil
}

// met is the outcome of a command that meets another event under its id.
func (c LogEvent) met(old inkeep.Event) Logged {
	if c.repeats(old) {
		return Logged{Event: old, Outcome: Repeated}
	}
	return Logged{Event: old, Outcome: Conflict}
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

// sizeOfEvent is what an event takes in memory beside its texts, in bytes.
const sizeOfEvent = 500

func sizeOf(e inkeep.Event) int64 {
	return int64(sizeOfEvent + len(e.ID) + len(e.Type) + len(e.Reference) + len(e.Properties) + len(e.UserProperties))
}

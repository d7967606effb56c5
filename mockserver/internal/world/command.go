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
// starts after Apply returned. What a command refuses, such as one event too many, changes nothing.
func Apply[R any](w *World, c Command[R]) (R, error) { return c.apply(w) }

// Track stores a tracked event, whose timestamp is set, for a team. The bot becomes the team's if it has no owner. An event
// without an id gets the world's next one; if the bot's version has an event with the given id already, nothing changes. The
// error is a *FullError.
type Track struct {
	Team  string                  `json:"team"`
	Event fixtures.ChatlayerEvent `json:"event"`
}

// Tracked is the outcome of Track.
type Tracked struct {
	ID    string // of the event that is stored now
	Added bool   // the event is new
	Owner string // of the bot; nothing was stored if it is another team
}

func (c Track) apply(w *World) (Tracked, error) {
	st, e := w.current(), c.Event
	if owner, owned := st.owner(e.BotID); owned && owner != c.Team {
		return Tracked{Owner: owner}, nil
	}
	if e.ID != "" && st.tracked(e) {
		return Tracked{ID: e.ID, Owner: c.Team}, nil // nothing is written, and so the bot has no new owner
	}
	size := sizeOfChatlayer(e)
	if st.events(e.BotID) == nil {
		size += sizeOfBot
	}
	if err := st.room.take(size); err != nil {
		return Tracked{}, err
	}
	tracked := st.track(e, c.Team)
	if !tracked.Added {
		st.room.giveBack(size)
	}
	return tracked, nil
}

// LogEvent stores a logged event, whose time is set, in a project. An event without an id gets the world's next one. The
// error is a *FullError.
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
	st := w.current()
	if c.Event.ID != "" {
		if old, there := st.logged(c.Project, c.Event.ID); there {
			return c.met(old), nil
		}
	}
	size := sizeOfInkeep(c.Event)
	if err := st.room.take(size); err != nil {
		return Logged{}, err
	}
	logged := st.logEvent(c)
	if logged.Outcome != Stored {
		st.room.giveBack(size)
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

// Reset takes the world back to what it started with, its seeded data ending at the anchor.
type Reset struct {
	Anchor time.Time `json:"anchor"`
}

// apply builds the whole new state first. Commands that come meanwhile change the old one, as if they had come before.
func (c Reset) apply(w *World) (struct{}, error) {
	st, err := w.initial(c.Anchor)
	if err == nil {
		w.state.Store(st)
	}
	return struct{}{}, err
}

package world

import (
	"time"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// Command is one change of a world, with the outcome R.
type Command[R any] interface {
	// begin does what takes long and changes nothing, and returns the change itself.
	begin(w *World) func() (R, error)
}

// Apply changes the world by one command. Commands take effect one after another; each is visible to every read that
// starts after Apply returned.
func Apply[R any](w *World, c Command[R]) (R, error) {
	change := c.begin(w)
	w.mu.Lock()
	defer w.mu.Unlock()
	return change()
}

// Claim gives a bot to the team that first uses it. It changes nothing if the bot has an owner.
type Claim struct {
	Bot  string `json:"bot"`
	Team string `json:"team"`
}

// begin returns the owner that the bot has now.
func (c Claim) begin(w *World) func() (string, error) {
	return func() (string, error) { return w.state.claim(c.Bot, c.Team), nil }
}

// Track stores a tracked event, whose timestamp is set, for a team. The bot becomes the team's if it has no owner. An event
// without an id gets the world's next one; if the bot has an event with the given id already, nothing changes.
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

// begin loads the bot's seeded events: their ids are taken.
func (c Track) begin(w *World) func() (Tracked, error) {
	w.current().seeded.bot(c.Event.BotID)
	return func() (Tracked, error) {
		if owner := w.state.claim(c.Event.BotID, c.Team); owner != c.Team {
			return Tracked{Owner: owner}, nil
		}
		e := c.Event
		for e.ID == "" {
			if id := w.state.nextID(); !w.state.tracked(e.BotID, id) {
				e.ID = id
			}
		}
		return Tracked{ID: e.ID, Added: w.state.track(e), Owner: c.Team}, nil
	}
}

// LogEvent stores a logged event, whose time is set, in a project. An event without an id gets the world's next one.
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

// begin loads the project's seeded events: their ids are taken.
func (c LogEvent) begin(w *World) func() (Logged, error) {
	w.current().seeded.project(c.Project)
	return func() (Logged, error) {
		for c.Event.ID == "" {
			id := w.state.nextID()
			if _, taken := w.state.logged(c.Project, id); !taken {
				c.Event.ID = id
			}
		}
		return w.state.logEvent(c), nil
	}
}

// Reset takes the world back to what it started with, its seeded data ending at the anchor.
type Reset struct {
	Anchor time.Time `json:"anchor"`
}

// begin builds the whole new state. Commands that come meanwhile change the old one, as if they had come before.
func (c Reset) begin(w *World) func() (struct{}, error) {
	st, err := w.initial(c.Anchor)
	return func() (struct{}, error) {
		if err == nil {
			w.state = st
		}
		return struct{}{}, err
	}
}

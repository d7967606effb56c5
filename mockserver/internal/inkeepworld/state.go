package inkeepworld

import (
	"fmt"
	"strconv"
	"sync"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// API is Inkeep as a world knows it.
func API() world.API {
	return world.API{
		New:      func(b *world.Base) (world.State, error) { return newState(b) },
		Commands: map[string]world.Replay{LogEvent{}.Kind(): world.ReplayOf[LogEvent]},
	}
}

type byID = map[string]inkeep.Event

// state is everything that commands change. It is safe for concurrent use: its lock is held for a moment only, and nothing
// is waited for meanwhile.
type state struct {
	base *world.Base

	mu      sync.Mutex
	written map[string]byID // logged and imported events by project
}

func newState(b *world.Base) (*state, error) {
	return &state{base: b, written: map[string]byID{}}, nil
}

// logged returns the event of a project with this id.
func (st *state) logged(project, id string) (inkeep.Event, bool) {
	if e, there := st.base.Data.InkeepByID(project, id); there {
		return e, true
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	e, there := st.written[project][id]
	return e, there
}

func (st *state) logEvent(c LogEvent) Logged {
	for {
		e := c.Event
		if e.ID == "" {
			e.ID = st.base.NextID()
		}
		old, there := st.store(c.Project, e)
		switch {
		case !there:
			return Logged{Event: e, Outcome: Stored}
		case c.Event.ID != "":
			return c.met(old)
		}
	}
}

// store keeps an event unless its id is taken: then it returns the one that is there.
func (st *state) store(project string, e inkeep.Event) (old inkeep.Event, there bool) {
	if old, there = st.base.Data.InkeepByID(project, e.ID); there {
		return old, true
	}
	st.mu.Lock()
	defer st.mu.Unlock()
	if old, there = st.written[project][e.ID]; there {
		return old, true
	}
	if st.written[project] == nil {
		st.written[project] = byID{}
	}
	st.written[project][e.ID] = e
	return e, false
}

// Import stores an event in the project of the demo keys.
func (st *state) Import(event fixtures.Event) (mine bool, err error) {
	e, mine := event.(inkeep.Event)
	if !mine {
		return false, nil
	}
	if st.logEvent(LogEvent{Project: fixtures.DemoProject, Event: e, TimeGiven: true}).Outcome != Stored {
		return true, fmt.Errorf("there already is an Inkeep event with the id %s: give every event an id of its own", strconv.Quote(e.ID))
	}
	return true, nil
}

// Close does nothing: all is done at once.
func (st *state) Close() {}

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

// keptProjects is how many projects have their seeded events in memory. Those asked for least lately are forgotten and, being a
// function of the seed, come back the same.
const keptProjects = 8

type byID = map[string]inkeep.Event

// state is everything that commands change. It is safe for concurrent use: its lock is held for a moment only, and nothing
// is waited for meanwhile.
type state struct {
	base   *world.Base
	seeded world.Cache[byID] // by project

	mu      sync.Mutex
	written map[string]byID // logged and imported events by project
}

func newState(b *world.Base) (*state, error) {
	seeded, err := world.NewCache[byID](keptProjects)
	return &state{base: b, seeded: seeded, written: map[string]byID{}}, err
}

// project returns the seeded events of a project.
func (st *state) project(id string) byID {
	return st.seeded.Get(id, func() byID {
		events := byID{}
		for e := range st.base.Data.Inkeep(id) {
			events[e.ID] = e
		}
		return events
	})
}

// logged returns the event of a project with this id.
func (st *state) logged(project, id string) (inkeep.Event, bool) {
	seeded := st.project(project)
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.find(project, id, seeded)
}

// find is logged for who holds the lock.
func (st *state) find(project, id string, seeded byID) (inkeep.Event, bool) {
	if e, ok := st.written[project][id]; ok {
		return e, true
	}
	e, ok := seeded[id]
	return e, ok
}

func (st *state) logEvent(c LogEvent) Logged {
	seeded := st.project(c.Project)
	for {
		e := c.Event
		if e.ID == "" {
			e.ID = st.base.NextID()
		}
		old, there := st.store(c.Project, e, seeded)
		switch {
		case !there:
			return Logged{Event: e, Outcome: Stored}
		case c.Event.ID != "":
			return c.met(old)
		}
	}
}

// store keeps an event unless its id is taken: then it returns the one that is there.
func (st *state) store(project string, e inkeep.Event, seeded byID) (old inkeep.Event, there bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if old, there = st.find(project, e.ID, seeded); there {
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

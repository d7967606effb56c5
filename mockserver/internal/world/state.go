package world

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"sync"

	"github.com/google/uuid"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// state is everything that commands change. It is safe for concurrent use: its lock is held for a moment only, and nothing
// is waited for meanwhile.
type state struct {
	seed   uint64
	seeded *seeded
	room   *room

	mu      sync.Mutex
	owners  map[string]string                  // bot to team
	written map[string]*BotEvents              // tracked and imported events by bot
	inkeep  map[string]map[string]inkeep.Event // logged and imported events by project and id
	serial  uint64                             // how many ids were made
}

func newState(opts Options, s *seeded, r *room) *state {
	st := &state{
		seed: opts.Seed, seeded: s, room: r, owners: map[string]string{}, written: map[string]*BotEvents{},
		inkeep: map[string]map[string]inkeep.Event{},
	}
	for _, bot := range s.data.Bots() {
		if opts.Teams == nil || slices.Contains(opts.Teams, bot.Team) {
			st.owners[bot.ID] = bot.Team
		}
	}
	return st
}

// nextID makes an id for something that came without one: a function of the seed and of how many were made before.
func (st *state) nextID() string {
	st.mu.Lock()
	st.serial++
	serial := st.serial
	st.mu.Unlock()
	return uuid.NewSHA1(uuid.NameSpaceOID, fmt.Appendf(nil, "understudy/%d/%d", st.seed, serial)).String()
}

func (st *state) owner(bot string) (team string, owned bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	team, owned = st.owners[bot]
	return team, owned
}

// bots returns the bots of a team in order of their ids.
func (st *state) bots(team string) []string {
	st.mu.Lock()
	defer st.mu.Unlock()
	var bots []string
	for bot, owner := range st.owners {
		if owner == team {
			bots = append(bots, bot)
		}
	}
	slices.Sort(bots)
	return bots
}

// claim returns the owner of a bot, which is the team if it had none.
func (st *state) claim(bot, team string) string {
	st.mu.Lock()
	defer st.mu.Unlock()
	if owner, ok := st.owners[bot]; ok {
		return owner
	}
	st.owners[bot] = team
	return team
}

// events returns the written events of a bot, nil if there are none.
func (st *state) events(bot string) *BotEvents {
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.written[bot]
}

// eventsToWrite returns the written events of a bot, to add one.
func (st *state) eventsToWrite(bot string) *BotEvents {
	st.mu.Lock()
	defer st.mu.Unlock()
	if st.written[bot] == nil {
		st.written[bot] = newBotEvents(bot)
	}
	return st.written[bot]
}

// tracked reports whether the version of the bot has an event with this id.
func (st *state) tracked(e fixtures.ChatlayerEvent) bool {
	id := idInStore(e.TrackingEvent)
	if events := st.events(e.BotID); events != nil {
		if _, there := events.Get(id); there {
			return true
		}
	}
	_, there := st.seeded.bot(e.BotID).Get(id)
	return there
}

// track stores an event whose id, if it has one, is none of the seeded ones. Of two with one id the first stays.
func (st *state) track(e fixtures.ChatlayerEvent, team string) Tracked {
	owner := st.claim(e.BotID, team)
	if owner != team {
		return Tracked{Owner: owner}
	}
	events := st.eventsToWrite(e.BotID)
	if e.ID != "" {
		_, added := events.Add(indexed(e))
		return Tracked{ID: e.ID, Added: added, Owner: owner}
	}
	for {
		e.ID = st.nextID()
		if _, added := events.Add(indexed(e)); added {
			return Tracked{ID: e.ID, Added: true, Owner: owner}
		}
	}
}

// logged returns the event of a project with this id.
func (st *state) logged(project, id string) (inkeep.Event, bool) {
	seeded := st.seeded.project(project)
	st.mu.Lock()
	defer st.mu.Unlock()
	return st.find(project, id, seeded)
}

// find is logged for who holds the lock.
func (st *state) find(project, id string, seeded map[string]inkeep.Event) (inkeep.Event, bool) {
	if e, ok := st.inkeep[project][id]; ok {
		return e, true
	}
	e, ok := seeded[id]
	return e, ok
}

func (st *state) logEvent(c LogEvent) Logged {
	seeded := st.seeded.project(c.Project)
	for {
		e := c.Event
		if e.ID == "" {
			e.ID = st.nextID()
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
func (st *state) store(project string, e inkeep.Event, seeded map[string]inkeep.Event) (old inkeep.Event, there bool) {
	st.mu.Lock()
	defer st.mu.Unlock()
	if old, there = st.find(project, e.ID, seeded); there {
		return old, true
	}
	if st.inkeep[project] == nil {
		st.inkeep[project] = map[string]inkeep.Event{}
	}
	st.inkeep[project][e.ID] = e
	return e, false
}

// ErrImport says that the events to start with do not fit together.
var ErrImport = errors.New("import")

// imports stores one line of an import. A bot without an owner becomes the team's.
func (st *state) imports(line fixtures.Line, team string) error {
	switch {
	case line.Chatlayer != nil:
		e := *line.Chatlayer
		if st.tracked(e) || !st.track(e, st.claim(e.BotID, team)).Added {
			return fmt.Errorf("%w %s: bot %s already has an event with the id %s in %s: give every event of a version an id of its own",
				ErrImport, line.Place(), strconv.Quote(e.BotID), strconv.Quote(e.ID), e.Version)
		}
	case line.Inkeep != nil:
		if logged := st.logEvent(LogEvent{Project: DefaultProject, Event: *line.Inkeep, TimeGiven: true}); logged.Outcome != Stored {
			return fmt.Errorf("%w %s: there already is an Inkeep event with the id %s: give every event an id of its own",
				ErrImport, line.Place(), strconv.Quote(line.Inkeep.ID))
		}
	}
	return nil
}

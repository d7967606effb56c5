package world

import (
	"bytes"
	"fmt"
	"strconv"

	"github.com/google/uuid"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// state is everything that commands change. Its methods are called with World.mu held.
type state struct {
	seed    uint64
	seeded  *seeded
	owners  map[string]string                  // bot to team
	written map[string]*BotEvents              // tracked and imported events by bot
	inkeep  map[string]map[string]inkeep.Event // logged and imported events by project and id
	serial  uint64                             // how many ids were made
}

func newState(seed uint64, s *seeded) *state {
	st := &state{
		seed: seed, seeded: s, owners: map[string]string{}, written: map[string]*BotEvents{},
		inkeep: map[string]map[string]inkeep.Event{},
	}
	for _, bot := range s.data.Bots() {
		st.owners[bot.ID] = bot.Team
	}
	return st
}

// nextID makes an id for something that came without one: a function of the seed and of how many were made before.
func (st *state) nextID() string {
	st.serial++
	return uuid.NewSHA1(uuid.NameSpaceOID, fmt.Appendf(nil, "understudy/%d/%d", st.seed, st.serial)).String()
}

// claim returns the owner of a bot, which is the team if it had none.
func (st *state) claim(bot, team string) string {
	if owner, ok := st.owners[bot]; ok {
		return owner
	}
	st.owners[bot] = team
	return team
}

// tracked reports whether a bot has an event with this id.
func (st *state) tracked(bot, id string) bool {
	if _, ok := st.seeded.bot(bot).Get(id); ok {
		return true
	}
	events := st.written[bot]
	if events == nil {
		return false
	}
	_, ok := events.Get(id)
	return ok
}

// track reports whether the event was new; if not, the old one stays.
func (st *state) track(e fixtures.ChatlayerEvent) bool {
	if st.tracked(e.BotID, e.ID) {
		return false
	}
	events := st.written[e.BotID]
	if events == nil {
		events = newBotEvents(e.BotID)
		st.written[e.BotID] = events
	}
	_, added := events.Add(indexed(e))
	return added
}

// logged returns the event of a project with this id.
func (st *state) logged(project, id string) (inkeep.Event, bool) {
	if e, ok := st.inkeep[project][id]; ok {
		return e, true
	}
	e, ok := st.seeded.project(project)[id]
	return e, ok
}

func (st *state) logEvent(c LogEvent) Logged {
	old, there := st.logged(c.Project, c.Event.ID)
	switch {
	case there && c.repeats(old):
		return Logged{Event: old, Outcome: Repeated}
	case there:
		return Logged{Event: old, Outcome: Conflict}
	}
	if st.inkeep[c.Project] == nil {
		st.inkeep[c.Project] = map[string]inkeep.Event{}
	}
	st.inkeep[c.Project][c.Event.ID] = c.Event
	return Logged{Event: c.Event, Outcome: Stored}
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

// imports stores one line of an import. A bot without an owner becomes the team's.
func (st *state) imports(line fixtures.Line, team string) error {
	switch {
	case line.Chatlayer != nil:
		st.claim(line.Chatlayer.BotID, team)
		if !st.track(*line.Chatlayer) {
			return fmt.Errorf("import line %d: bot %s already has an event with the id %s: give every event of a bot an id of its own",
				line.Number, strconv.Quote(line.Chatlayer.BotID), strconv.Quote(line.Chatlayer.ID))
		}
	case line.Inkeep != nil:
		if logged := st.logEvent(LogEvent{Project: DefaultProject, Event: *line.Inkeep, TimeGiven: true}); logged.Outcome != Stored {
			return fmt.Errorf("import line %d: there already is an Inkeep event with the id %s: give every event an id of its own",
				line.Number, strconv.Quote(line.Inkeep.ID))
		}
	}
	return nil
}

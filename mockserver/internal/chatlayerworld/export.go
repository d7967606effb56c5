package chatlayerworld

import (
	"encoding/json"
	"fmt"
	"iter"
	"slices"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// Events goes through the events of all bots that have an owner or are among the seeded ones.
func (st *state) Events(seeded bool, without world.State) iter.Seq2[fixtures.Event, error] {
	var bots []string
	if seeded {
		bots = st.bots()
	}
	old, _ := without.(*state)
	return func(yield func(fixtures.Event, error) bool) {
		for e, err := range st.events(bots, old) {
			if !yield(e, err) {
				return
			}
		}
	}
}

// Everything goes through all events of the world, seeded ones of these bots among them, oldest first.
func Everything(w *world.World, bots ...string) iter.Seq2[fixtures.ChatlayerEvent, error] {
	st := of(w)
	all := append(st.bots(), bots...)
	slices.Sort(all)
	return st.events(slices.Compact(all), nil)
}

// Written goes through all events that clients wrote since the last reset, oldest first.
func Written(w *world.World) iter.Seq2[fixtures.ChatlayerEvent, error] { return of(w).events(nil, nil) }

// events goes through the seeded events of some bots and through what was written but for what an old state has.
func (st *state) events(bots []string, old *state) iter.Seq2[fixtures.ChatlayerEvent, error] {
	return func(yield func(fixtures.ChatlayerEvent, error) bool) {
		var walks walks
		defer func() { walks.stop() }()
		if len(bots) > 0 {
			walks.begin(st.seededEvents(bots))
		}
		for _, s := range st.written {
			if old == nil || !slices.Contains(old.written, s) {
				walks.begin(storedEvents(s))
			}
		}
		for e, more := walks.first(); more; e, more = walks.first() {
			event, err := e.make()
			if !yield(event, err) || err != nil {
				return
			}
		}
	}
}

// exported is an event on its way out, with where it stands.
type exported struct {
	at   eventstore.Position
	make func() (fixtures.ChatlayerEvent, error)
}

func (st *state) seededEvents(bots []string) iter.Seq[exported] {
	return func(yield func(exported) bool) {
		t, err := st.base.Data.Timeline(fixtures.Filter{}, bots...)
		if err != nil {
			return // only filters by attributes have errors
		}
		for block := range t.Blocks() {
			for _, m := range t.Marks(block) {
				e := t.Event(m)
				if !yield(exported{PositionOf(e.TrackingEvent), func() (fixtures.ChatlayerEvent, error) { return e, nil }}) {
					return
				}
			}
		}
	}
}

// bots are those whose seeded events are told.
func (st *state) bots() []string {
	all := slices.AppendSeq([]string{}, st.teams.all)
	for _, b := range st.base.Data.Bots() {
		all = append(all, b.ID)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func storedEvents(s *eventstore.Store) iter.Seq[exported] {
	return func(yield func(exported) bool) {
		for k := range s.All {
			if !yield(exported{k.Position, func() (fixtures.ChatlayerEvent, error) { return whole(k) }}) {
				return
			}
		}
	}
}

// whole is an event with what lists never show.
func whole(k eventstore.Kept) (e fixtures.ChatlayerEvent, err error) {
	if e.TrackingEvent, err = Decode(k.Payload); err != nil || k.Note == "" {
		return e, err
	}
	e.Campaign = &chatlayer.CampaignInfo{}
	if err := json.Unmarshal([]byte(k.Note), e.Campaign); err != nil {
		return e, fmt.Errorf("read a campaign: %w", err)
	}
	return e, nil
}

// walks goes through several sequences, each in order, as one. There are a few, so that a look at each does.
type walks []walk

type walk struct {
	now  exported
	next func() (exported, bool)
	stop func()
}

func (ws *walks) begin(events iter.Seq[exported]) {
	next, stop := iter.Pull(events)
	now, more := next()
	if !more {
		stop()
		return
	}
	*ws = append(*ws, walk{now, next, stop})
}

// first takes the first event of all.
func (ws *walks) first() (e exported, more bool) {
	if len(*ws) == 0 {
		return e, false
	}
	first := 0
	for i := range *ws {
		if (*ws)[i].now.at.Compare((*ws)[first].now.at) < 0 {
			first = i
		}
	}
	w := &(*ws)[first]
	e = w.now
	if w.now, more = w.next(); !more {
		*ws = slices.Delete(*ws, first, first+1)
	}
	return e, true
}

func (ws *walks) stop() {
	for _, w := range *ws {
		w.stop()
	}
}

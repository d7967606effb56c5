package chatlayerworld

import (
	"bytes"
	"errors"
	"iter"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// Changes tell what became of events, and of definitions that were created.
func (st *state) Changes(since world.State) []world.Changes {
	old, _ := since.(*state)
	events := layerChanges{world.Without(st.written, old.written), world.Without(old.written, st.written)}
	return []world.Changes{{Kind: "event", All: events.all}, {Kind: "definition", All: st.definitionChanges(old)}}
}

// layerChanges are stores that came and those that went. No event changes within a store.
type layerChanges struct{ came, gone []*eventstore.Store }

// all goes through what became of events, oldest first.
func (l layerChanges) all(yield func(world.Change, error) bool) {
	var now, then walks
	defer func() { now.stop(); then.stop() }()
	for _, s := range l.came {
		now.begin(storedEvents(s))
	}
	for _, s := range l.gone {
		then.begin(storedEvents(s))
	}
	a, is := now.first()
	b, was := then.first()
	for is || was {
		first := -1 // a is the first of them
		if was && is {
			first = a.at.Compare(b.at)
		} else if was {
			first = 1
		}
		change, err := l.change(a, b, first)
		if !yield(change, err) || err != nil {
			return
		}
		if first <= 0 {
			a, is = now.first()
		}
		if first >= 0 {
			b, was = then.first()
		}
	}
}

// change is what became of the first of two events, one that is there and one that was, or of both where they stand at one place. An event
// that has moved is told where it is now.
func (l layerChanges) change(is, was exported, first int) (world.Change, error) {
	switch {
	case first < 0 && holds(l.gone, is):
		return tell(is, world.Changed)
	case first < 0:
		return tell(is, world.Added)
	case first > 0 && holds(l.came, was):
		return world.Change{}, nil
	case first > 0:
		return tell(was, world.Removed)
	}
	now, errNow := is.line()
	then, errThen := was.line()
	if err := errors.Join(errNow, errThen); err != nil || bytes.Equal(now, then) {
		return world.Change{}, err
	}
	return tell(is, world.Changed)
}

func holds(stores []*eventstore.Store, e exported) bool {
	return slices.ContainsFunc(stores, func(s *eventstore.Store) bool { return s.Has(e.at.Stream, e.at.ID) })
}

func (e exported) line() ([]byte, error) {
	event, err := e.make()
	if err != nil {
		return nil, err
	}
	return event.AppendJSON(nil)
}

func tell(e exported, what string) (world.Change, error) {
	event, err := e.make()
	return world.Change{What: what, ID: event.ID, Where: event.BotID + " " + event.Version, Name: event.Event}, err
}

// definitionChanges goes through what became of definitions, by bot and event. They stay as they are until they go.
func (st *state) definitionChanges(old *state) iter.Seq2[world.Change, error] {
	return func(yield func(world.Change, error) bool) {
		now, then := st.allDefinitions(), old.allDefinitions()
		more := true
		tell := func(key, what string) bool {
			bot, event, _ := strings.Cut(key, separator)
			more = yield(world.Change{What: what, ID: DefinitionID(bot, event), Where: bot, Name: event}, nil)
			return more
		}
		now.Scan(func(key string, is definition) bool {
			before, was := then.Get(key)
			return tell(key, world.Between(was, true, was && is.same(before)))
		})
		then.Scan(func(key string, _ definition) bool {
			_, is := now.Get(key)
			return more && (is || tell(key, world.Removed))
		})
	}
}

package world

import (
	"fmt"
	"iter"
	"slices"

	"github.com/understudy-mock/understudy/fixtures"
)

// Snapshot is what a world had at one instant. It shares its memory with the world and with other snapshots.
type Snapshot struct{ state *state }

// Written returns how many events clients had written since the last reset.
func (s *Snapshot) Written() int64 {
	events, _ := s.state.base.room.used()
	return events
}

// Close forgets the snapshot.
func (s *Snapshot) Close() { s.state.base.room.release() }

// Snapshot remembers what there is, whatever its size. Close forgets it.
func (w *World) Snapshot() *Snapshot {
	w.changing.Lock()
	defer w.changing.Unlock()
	now := w.state.Load()
	w.state.Store(now.fork()) // and what the world held of the state, the snapshot holds
	return &Snapshot{now}
}

// Restore goes back to a snapshot, as often as one likes.
func (w *World) Restore(s *Snapshot) {
	w.changing.Lock()
	defer w.changing.Unlock()
	w.state.Swap(s.state.fork()).close()
}

// fork is goOn with the same data.
func (st *state) fork() *state {
	b := st.base
	next := &Base{Options: b.Options, Data: b.Data, Number: b.Number, Anchor: b.Anchor, room: newShare(b.room.room, b.room)}
	next.serial.Store(b.serial.Load())
	return st.goOn(next)
}

// Which are the events that Events goes through.
type Which struct {
	API     string    // whose
	Written bool      // only what was written since the last reset
	Since   *Snapshot // only what was written since then; nil does not ask for that
}

// Events goes through the events of an API, oldest first. It sees what there is when it begins.
func (w *World) Events(which Which) iter.Seq2[fixtures.Event, error] {
	st := w.state.Load()
	i := st.of(which.API)
	if i < 0 {
		return func(yield func(fixtures.Event, error) bool) { yield(nil, fmt.Errorf("there is no API %q", which.API)) }
	}
	var without State
	if which.Since != nil {
		without = which.Since.state.apis[i]
	}
	return st.apis[i].Events(!which.Written && without == nil, without)
}

// of is the place of an API among those that keep something; -1 if it is none of them.
func (st *state) of(name string) int {
	return slices.Index(st.kinds().Names(), name)
}

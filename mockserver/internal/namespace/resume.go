package namespace

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/understudy-mock/understudy/mockserver/internal/controlapi"
	"github.com/understudy-mock/understudy/mockserver/internal/fault"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// Resumption reads a log and makes of it what there was.
type Resumption struct {
	shared *Shared
	all    controlapi.Namespaces
	voids  map[uint64]bool
	there  map[uint64]*Namespace     // by id
	taken  map[uint64]*takenSnapshot // by the number of their entries
	Found  func(*Namespace, Begun)   // there is a namespace, in the place of that with its name
	Gone   func(*Namespace)          // there is none any more

	LeftOut int   // commands for which there was no room
	Refused int   // commands that were refused for anything else, which stay on the disk
	Refusal error // of the last of them
}

type takenSnapshot struct {
	snapshot
	named bool
}

// Resume begins to read a log.
func (s *Shared) Resume(all controlapi.Namespaces) *Resumption {
	return &Resumption{
		shared: s, all: all, voids: map[uint64]bool{}, there: map[uint64]*Namespace{}, taken: map[uint64]*takenSnapshot{},
	}
}

// Scan looks at an entry before all of them are read: some say that others have no effect.
func (r *Resumption) Scan(_ uint64, data []byte) error {
	e, err := decodeRecord(data)
	if err == nil && e.kind == kindVoid {
		number, _ := binary.Uvarint(e.value)
		r.voids[number] = true
	}
	return err
}

// Read has the effect of an entry. What an entry says of a namespace that there is not has none: it came when the namespace was gone.
func (r *Resumption) Read(number uint64, data []byte) error {
	e, err := decodeRecord(data)
	if err != nil || e.kind == kindVoid || r.voids[number] {
		return err
	}
	n := r.there[e.of]
	switch {
	case e.kind == kindBegin:
		err = r.begin(number, e)
	case n == nil:
	case e.kind == kindEnd:
		delete(r.there, e.of)
		r.Gone(n)
	default:
		err = r.change(n, number, e)
	}
	if err != nil {
		return fmt.Errorf("entry %d (%s): %w", number, e.kind, err)
	}
	return nil
}

func (r *Resumption) begin(number uint64, e record) error {
	var b Begun
	if err := json.Unmarshal(e.value, &b); err != nil {
		return err
	}
	n, err := r.shared.build(e.of, b, r.all)
	if err != nil {
		return err
	}
	n.keeper.begin = record{e.of, kindBegin, e.value}.encode()
	for id, old := range r.there {
		if old.name != b.Name {
			continue
		}
		if b.After != 0 { // old, or one of which the log tells nothing any more
			n.follow(old)
		}
		delete(r.there, id)
	}
	n.keeper.story.start(number, len(e.value))
	r.there[e.of] = n
	r.Found(n, b)
	return nil
}

// change has the effect of an entry on a namespace.
func (r *Resumption) change(n *Namespace, number uint64, e record) error {
	story := &n.keeper.story
	read := func(into any) error { return json.Unmarshal(e.value, into) }
	switch e.kind {
	case kindReset:
		var to resetTo
		if err := read(&to); err != nil {
			return err
		}
		n.keeper.reset(number)
		return n.reset(to)
	case kindClock:
		m := n.clock.Remember()
		err := read(&m)
		n.clock.Resume(m)
		story.clock = number
		return err
	case kindFaults:
		var m fault.Memory
		err := read(&m)
		n.faults.Resume(m)
		story.faults = number
		return err
	case kindPlan:
		story.plan = number
		return n.resumePlan(e.value)
	case kindSnapshot:
		taken := &takenSnapshot{}
		err := read(&taken.remembered)
		taken.data, taken.body = n.world.Snapshot(), story.snapshot(number)
		r.taken[number] = taken
		return err
	case kindNames:
		var entries map[string]uint64
		err := read(&entries)
		r.name(n, number, entries)
		return err
	case kindRestore:
		return r.restore(n, number, e)
	}
	return r.command(n, number, e)
}

// command has the effect of a command on the world of a namespace. One that is refused was so when it came, unless there was more room.
func (r *Resumption) command(n *Namespace, number uint64, e record) error {
	changed, err := n.world.Replay(world.Entry{Kind: e.kind, Command: e.value})
	var full *world.FullError
	switch {
	case errors.Is(err, world.ErrUnknownKind):
		return err
	case errors.As(err, &full):
		r.LeftOut++
		changed = true // for whoever gives it more room
	case err != nil: // it was refused then, too, and the crash came before that could be written down; or it is not understood any more
		r.Refused, r.Refusal = r.Refused+1, err
		changed = true // so that it stays on the disk
	}
	if changed {
		n.keeper.story.add(number, len(e.value))
	}
	return nil
}

// name says which snapshots a namespace has.
func (r *Resumption) name(n *Namespace, number uint64, entries map[string]uint64) {
	all, named := map[string]snapshot{}, map[string]*body{}
	for name, entry := range entries {
		if taken := r.taken[entry]; taken != nil {
			all[name], named[name] = taken.snapshot, taken.body
		}
	}
	n.snapshots.set(all)
	n.keeper.story.names, n.keeper.story.named = number, named
}

func (r *Resumption) restore(n *Namespace, number uint64, e record) error {
	var to restored
	if err := json.Unmarshal(e.value, &to); err != nil {
		return err
	}
	taken := r.taken[to.Snapshot]
	if taken == nil {
		return nil // it was in a part of the log that is lost
	}
	n.goBack(taken.data, to)
	n.keeper.story.goBack(number, taken.body)
	return nil
}

// End lets go of what was only needed to read the log.
func (r *Resumption) End() {
	for _, n := range r.there {
		for _, kept := range n.snapshots.all() {
			r.taken[kept.body.entry].named = true
		}
	}
	for _, taken := range r.taken {
		if !taken.named {
			taken.data.Close()
		}
	}
}

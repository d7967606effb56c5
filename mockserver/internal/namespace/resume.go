package namespace

import (
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
	there  map[uint64]*Namespace     // by id
	names  map[string]uint64         // the id of the latest that had a name
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
		shared: s, all: all, there: map[uint64]*Namespace{}, names: map[string]uint64{}, taken: map[uint64]*takenSnapshot{},
	}
}

// Read has the effect of an entry that is needed.
func (r *Resumption) Read(number uint64, data []byte) error {
	e, err := decodeLogged(data)
	if err != nil {
		return err
	}
	kept := r.shared.kept // its ids are given once, whatever of the log is left
	kept.latest.Store(max(kept.latest.Load(), e.of))
	if e.kind == kindBegin {
		err = r.begin(e)
	} else if n := r.there[e.of]; n != nil {
		err = r.change(n, number, e)
	}
	if err != nil {
		return fmt.Errorf("entry %d (%s): %w", number, e.kind, err)
	}
	return nil
}

func (r *Resumption) begin(e logged) error {
	var b Begun
	if err := json.Unmarshal(e.value, &b); err != nil {
		return err
	}
	if err := (Options{}).with(b.Options).checkDecorations(); err != nil {
		b.Options.forgetUnknown()
		r.shared.Logger().Error("a namespace of another version goes on without what this one does not know", "namespace", b.Name,
			"error", err)
	}
	n, err := r.shared.build(e.of, b, r.all)
	if err != nil {
		return err
	}
	n.faults.Resume(b.Faults)
	r.name(n, b.Snapshots)
	if id := r.names[b.Name]; r.there[id] != nil && r.there[id].name == b.Name {
		r.end(id, r.there[id])
	}
	r.there[e.of], r.names[b.Name] = n, e.of
	r.Found(n, b)
	return nil
}

// end forgets a namespace, but nothing that is the Resumption's.
func (r *Resumption) end(id uint64, n *Namespace) {
	delete(r.there, id)
	n.snapshots.set(nil)
}

// change has the effect of an entry on a namespace.
func (r *Resumption) change(n *Namespace, number uint64, e logged) error {
	read := func(into any) error { return json.Unmarshal(e.value, into) }
	switch e.kind {
	case kindEnd:
		r.end(e.of, n)
		r.Gone(n)
		return nil
	case kindReset:
		var to resetTo
		if err := read(&to); err != nil {
			return err
		}
		return n.reset(to)
	case kindClock:
		m := n.clock.Remember()
		err := read(&m)
		n.clock.Resume(m)
		return err
	case kindFaults:
		var m fault.Memory
		err := read(&m)
		n.faults.Resume(m)
		return err
	case kindPlan:
		return n.resumePlan(e.value)
	case kindSnapshot:
		taken := &takenSnapshot{snapshot: snapshot{entry: number}}
		err := read(&taken.remembered)
		if r.taken[taken.Same] == nil { // it was in a part of the log that is lost
			taken.Same = 0
		}
		taken.data = n.world.Snapshot()
		r.taken[number] = taken
		n.snapshots.change(func(all map[string]snapshot) { all[taken.Row.Name] = taken.snapshot })
		return err
	case kindNames:
		var entries map[string]uint64
		err := read(&entries)
		r.name(n, entries)
		return err
	case kindRestore:
		return r.restore(n, e)
	}
	return r.command(n, e)
}

// command has the effect of a command on the world of a namespace. One that is refused was so when it came, unless there was more room.
func (r *Resumption) command(n *Namespace, e logged) error {
	_, err := n.world.Replay(world.Entry{Kind: e.kind, Command: e.value})
	var full *world.FullError
	switch {
	case errors.Is(err, world.ErrUnknownKind):
		return err
	case errors.As(err, &full):
		r.LeftOut++
	case err != nil: // it was refused then, too, and the crash came before that could be written down; or it is not understood any more
		r.Refused, r.Refusal = r.Refused+1, err
	}
	return nil
}

// name says which snapshots a namespace has.
func (r *Resumption) name(n *Namespace, entries map[string]uint64) {
	all := map[string]snapshot{}
	for name, entry := range entries {
		if taken := r.taken[entry]; taken != nil {
			all[name] = taken.snapshot
		}
	}
	n.snapshots.set(all)
}

func (r *Resumption) restore(n *Namespace, e logged) error {
	var to restored
	if err := json.Unmarshal(e.value, &to); err != nil {
		return err
	}
	if taken := r.taken[to.Snapshot]; taken != nil { // or it was in a part of the log that is lost
		n.goBack(taken.data, to)
	}
	return nil
}

// End lets go of what was only needed to read the log.
func (r *Resumption) End() {
	for _, n := range r.there {
		for _, kept := range n.snapshots.all() {
			r.taken[kept.entry].named = true
		}
	}
	for _, taken := range r.taken {
		if !taken.named {
			taken.data.Close()
		}
	}
}

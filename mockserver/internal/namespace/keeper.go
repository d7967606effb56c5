package namespace

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"sync"

	"github.com/understudy-mock/understudy/mockserver/internal/clock"
	"github.com/understudy-mock/understudy/mockserver/internal/fault"
	"github.com/understudy-mock/understudy/mockserver/internal/statelog"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// Kinds of entries beside the commands of worlds.
const (
	kindBegin    = "begin"    // a namespace, perhaps in the place of another
	kindEnd      = "end"      // it is forgotten
	kindReset    = "reset"    // it begins anew
	kindClock    = "clock"    // how its clock goes on
	kindFaults   = "faults"   // those that it has
	kindPlan     = "plan"     // its tracking plan
	kindSnapshot = "snapshot" // what there is, to come back to
	kindNames    = "names"    // of the snapshots that are left
	kindRestore  = "restore"  // it goes back to a snapshot
	kindVoid     = "void"     // a command that had no effect when its turn came
)

// logged is an entry of the log as a namespace reads it.
type logged struct {
	of    uint64 // the id of the namespace
	kind  string
	value []byte
}

func (l logged) encode() []byte {
	b := make([]byte, 0, binary.MaxVarintLen64+1+len(l.kind)+len(l.value))
	b = append(binary.AppendUvarint(b, l.of), byte(len(l.kind))) //nolint:gosec // the names above, and those of commands
	return append(append(b, l.kind...), l.value...)
}

func decodeLogged(b []byte) (l logged, err error) {
	of, n := binary.Uvarint(b)
	if n <= 0 || len(b) <= n || len(b) < n+1+int(b[n]) {
		return l, errors.New("the entry is none of this program's")
	}
	kind := b[n+1 : n+1+int(b[n])]
	return logged{of, string(kind), b[n+1+len(kind):]}, nil
}

// keeper writes down what changes a namespace. Its order is that in which the changes take effect.
type keeper struct {
	all *Kept
	id  uint64

	mu    sync.Mutex    // held by who puts something into the log, and all the while by who changes more than data
	last  chan struct{} // closed when the latest change has taken effect
	begin []byte        // the entry that the namespace begins with
	begun *statelog.Entry
	same  uint64 // the entry that had a snapshot made whose data there are; zero if something may have come since it was restored
}

// closed is a channel that is.
func closed() chan struct{} {
	c := make(chan struct{})
	close(c)
	return c
}

// keptEntry is an entry of a namespace, which is worth nothing without that with which the namespace begins.
type keptEntry struct {
	*statelog.Entry
	begun *statelog.Entry // that stands before it; nil if it was there at the start
}

// Wait waits until both are kept.
func (e keptEntry) Wait() error {
	err := e.Entry.Wait()
	if err == nil && e.begun != nil {
		err = e.begun.Wait()
	}
	return err
}

// append puts an entry into the log. If that with which the namespace begins is not there, for want of room say, it comes first. The caller
// holds mu.
func (k *keeper) append(kind string, value []byte) keptEntry {
	if k.begun != nil && k.begun.Failed() {
		k.startOver()
	}
	return keptEntry{k.all.log.Append(logged{k.id, kind, value}.encode()), k.begun}
}

// startOver puts the entry into the log with which the namespace begins.
func (k *keeper) startOver() {
	k.begun = k.all.log.Append(k.begin)
}

// Record writes a command down and then has it take effect. It is for the world.
func (k *keeper) Record(e world.Entry, apply func() (changed bool, err error)) error {
	k.mu.Lock()
	k.same = 0
	entry := k.append(e.Kind, e.Command)
	before, done := k.last, make(chan struct{})
	k.last = done
	k.mu.Unlock()
	written, changed, err := false, false, entry.Wait()
	func() {
		defer close(done)
		<-before
		if written = err == nil; written {
			changed, err = k.apply(apply, entry)
		}
	}()
	if !written || changed && err == nil {
		return err
	}
	void := k.void(entry)
	if err == nil { // read again, the command changes nothing again: nobody has to wait
		return nil
	}
	return errors.Join(err, void.Wait())
}

// apply has a command take effect. One that panics would end each start where it is read again.
func (k *keeper) apply(apply func() (changed bool, err error), entry keptEntry) (changed bool, err error) {
	returned := false
	defer func() {
		if !returned {
			k.void(entry)
		}
	}()
	changed, err = apply()
	returned = true
	return changed, err
}

// void says that a command had no effect.
func (k *keeper) void(command keptEntry) *statelog.Entry {
	return k.all.log.Append(logged{k.id, kindVoid, binary.AppendUvarint(nil, command.Number)}.encode())
}

// writer writes down what changes more than data. Nothing else changes meanwhile.
type writer struct{ keeper *keeper } // nil writes nothing

// write writes an entry and waits until it is kept.
func (w writer) write(kind string, value any) error {
	_, err := w.number(kind, value)
	return err
}

// number is write for who has to name the entry.
func (w writer) number(kind string, value any) (number uint64, err error) {
	if w.keeper == nil {
		return 0, nil
	}
	text, err := json.Marshal(value)
	if err != nil {
		return 0, err
	}
	entry := w.keeper.append(kind, text)
	return entry.Number, entry.Wait()
}

// last is the outcome of the last change of a namespace. If it is kept, requests in progress do not have the namespace begin again.
func (w writer) last(err error) error {
	if err == nil && w.keeper != nil {
		w.keeper.begun = nil
	}
	return err
}

// same is keeper.same, and setSame sets it.
func (w writer) same() uint64 {
	if w.keeper == nil {
		return 0
	}
	return w.keeper.same
}

func (w writer) setSame(entry uint64) {
	if w.keeper != nil {
		w.keeper.same = entry
	}
}

// exclusively has a function change the namespace when all that came before has taken effect, and before anything else does.
func (n *Namespace) exclusively(change func(writer) error) error {
	k := n.keeper
	if k == nil {
		n.changing.Lock()
		defer n.changing.Unlock()
		return change(writer{})
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	<-k.last
	return change(writer{k})
}

// latestExclusively is exclusively for what outlives a reset, and so is changed in the namespace that is in the place of this one by now.
func (n *Namespace) latestExclusively(change func(*Namespace, writer) error) error {
	var next *Namespace
	err := n.exclusively(func(w writer) error {
		if next = n.next; next != nil {
			return nil
		}
		return change(n, w)
	})
	if next != nil {
		return next.latestExclusively(change)
	}
	return err
}

// keepClock and keepFaults have the clock and the faults of the namespace written down.
func (n *Namespace) keepClock(change func(write func(clock.Memory) error) error) error {
	return n.exclusively(func(w writer) error { return change(func(m clock.Memory) error { return w.write(kindClock, m) }) })
}

func (n *Namespace) keepFaults(change func(write func(fault.Memory) error) error) error {
	return n.exclusively(func(w writer) error { return change(func(m fault.Memory) error { return w.write(kindFaults, m) }) })
}

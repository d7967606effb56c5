package fault

import (
	"errors"
	"time"
)

// Keep writes down what a set has before it has it. It lets one change it at a time, and the error of write is that of the change.
type Keep func(change func(write func(Memory) error) error) error

// KeepBy has the set written down from now on. Nobody uses the set yet.
func (s *Set) KeepBy(keep Keep) { s.keep = keep }

// Memory is what a set has, but for what was counted.
type Memory struct {
	Added   uint64       `json:"added"`
	Ordinal uint64       `json:"ordinal"`
	Faults  []Remembered `json:"faults,omitempty"`
}

// Remembered is a fault of a Memory.
type Remembered struct {
	ID      string    `json:"id"`
	Ordinal uint64    `json:"ordinal"`
	At      time.Time `json:"at"` // when it was added, by the machine's clock
	Fault   Fault     `json:"fault"`
}

// state is what a change makes of a set.
type state struct {
	all            []*active
	added, ordinal uint64
}

// errUnchanged is for a change that changes nothing, and so need not be written down.
var errUnchanged = errors.New("nothing changes")

// change puts what a function makes of a set in the place of what it is. Requests do not wait for it.
func (s *Set) change(into func(next *state) error) error {
	keep := s.keep
	if keep == nil {
		keep = func(change func(write func(Memory) error) error) error {
			s.changing.Lock()
			defer s.changing.Unlock()
			return change(func(Memory) error { return nil })
		}
	}
	err := keep(func(write func(Memory) error) error {
		next := state{s.all(), s.added, s.ordinal}
		err := into(&next)
		if err == nil {
			err = write(next.memory())
		}
		if err != nil {
			return err
		}
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.over { // meanwhile
			return nil
		}
		s.added, s.ordinal = next.added, next.ordinal
		s.set(next.all)
		return nil
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

// Memory returns what the set has. Nobody changes it meanwhile.
func (s *Set) Memory() Memory { return state{s.all(), s.added, s.ordinal}.memory() }

func (st state) memory() Memory {
	m := Memory{Added: st.added, Ordinal: st.ordinal}
	for _, a := range st.all {
		m.Faults = append(m.Faults, Remembered{a.id, a.draws.ordinal, a.added, a.Fault})
	}
	return m
}

// alone keeps others from changing the set until what it returns is called.
func (s *Set) alone() func() {
	s.changing.Lock()
	s.mu.Lock()
	return func() {
		s.mu.Unlock()
		s.changing.Unlock()
	}
}

// Resume gives a set what another had. They count from zero.
func (s *Set) Resume(m Memory) {
	defer s.alone()()
	s.clear()
	s.added, s.ordinal = m.Added, m.Ordinal
	var all []*active
	for _, f := range m.Faults {
		all = append(all, newActive(f.Fault, f.ID, draws{s.seed, f.Ordinal}, f.At))
	}
	s.set(all)
}

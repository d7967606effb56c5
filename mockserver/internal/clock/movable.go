package clock

import (
	"errors"
	"math"
	"sync/atomic"
	"time"
)

// Mode says how the time of a Movable goes on.
type Mode string

// The modes.
const (
	Real    Mode = "real"    // as that of the clock it was given
	Still   Mode = "frozen"  // not at all
	Running Mode = "running" // from an instant on, at a speed of its own
)

// How many times as fast as the machine's time a clock can run: eleven days a second, and a second in eleven days.
const (
	MaxSpeed = 1_000_000
	MinSpeed = 0.000_001
)

// Why a clock is not moved.
var (
	ErrInstant   = errors.New("a clock can show an instant of the years 1 to 9999")
	ErrSpeed     = errors.New("a clock can run from 0.000001 to 1,000,000 times as fast as the machine's")
	ErrBackwards = errors.New("a clock never goes backwards")
	ErrReal      = errors.New("a real clock goes on by itself")
	ErrTooFar    = errors.New("there is no year after 9999")
)

// end is the last instant that RFC 3339 can write in milliseconds. A clock that runs stands still there.
func end() time.Time { return time.Date(9999, 12, 31, 23, 59, 59, 999_000_000, time.UTC) }

// Movable shows the time of the clock that it was given until somebody moves it. One that was given a frozen clock is frozen from the
// start, and its real time is the machine's. It is safe for concurrent use; to read it takes no lock.
type Movable struct {
	given  Clock
	start  *motion
	motion atomic.Pointer[motion]
	keep   Keep
}

// Keep writes down how a clock goes on before it does. It lets one change it at a time, and the error of write is that of the change.
type Keep func(change func(write func(Memory) error) error) error

// motion is how a clock goes on since it was moved.
type motion struct {
	mode  Mode
	at    time.Time // what it showed then
	since time.Time // the machine's time then
	speed float64
}

// NewMovable returns a clock that nobody has moved.
func NewMovable(given Clock) *Movable {
	m := &Movable{given: given}
	m.motion.Store(&motion{mode: Real, speed: 1})
	if at, still := FrozenAt(given); still {
		m.given = System()
		m.motion.Store(&motion{mode: Still, at: at})
	}
	m.start = m.motion.Load()
	return m
}

// KeepBy has the clock written down from now on. Nobody uses the clock yet.
func (m *Movable) KeepBy(keep Keep) { m.keep = keep }

// AtStart is the clock as it would show the time if it were reset.
func (m *Movable) AtStart() Clock {
	start := &Movable{given: m.given}
	start.motion.Store(m.start)
	return start
}

// Reset makes the clock go on as if nobody had moved it. It writes nothing down.
func (m *Movable) Reset() { m.motion.Store(m.start) }

// Now returns the time that the clock shows.
func (m *Movable) Now() time.Time { return m.now(m.motion.Load()) }

func (m *Movable) now(how *motion) time.Time {
	switch how.mode {
	case Real:
		return m.given.Now()
	case Still:
		return how.at
	default:
		return how.after(System().Now().Sub(how.since))
	}
}

// At returns the time that the clock shows at an instant of the machine's, which is about now, and whether it is the machine's.
func (m *Movable) At(now time.Time) (at time.Time, machine bool) {
	how := m.motion.Load()
	if _, machine = m.given.(system); machine && how.mode == Real {
		return now, true
	}
	return m.now(how), false
}

// after is what a clock that runs shows so much of the machine's time later.
func (how *motion) after(passed time.Duration) time.Time {
	seconds, rest := math.Modf(passed.Seconds() * how.speed)
	if last := end(); seconds < float64(last.Unix()-how.at.Unix()) {
		return time.Unix(how.at.Unix()+int64(seconds), int64(how.at.Nanosecond())+int64(rest*float64(time.Second))).UTC()
	}
	return end()
}

// Showing returns the time, the mode, and how many times faster than the machine's time it goes on.
func (m *Movable) Showing() (time.Time, Mode, float64) {
	how := m.motion.Load()
	return m.now(how), how.mode, how.speed
}

// Freeze makes the clock stand still at an instant. The error is ErrInstant.
func (m *Movable) Freeze(at time.Time) error {
	if !CanShow(at) {
		return ErrInstant
	}
	return m.set(&motion{mode: Still, at: at.UTC()})
}

// Release makes the clock show real time. The error is that of who writes it down.
func (m *Movable) Release() error { return m.set(&motion{mode: Real, speed: 1}) }

func (m *Movable) set(to *motion) error {
	return m.move(func(*motion, time.Time) (*motion, error) { return to, nil })
}

// Run makes the clock go on from an instant at a speed. The error is ErrInstant or ErrSpeed.
func (m *Movable) Run(from time.Time, speed float64) error {
	if !CanShow(from) {
		return ErrInstant
	}
	if !(speed >= MinSpeed && speed <= MaxSpeed) { // which no NaN is
		return ErrSpeed
	}
	return m.set(running(from, speed))
}

// Pace makes the clock go on from where it is at another speed. The error is ErrSpeed.
func (m *Movable) Pace(speed float64) error {
	if !(speed >= MinSpeed && speed <= MaxSpeed) { // which no NaN is
		return ErrSpeed
	}
	return m.move(func(_ *motion, now time.Time) (*motion, error) { return running(now, speed), nil })
}

func running(from time.Time, speed float64) *motion {
	return &motion{mode: Running, at: from.UTC(), since: System().Now(), speed: speed}
}

// Advance moves a clock that is frozen or runs forward. The error is ErrBackwards, ErrReal or ErrTooFar.
func (m *Movable) Advance(by time.Duration) error {
	if by < 0 {
		return ErrBackwards
	}
	return m.move(func(how *motion, now time.Time) (*motion, error) {
		to := now.Add(by)
		switch {
		case how.mode == Real:
			return nil, ErrReal
		case to.After(end()):
			return nil, ErrTooFar
		case how.mode == Still:
			return &motion{mode: Still, at: to}, nil
		default:
			return running(to, how.speed), nil
		}
	})
}

// move puts one motion in the place of another; of two who do so at once, one comes after the other.
func (m *Movable) move(next func(how *motion, now time.Time) (*motion, error)) error {
	if m.keep != nil {
		return m.keep(func(write func(Memory) error) error {
			how := m.motion.Load()
			to, err := next(how, m.now(how))
			if err == nil {
				err = write(Memory{*to})
			}
			if err == nil {
				m.motion.Store(to)
			}
			return err
		})
	}
	for {
		how := m.motion.Load()
		to, err := next(how, m.now(how))
		if err != nil || m.motion.CompareAndSwap(how, to) {
			return err
		}
	}
}

package clock

import "time"

// Clock tells the time of a world. Implementations are safe for concurrent use.
type Clock interface {
	Now() time.Time
}

// System returns the machine's clock. Nothing else in the server asks the machine for the time.
func System() Clock { return system{} }

// Since is how long ago an instant of the machine's clock was. It costs half as much as to ask for the time.
func Since(at time.Time) time.Duration { return time.Since(at) }

// Frozen returns a clock that always shows t.
func Frozen(t time.Time) Clock { return frozen{t.UTC()} }

type system struct{}

func (system) Now() time.Time { return time.Now().UTC() }

type frozen struct{ t time.Time }

func (c frozen) Now() time.Time { return c.t }

// FrozenAt returns what a clock of Frozen shows; false if the clock is another.
func FrozenAt(c Clock) (time.Time, bool) {
	still, frozen := c.(frozen)
	return still.t, frozen
}

// CanShow reports whether a world can have an instant as its own, in which RFC 3339 can write everything before it.
func CanShow(at time.Time) bool {
	year := at.UTC().Year()
	return 1 <= year && year <= 9999 && !at.IsZero()
}

// Receipt is the time that something gets which came without one: whole milliseconds, like the seeded data.
func Receipt(c Clock) time.Time { return c.Now().UTC().Truncate(time.Millisecond) }

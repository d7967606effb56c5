package world

import "time"

// Part is how many events there are from one instant up to another.
type Part struct {
	From, To time.Time
	Events   int
	Tracked  int // of them, which were written and not seeded
}

package world

import "time"

// Command is one change of a world, with the outcome R.
type Command[R any] interface {
	// Kind names what the command does. No other command of any API has the name.
	Kind() string
	// ApplyTo is for Apply alone.
	ApplyTo(w *World) (R, error)
}

// Apply changes the world by one command. Commands take effect one after another; each is visible to every read that
// starts after Apply returned. What a command refuses, such as one event too many, changes nothing.
func Apply[R any](w *World, c Command[R]) (R, error) {
	w.changing.RLock()
	defer w.changing.RUnlock()
	return c.ApplyTo(w)
}

// Reset takes the world back to what it started with, its seeded data ending at the anchor.
type Reset struct {
	Anchor time.Time `json:"anchor"`
}

// Kind is that of the command.
func (Reset) Kind() string { return "reset" }

// ApplyTo builds the whole new state first. Commands that come meanwhile change the old one, as if they had come before.
func (c Reset) ApplyTo(w *World) (struct{}, error) {
	st, err := w.initial(c.Anchor)
	if err == nil {
		w.state.Swap(st).close()
	}
	return struct{}{}, err
}

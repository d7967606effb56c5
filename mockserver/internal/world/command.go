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
func Apply[R any, C Command[R]](w *World, c C) (R, error) {
	if w.opts.Recorder != nil {
		return record[R](w, c)
	}
	return Enact(w, c)
}

// Enact is Apply of a command that was written down before, or need not be.
func Enact[R any, C Command[R]](w *World, c C) (R, error) {
	w.changing.RLock()
	defer w.changing.RUnlock()
	return c.ApplyTo(w)
}

// Recorder writes commands down before they take effect. It is safe for concurrent use.
type Recorder interface {
	// Record writes a command down and then has it take effect, in the order in which commands are written. The error is that of apply, or
	// says that the command could not be written: then it has no effect. Apply reports whether anything changed.
	Record(e Entry, apply func() (changed bool, err error)) error
}

// Changer is an outcome that tells whether its command changed anything.
type Changer interface{ Changed() bool }

func record[R any](w *World, c Command[R]) (outcome R, err error) {
	e, err := NewEntry(c)
	if err != nil {
		return outcome, err
	}
	err = w.opts.Recorder.Record(e, func() (bool, error) {
		outcome, err = Enact(w, c)
		return changes(outcome), err
	})
	return outcome, err
}

// changes reports whether an outcome is that of a command that changed something, as all do that do not tell.
func changes(outcome any) bool {
	changer, tells := outcome.(Changer)
	return !tells || changer.Changed()
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

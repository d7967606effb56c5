package world

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Entry is a command as an ordered log holds it: with its kind, so that it can be written down and read again.
type Entry struct {
	Kind    string          `json:"kind"`
	Command json.RawMessage `json:"command"`
}

// NewEntry writes a command down.
func NewEntry(c interface{ Kind() string }) (Entry, error) {
	text, err := json.Marshal(c)
	return Entry{Kind: c.Kind(), Command: text}, err
}

// Replay applies a command that was written down. Whoever replays a log has seen its outcomes, so only the error is told.
type Replay func(w *World, command []byte) error

// ReplayOf replays commands of type C.
func ReplayOf[C Command[R], R any](w *World, command []byte) error {
	var c C
	if err := json.Unmarshal(command, &c); err != nil {
		return err
	}
	_, err := Apply(w, c)
	return err
}

// Replay applies the command of an entry.
func (w *World) Replay(e Entry) error {
	known := map[string]Replay{Reset{}.Kind(): ReplayOf[Reset], Import{}.Kind(): ReplayOf[Import]}
	for _, api := range w.opts.APIs {
		maps.Copy(known, api.Commands)
	}
	replay, found := known[e.Kind]
	if !found {
		return fmt.Errorf("unknown kind of command %q: expected one of %s", e.Kind, strings.Join(slices.Sorted(maps.Keys(known)), ", "))
	}
	return replay(w, e.Command)
}

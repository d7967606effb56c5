package world

import (
	"encoding/json"
	"errors"
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

// Replay applies a command that was written down, and reports whether it changed anything.
type Replay func(w *World, command []byte) (changed bool, err error)

// ReplayOf replays commands of type C.
func ReplayOf[C Command[R], R any](w *World, command []byte) (changed bool, err error) {
	var c C
	if err := json.Unmarshal(command, &c); err != nil {
		return false, err
	}
	outcome, err := Enact(w, c)
	return changes(outcome), err
}

// ErrUnknownKind says that no API of a world knows a command.
var ErrUnknownKind = errors.New("unknown kind of command")

// Replay applies the command of an entry.
func (w *World) Replay(e Entry) (changed bool, err error) {
	replays := map[string]Replay{Reset{}.Kind(): ReplayOf[Reset], Import{}.Kind(): ReplayOf[Import]}
	for _, api := range w.opts.APIs {
		maps.Copy(replays, api.Commands)
	}
	replay, found := replays[e.Kind]
	if !found {
		return false, fmt.Errorf("%w %q: expected one of %s", ErrUnknownKind, e.Kind, strings.Join(slices.Sorted(maps.Keys(replays)), ", "))
	}
	return replay(w, e.Command)
}

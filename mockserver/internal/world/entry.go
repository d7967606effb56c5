package world

import (
	"encoding/json"
	"fmt"
)

// Entry is a command as an ordered log holds it: with its kind, so that it can be written down and read again.
type Entry struct {
	Command any // a Track, a LogEvent or a Reset
}

// The kinds of commands.
const (
	kindTrack    = "track"
	kindLogEvent = "log_event"
	kindReset    = "reset"
)

type entryJSON struct {
	Kind    string          `json:"kind"`
	Command json.RawMessage `json:"command"`
}

// Replay applies the command of an entry. Whoever replays a log has seen its outcomes, so only the error is told.
func (w *World) Replay(e Entry) (err error) {
	switch c := e.Command.(type) {
	case Track:
		_, err = Apply(w, c)
	case LogEvent:
		_, err = Apply(w, c)
	case Reset:
		_, err = Apply(w, c)
	default:
		err = fmt.Errorf("no command: %T", c)
	}
	return err
}

// MarshalJSON writes {"kind": …, "command": …}.
func (e Entry) MarshalJSON() ([]byte, error) {
	var kind string
	switch c := e.Command.(type) {
	case Track:
		kind = kindTrack
	case LogEvent:
		kind = kindLogEvent
	case Reset:
		kind = kindReset
	default:
		return nil, fmt.Errorf("no command: %T", c)
	}
	command, err := json.Marshal(e.Command)
	if err != nil {
		return nil, err
	}
	return json.Marshal(entryJSON{kind, command})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (e *Entry) UnmarshalJSON(data []byte) error {
	var read entryJSON
	if err := json.Unmarshal(data, &read); err != nil {
		return err
	}
	var err error
	switch read.Kind {
	case kindTrack:
		e.Command, err = readCommand[Track](read.Command)
	case kindLogEvent:
		e.Command, err = readCommand[LogEvent](read.Command)
	case kindReset:
		e.Command, err = readCommand[Reset](read.Command)
	default:
		err = fmt.Errorf("unknown kind of command %q: expected %s, %s or %s", read.Kind, kindTrack, kindLogEvent, kindReset)
	}
	return err
}

func readCommand[C any](data []byte) (C, error) {
	var c C
	err := json.Unmarshal(data, &c)
	return c, err
}

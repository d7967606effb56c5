package clock

import (
	"encoding/json"
	"time"
)

// Memory is how a clock shows the time, from what it showed when it was remembered. The zero value is real time.
type Memory struct{ motion motion }

// Remember returns where the clock is and how it goes on.
func (m *Movable) Remember() Memory {
	how := *m.motion.Load()
	how.at = m.now(&how)
	return Memory{how}
}

// FromNow is how a clock goes on that was remembered, and is recalled now.
func (before Memory) FromNow() Memory {
	switch how := before.motion; how.mode {
	case Running:
		return Memory{*running(how.at, how.speed)}
	case Still:
		return before
	default:
		return Memory{motion{mode: Real, speed: 1}}
	}
}

// Resume makes the clock go on as if it had never been away from where it was. It writes nothing down.
func (m *Movable) Resume(where Memory) {
	how := where.motion
	m.motion.Store(&how)
}

// memoryJSON is the JSON form of Memory.
type memoryJSON struct {
	Mode  Mode      `json:"mode"`
	At    time.Time `json:"at"`
	Since time.Time `json:"since"`
	Speed float64   `json:"speed"`
}

// MarshalJSON writes all that a clock needs to go on.
func (before Memory) MarshalJSON() ([]byte, error) {
	how := before.motion
	return json.Marshal(memoryJSON{how.mode, how.at, how.since, how.speed})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (before *Memory) UnmarshalJSON(data []byte) error {
	var read memoryJSON
	err := json.Unmarshal(data, &read)
	before.motion = motion{read.Mode, read.At, read.Since, read.Speed}
	return err
}

package namespace

import (
	"bytes"
	"encoding/json"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/fault"
	"github.com/understudy-mock/understudy/mockserver/internal/statelog"
)

// Kept is where all namespaces of a server are written down. It is safe for concurrent use.
type Kept struct {
	log    *statelog.Log
	latest atomic.Uint64 // id of a namespace
}

// Keep has what changes namespaces from now on, and what they are made of, written into a log.
func (s *Shared) Keep(log *statelog.Log) { s.kept = &Kept{log: log} }

// Needs judges which entries of a log are needed.
func (*Shared) Needs() statelog.Needs { return newHistory() }

// keeper makes the keeper of a namespace that has an id, or gets one.
func (all *Kept) keeper(id uint64) *keeper {
	if id == 0 {
		id = all.latest.Add(1)
	}
	return &keeper{all: all, id: id, last: closed()}
}

// Begun is what a namespace began with.
type Begun struct {
	Name    string    `json:"name"`
	Made    time.Time `json:"made"`
	Anchor  time.Time `json:"anchor"`
	Options Changes   `json:"options"`
	// What it has of the namespace in whose place it comes.
	Snapshots map[string]uint64 `json:"snapshots,omitempty"` // the entries that had them made, by name
	Faults    fault.Memory      `json:"faults,omitzero"`     // none, and the ids that are taken
}

// changesJSON is the JSON form of Changes.
type changesJSON struct {
	Seed           *uint64   `json:"seed,omitempty"`
	Scenario       *string   `json:"scenario,omitempty"`
	EventsPerBot   *int      `json:"events_per_bot,omitempty"`
	Now            *string   `json:"now,omitempty"`
	Auth           *AuthMode `json:"auth,omitempty"`
	RefuseAdvisory *bool     `json:"refuse_advisory,omitempty"`
	Misbehave      *string   `json:"misbehave,omitempty"`
	Variants       *[]string `json:"variants,omitempty"`

	Plan *map[string]any `json:"plan,omitempty"`
}

// MarshalJSON writes the changes down. A clock is one that ReadChanges makes.
func (c Changes) MarshalJSON() ([]byte, error) {
	written := changesJSON{c.Seed, c.Scenario, c.EventsPerBot, nil, c.Auth, c.RefuseAdvisory, c.Misbehave, c.Variants, c.Plan}
	if c.Clock != nil {
		now := (&Options{Clock: c.Clock}).now()
		written.Now = &now
	}
	return json.Marshal(written)
}

// UnmarshalJSON reads what MarshalJSON writes.
func (c *Changes) UnmarshalJSON(data []byte) error {
	var read changesJSON
	if err := decodeExactly(data, &read); err != nil {
		return err
	}
	*c = Changes{read.Seed, read.Scenario, read.EventsPerBot, nil, read.Auth, read.RefuseAdvisory, read.Misbehave, read.Variants, read.Plan}
	if read.Now != nil {
		c.Clock, _ = readNow(*read.Now)
	}
	return nil
}

// decodeExactly reads JSON whose numbers stay as they are written: a plan may have some that no float64 holds.
func decodeExactly(data []byte, into any) error {
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	return d.Decode(into)
}

// Begin writes down that there is the namespace. Waiting for what it returns is for who has to be sure that it survives.
func (n *Namespace) Begin(made time.Time) (wait func() error) {
	k := n.keeper
	if k == nil {
		return func() error { return nil }
	}
	b := Begun{
		Name: n.name, Made: made, Anchor: n.world.Anchor(), Options: n.given,
		Snapshots: entriesOf(n.snapshots.all()), Faults: n.faults.Memory(),
	}
	text, err := json.Marshal(b)
	if err != nil {
		return func() error { return err }
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.begin = logged{k.id, kindBegin, text}.encode()
	k.startOver()
	return k.begun.Wait
}

// GiveWay has another namespace begin in the place of this one.
func (n *Namespace) GiveWay(next *Namespace, made time.Time) error {
	return n.exclusively(func(w writer) error { return w.last(next.Begin(made)()) })
}

// End writes down that there is no such namespace any more.
func (n *Namespace) End() error {
	return n.exclusively(func(w writer) error { return w.last(w.write(kindEnd, struct{}{})) })
}

// Forgotten is End of a namespace that nobody uses, for who need not be sure that it is kept.
func (n *Namespace) Forgotten() {
	if n.keeper != nil {
		n.shared.kept.log.Append(logged{of: n.keeper.id, kind: kindEnd, value: []byte("{}")}.encode())
	}
}

package namespace

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/statelog"
)

// Kept is where all namespaces of a server are written down. It is safe for concurrent use.
type Kept struct {
	log *statelog.Log

	mu      sync.Mutex
	latest  uint64 // id of a namespace
	keepers map[uint64]*keeper
}

// Keep has what changes namespaces from now on, and what they are made of, written into a log.
func (s *Shared) Keep(log *statelog.Log) { s.kept = &Kept{log: log, keepers: map[uint64]*keeper{}} }

// Live reports whether an entry of the log is still needed.
func (s *Shared) Live() func(number uint64) bool {
	s.kept.mu.Lock()
	keepers := slices.Collect(maps.Values(s.kept.keepers))
	s.kept.mu.Unlock()
	m := marks{lines: map[*line]bool{}}
	for _, k := range keepers {
		k.mu.Lock()
		m.story(&k.story)
		k.mu.Unlock()
	}
	return m.needed()
}

// keeper makes the keeper of a namespace that has an id, or gets one.
func (all *Kept) keeper(id uint64) *keeper {
	all.mu.Lock()
	defer all.mu.Unlock()
	if id == 0 {
		id = all.latest + 1
	}
	all.latest = max(all.latest, id)
	k := &keeper{all: all, id: id, last: closed()}
	all.keepers[id] = k
	return k
}

// forget lets go of what the log has of a namespace: something that came behind it in the log has ended it.
func (k *keeper) forget() {
	k.all.mu.Lock()
	delete(k.all.keepers, k.id)
	k.all.mu.Unlock()
	k.mu.Lock()
	defer k.mu.Unlock()
	k.supersede()
}

// reset has the story begin anew. The caller holds mu.
func (k *keeper) reset(number uint64) {
	k.supersede()
	k.story.reset(number)
}

// supersede tells the log that what it has of the namespace is not needed any more, unless snapshots may need it.
func (k *keeper) supersede() {
	if len(k.story.named) == 0 {
		k.all.log.Superseded(k.story.size)
		k.story.size = 0
	}
}

// Begun is what a namespace began with.
type Begun struct {
	Name    string    `json:"name"`
	After   uint64    `json:"after,omitempty"` // the id of the namespace whose snapshots it has
	Made    time.Time `json:"made"`
	Anchor  time.Time `json:"anchor"`
	Options Changes   `json:"options"`
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
	b := Begun{Name: n.name, Made: made, Anchor: n.world.Anchor(), Options: n.given}
	if n.after != nil {
		b.After = n.after.id
	}
	text, err := json.Marshal(b)
	if err != nil {
		return func() error { return err }
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	k.begin = record{k.id, kindBegin, text}.encode()
	k.startOver()
	return k.begun.Wait
}

// End writes down that there is no such namespace any more.
func (n *Namespace) End() (wait func() error) {
	if n.keeper == nil {
		return func() error { return nil }
	}
	return n.shared.kept.log.Append(record{of: n.keeper.id, kind: kindEnd, value: []byte("{}")}.encode()).Wait
}

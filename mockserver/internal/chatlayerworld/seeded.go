package chatlayerworld

import (
	"hash/maphash"
	"sync/atomic"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// What stays in memory of seeded events, which are a function of the seed and come back the same. All of it together is some
// fifty megabytes at most, whatever clients ask for.
const (
	keptTimelines = 64
	keptBlocks    = 128
	keptRows      = 256
	keptPages     = 64
	keptEvents    = 1 << 14
	rowLength     = 32      // events
	largestKept   = 4 << 10 // bytes of an event

	spread = 0x9e3779b97f4a7c15 // keeps the same events of several worlds from having one place
)

// seeded makes the seeded events of a world that are asked for. It is safe for concurrent use.
type seeded struct {
	*made
	base *world.Base
}

// made is what is kept of the seeded events of all worlds with one library.
type made struct {
	seed      maphash.Seed
	timelines shelf[timelineKey, *fixtures.Timeline]
	blocks    shelf[blockKey, []fixtures.Mark]
	rows      shelf[rowKey, *row]
	pages     shelf[pageKey, page]
	events    shelf[eventKey, event]
}

// timelineKey tells which bots are meant, and which of their events. Lists of many bots that are not the very same list are
// taken for different ones.
type timelineKey struct {
	world  uint64
	bot    string // the only one
	bots   *string
	count  int
	wanted string
}

type blockKey struct {
	timeline *fixtures.Timeline
	block    int
}

// rowKey names some events of a block that follow each other: those from a multiple of rowLength on.
type rowKey struct {
	blockKey

	row int
}

// row is these events, as far as somebody has asked for them, where lists find them without a look at each one's key.
type row [rowLength]atomic.Pointer[event]

// eventKey names an event, and holds nothing of its world.
type eventKey struct {
	world uint64
	fixtures.Key
}

// is reports whether both are the same. It looks first at what events differ in.
func (k *eventKey) is(o *eventKey) bool {
	return k.Session == o.Session && k.Step == o.Step && k.world == o.world && k.Bot == o.Bot
}

// event is a seeded event as lists send it, which keeps the contract.
type event struct {
	at      eventstore.Position
	payload string
}

func newMade() *made {
	return &made{
		seed:      maphash.MakeSeed(),
		timelines: newShelf[timelineKey, *fixtures.Timeline](keptTimelines),
		blocks:    newShelf[blockKey, []fixtures.Mark](keptBlocks),
		rows:      newShelf[rowKey, *row](keptRows),
		pages:     newShelf[pageKey, page](keptPages),
		events:    newShelf[eventKey, event](keptEvents),
	}
}

func newSeeded(b *world.Base) *seeded { return &seeded{world.Kept(b.Library, newMade), b} }

// has reports whether the version of a bot has a seeded event with this id.
func (s *seeded) has(bot, version, id string) bool {
	t, err := s.timeline([]string{bot}, &eventstore.Query{}, nil)
	return err == nil && t.Has(version, id)
}

// timeline is what a query asks of the bots, whatever its window. The error is that of spend.
func (s *seeded) timeline(bots []string, q *eventstore.Query, spend eventstore.Spend) (*fixtures.Timeline, error) {
	key := timelineKey{world: s.base.Number, count: len(bots), wanted: textOf(q)}
	if len(bots) == 1 {
		key.bot = bots[0]
	} else {
		key.bots = &bots[0]
	}
	hash := maphash.Comparable(s.seed, key)
	if t := s.timelines.get(hash, key); t != nil {
		return *t, nil
	}
	wanted, never := filterOf(q, spend)
	if never {
		bots = nil
	}
	t, err := s.base.Data.Timeline(wanted, bots...)
	if err == nil && len(key.wanted) < largestKept {
		s.timelines.put(hash, key, t)
	}
	return t, err
}

// block is the events of a block, in order.
func (s *seeded) block(t *fixtures.Timeline, block int) []fixtures.Mark {
	key := blockKey{t, block}
	hash := maphash.Comparable(s.seed, key)
	if marks := s.blocks.get(hash, key); marks != nil {
		return *marks
	}
	return *s.blocks.put(hash, key, t.Marks(block))
}

func (s *seeded) row(t *fixtures.Timeline, block, n int) *row {
	key := rowKey{blockKey{t, block}, n}
	hash := maphash.Comparable(s.seed, key.blockKey) + uint64(n) //nolint:gosec // not negative; rows of a block have places of their own
	if known := s.rows.get(hash, key); known != nil {
		return *known
	}
	return *s.rows.put(hash, key, new(row))
}

// event is an event as lists send it. The error tells that it breaks the contract.
func (s *seeded) event(t *fixtures.Timeline, m *fixtures.Mark) (*event, error) {
	key := eventKey{s.base.Number, t.Key(m)}
	hash := key.Session + uint64(key.Step) + key.world*spread
	if known := s.events.latest(hash); known != nil && known.key.is(&key) {
		return &known.value, nil
	}
	e := t.Event(*m)
	put, err := stored(s.base, &e, "")
	if err != nil {
		return nil, err
	}
	fresh := event{eventstore.Position{Time: put.Time, Stream: put.Stream, ID: put.ID}, put.Payload}
	if len(fresh.payload) > largestKept {
		return &fresh, nil
	}
	return s.events.put(hash, key, fresh), nil
}

package journal

import (
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Journal remembers the latest exchanges of a namespace, in memory that it shares with other journals. It is safe for concurrent use.
type Journal struct {
	room  *Room
	bytes atomic.Int64 // that its exchanges take
	ended chan struct{}

	mu      sync.Mutex
	kept    []*Exchange      // from first on, oldest first; their numbers have no gaps
	first   int              // what is before it has gone
	texts   *strings.Builder // where those of the latest exchanges are; nil if there are none
	slab    []Exchange       // room for the next ones
	kinds   [8]*Kind         // the latest
	last    uint64           // number of the latest exchange
	cleared uint64           // number of the latest exchange that a reset forgot
	changed chan struct{}    // closed at the next change; nil if nobody waits for one
	used    bool             // something was added
	over    bool
}

// New returns an empty journal.
func New(room *Room) *Journal { return &Journal{room: room, ended: make(chan struct{})} }

// On reports whether exchanges are kept at all.
func (j *Journal) On() bool { return j.room.most > 0 }

// Add remembers a copy of an exchange, of that kind and with these halves, and returns it; nil if the journal is closed.
func (j *Journal) Add(x Exchange, kind Kind, request, response Half) *Exchange {
	lent, _ := j.room.scratches.Get().(*packed)
	if lent == nil {
		lent = &packed{}
	}
	if x.Rare == nil {
		x.Rare = nothing
	}
	lent.bytes = lent.bytes[:0]
	lent.bodies = [2]int{}
	halves := [2]Half{request, response}
	x.size = lent.pack(&x, &halves) + x.measure()
	kept, first := j.put(&x, kind, &halves, lent)
	if first {
		j.room.enter(j)
	}
	j.room.scratches.Put(lent)
	if j.room.taken.Load() > j.room.most {
		j.room.makeRoom()
	}
	return kept
}

// put reports whether the exchange is the first that there is.
func (j *Journal) put(x *Exchange, kind Kind, halves *[2]Half, texts *packed) (kept *Exchange, first bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.over {
		return nil, false
	}
	first, j.used = !j.used, true
	j.last++
	if len(j.slab) == 0 {
		j.slab = make([]Exchange, min(len(j.kept)+1, slabSize))
	}
	kept, j.slab = &j.slab[0], j.slab[1:]
	*kept = *x
	kept.number, kept.Kind = j.last, j.kind(kind)
	texts.unpack(kept, halves, j.keepTexts(texts.bytes))
	j.kept = append(j.kept, kept)
	j.grow(int64(kept.size))
	j.wake()
	return kept, first
}

// slabSize is how many exchanges are in one piece of memory, which is free when all of them are gone. The first pieces are smaller.
const slabSize = 8

// kind returns what exchanges of a kind share. The latest few kinds are known.
func (j *Journal) kind(kind Kind) *Kind {
	for _, known := range j.kinds {
		if known != nil && *known == kind {
			return known
		}
	}
	made := new(Kind)
	*made = kind
	j.kinds[j.last%uint64(len(j.kinds))] = made
	return made
}

// grow counts what the journal takes, here and in the room. The journal is locked.
func (j *Journal) grow(bytes int64) {
	j.bytes.Add(bytes)
	j.room.taken.Add(bytes)
}

// The sizes of the pieces in which texts are kept, in bytes: each is twice as large as the one before, up to the largest.
const (
	firstPiece   = 2 << 10
	largestPiece = 64 << 10
)

func (j *Journal) keepTexts(b []byte) string {
	if before := j.texts; before == nil || before.Cap()-before.Len() < len(b) {
		size := firstPiece
		if before != nil {
			size = min(2*before.Cap(), largestPiece)
		}
		j.texts = &strings.Builder{}
		j.texts.Grow(max(len(b), size))
	}
	at := j.texts.Len()
	j.texts.Write(b)
	return j.texts.String()[at:]
}

// Amend puts another answer in the place of that which an exchange has, if the journal still has it: it did not leave as it was meant to.
func (j *Journal) Amend(x *Exchange, status int, response Half) {
	again, before := *x, x.Response.Body()
	again.Status, again.Response = status, Message{header: string(appendHeader(nil, response.Header)), long: &response.Body}
	again.size += len(again.Response.header) - len(x.Response.header) + response.Body.held() - before.held()
	j.mu.Lock()
	defer j.mu.Unlock()
	if i := len(j.kept) - 1 - int(j.last-x.number); i >= j.first && j.kept[i] == x { //nolint:gosec // as many as are kept, or a few more
		j.kept[i] = &again
		j.grow(int64(again.size - x.size))
	}
}

func (j *Journal) wake() {
	if j.changed != nil {
		close(j.changed)
		j.changed = nil
	}
}

// Changed returns a channel that is closed when the journal next changes.
func (j *Journal) Changed() <-chan struct{} {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.changed == nil {
		j.changed = make(chan struct{})
	}
	return j.changed
}

// Ended is closed when the journal is.
func (j *Journal) Ended() <-chan struct{} { return j.ended }

// News is what a journal has behind a number.
type News struct {
	Exchanges []*Exchange // oldest first
	Gone      uint64      // exchanges before them that had to make room
	Cleared   bool        // the journal was cleared behind the number; what was forgotten then is not gone
	Number    uint64      // what to ask with next
}

// After is what came behind a number, no more exchanges than most.
func (j *Journal) After(number uint64, most int) (n News) {
	j.mu.Lock()
	defer j.mu.Unlock()
	all := j.kept[j.first:]
	oldest := j.last + 1 - uint64(len(all))
	n.Number = number
	if n.Cleared = number < j.cleared; n.Cleared {
		n.Number = j.cleared
	}
	if n.Number+1 < oldest {
		n.Gone, n.Number = oldest-n.Number-1, oldest-1
	}
	all = all[min(n.Number+1-oldest, uint64(len(all))):]
	n.Exchanges = slices.Clone(all[:min(len(all), most)])
	n.Number += uint64(len(n.Exchanges))
	return n
}

// All are the exchanges that are kept, oldest first, how many there were since the last reset, and how many of them have gone to make
// room.
func (j *Journal) All() (kept []*Exchange, total, dropped uint64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	kept = slices.Clone(j.kept[j.first:])
	total = j.last - j.cleared
	return kept, total, total - uint64(len(kept))
}

// Last is the number of the latest exchange.
func (j *Journal) Last() uint64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.last
}

// Number is the number of an exchange in its journal.
func (x *Exchange) Number() uint64 { return x.number }

// Find returns the exchange of that id; nil if there is none, or none any more.
func (j *Journal) Find(id string) *Exchange {
	kept, _, _ := j.All()
	for _, x := range slices.Backward(kept) {
		if x.ID == id {
			return x
		}
	}
	return nil
}

// Clear forgets all exchanges.
func (j *Journal) Clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.grow(-j.bytes.Load())
	j.last++ // so that whoever has seen all before is behind it
	j.kept, j.first, j.texts, j.slab, j.cleared = nil, 0, nil, nil, j.last
	j.wake()
}

// Close forgets all exchanges, and whoever waits for more is told that none will come. What is added later is not kept.
func (j *Journal) Close() {
	j.Clear()
	j.mu.Lock()
	defer j.mu.Unlock()
	if !j.over {
		j.over = true
		close(j.ended)
	}
	j.room.leave(j)
}

// drop forgets the oldest exchanges that take so many bytes together, and returns how many bytes they took.
func (j *Journal) drop(bytes int64) (freed int64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	for ; freed < bytes && j.first < len(j.kept); j.first++ {
		freed += int64(j.kept[j.first].size)
		j.kept[j.first] = nil
	}
	if j.first > len(j.kept)/2 {
		j.kept = slices.Delete(j.kept, 0, j.first)
		j.first = 0
	}
	j.grow(-freed)
	return freed
}

package journal

import (
	"math"
	"slices"
	"sync"
	"sync/atomic"
)

// Journal remembers the latest exchanges of a namespace, in memory that it shares with other journals. It is safe for concurrent use.
type Journal struct {
	room  *Room
	bytes atomic.Int64 // that its exchanges take
	ended chan struct{}

	mu      sync.Mutex
	pieces  []*piece      // with the exchanges that are kept, oldest first; their numbers have no gaps
	kinds   []*Kind       // those that exchanges name by number
	first   uint64        // number of the oldest exchange that is kept, or of the next
	last    uint64        // number of the latest exchange
	cleared uint64        // number of the latest exchange that a reset forgot
	changed chan struct{} // closed at the next change; nil if nobody waits for one
	used    bool          // something was added
	over    bool
}

// New returns an empty journal.
func New(room *Room) *Journal { return &Journal{room: room, ended: make(chan struct{}), first: 1} }

// On reports whether exchanges are kept at all.
func (j *Journal) On() bool { return j.room.most > 0 }

// Add remembers an exchange of that kind and with these halves, but for its number, and returns that; zero if the journal is closed.
func (j *Journal) Add(x Exchange, kind Kind, request, response Half) uint64 {
	lent, _ := j.room.scratches.Get().(*packed)
	if lent == nil {
		lent = &packed{}
	}
	long := lent.pack(&x, &request, &response)
	e := entry{
		second: x.At.Unix(), nano: int32(x.At.Nanosecond()), done: x.Done.Sub(j.room.began), took: x.Took, //nolint:gosec // less than 10^9
		status: int32(x.Status), tls: x.TLS, lengths: lent.lengths, //nolint:gosec // a status has three digits
	}
	more := odd{rare: x.Rare, long: long, sent: longOf(&request.Body), answered: longOf(&response.Body)}
	e.odd = more.rare != nil || long != nil || more.sent != nil || more.answered != nil
	e.size = perExchange + len(lent.bytes) + more.held()
	number, first := j.put(&e, kind, lent.bytes, &more)
	j.room.scratches.Put(lent)
	if first {
		j.room.enter(j)
	}
	if j.room.taken.Load() > j.room.most {
		j.room.makeRoom()
	}
	return number
}

// put reports whether the exchange is the first that there is.
func (j *Journal) put(e *entry, kind Kind, texts []byte, more *odd) (number uint64, first bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.over {
		return 0, false
	}
	first, j.used = !j.used, true
	j.last++
	if e.kind = j.kind(kind); e.kind == mostKinds {
		e.odd, more.kind = true, ofItsOwn(kind)
	}
	j.piece(len(texts)).add(e, texts, more)
	j.grow(int64(e.size))
	j.wake()
	return j.last, first
}

// piece is where an exchange with so many bytes of texts is kept.
func (j *Journal) piece(size int) *piece {
	var last *piece
	if n := len(j.pieces); n > 0 {
		if last = j.pieces[n-1]; last.fits(size) {
			return last
		}
	}
	next := newPiece(j.last, last, size)
	j.pieces = append(j.pieces, next)
	return next
}

// mostKinds is how many kinds a journal numbers: there are about as many as operations, but clients may invent methods.
const mostKinds = 100

// kind returns the number of a kind; mostKinds if it has none.
func (j *Journal) kind(kind Kind) uint8 {
	for i, known := range j.kinds {
		if *known == kind {
			return uint8(i)
		}
	}
	if len(j.kinds) == mostKinds {
		return mostKinds
	}
	j.kinds = append(j.kinds, ofItsOwn(kind))
	return uint8(len(j.kinds) - 1) //nolint:gosec // there are few
}

// ofItsOwn is in memory that most exchanges do not need.
func ofItsOwn(kind Kind) *Kind { return &kind }

// grow counts what the journal takes, here and in the room. The journal is locked.
func (j *Journal) grow(bytes int64) {
	j.bytes.Add(bytes)
	j.room.taken.Add(bytes)
}

// Amend puts another answer in the place of that which an exchange has, if the journal still has it: it did not leave as it was meant to.
func (j *Journal) Amend(number uint64, status int, response Half) {
	instead := &Message{header: string(appendHeader(nil, response.Header)), long: &response.Body}
	j.mu.Lock()
	defer j.mu.Unlock()
	for _, p := range slices.Backward(j.pieces) { // it is one of the latest
		if p.first <= number {
			if j.first <= number && number < p.end() {
				j.grow(int64(p.amend(number, status, instead)))
			}
			return
		}
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
	v := j.after(number, &n)
	n.Exchanges = v.some(most)
	n.Number += uint64(len(n.Exchanges))
	return n
}

func (j *Journal) after(number uint64, n *News) view {
	j.mu.Lock()
	defer j.mu.Unlock()
	n.Number = number
	if n.Cleared = number < j.cleared; n.Cleared {
		n.Number = j.cleared
	}
	if n.Number+1 < j.first {
		n.Gone, n.Number = j.first-n.Number-1, j.first-1
	}
	return j.viewFrom(n.Number + 1)
}

// All are the exchanges that are kept, oldest first.
func (j *Journal) All() []*Exchange {
	v := j.view(0)
	return v.some(math.MaxInt)
}

// Count returns how many exchanges there were since the last reset, and how many of them have gone to make room.
func (j *Journal) Count() (total, dropped uint64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.last - j.cleared, j.first - 1 - j.cleared
}

// Latest are the latest exchanges that a filter is for, no more than most, oldest first: of all, or of those before that of an id. It
// reports false if there is none of the id, or none any more. A search for a text that has ended before it was through has come down to
// an id.
func (j *Journal) Latest(before string, f Filter, most int) (kept []*Exchange, until string, found bool) {
	v := j.view(0)
	if before != "" {
		if v.end = v.find(before); v.end == 0 {
			return nil, "", false
		}
	}
	g := gathering{filter: f, most: most}
	v.backward(g.add)
	slices.Reverse(g.kept)
	return g.kept, g.until(), true
}

// Since are the first exchanges behind that of an id which a filter is for, no more than most, oldest first: of all, or of those before
// that of another id. It reports false if there is none of an id, or none any more. A search has come up to an id likewise.
func (j *Journal) Since(id, before string, f Filter, most int) (kept []*Exchange, until string, found bool) {
	v := j.view(0)
	number := v.find(id)
	if before != "" {
		v.end = v.find(before)
	}
	if number == 0 || v.end == 0 {
		return nil, "", false
	}
	g := gathering{filter: f, most: most}
	v.each(number+1, g.add)
	return g.kept, g.until(), true
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
	v := j.view(0)
	number := v.find(id)
	if number == 0 {
		return nil
	}
	x := new(Exchange)
	v.read(number, x)
	return x
}

// Clear forgets all exchanges.
func (j *Journal) Clear() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.grow(-j.bytes.Load())
	j.last++ // so that whoever has seen all before is behind it
	j.pieces, j.kinds, j.first, j.cleared = nil, nil, j.last+1, j.last
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
	gone := 0
	for ; freed < bytes && gone < len(j.pieces); gone++ {
		p := j.pieces[gone]
		for ; freed < bytes && j.first < p.end(); j.first++ {
			freed += int64(p.entries[j.first-p.first].size)
		}
		if j.first < p.end() {
			p.forget(j.first)
			break
		}
	}
	j.pieces = slices.Delete(j.pieces, 0, gone)
	j.grow(-freed)
	return freed
}

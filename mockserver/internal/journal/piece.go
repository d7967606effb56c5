package journal

import (
	"slices"
	"strings"
	"time"
)

// entry is an exchange as a journal keeps it. It has no pointers, so that the many that are kept cost a collection of garbage nothing.
type entry struct {
	second  int64         // when the request came, by the world's clock
	done    time.Duration // since the room began
	took    time.Duration
	size    int // about what it takes, in bytes
	lengths [textsOfOne]uint32
	at      uint32 // where its texts are
	nano    int32  // of the second
	status  int32
	kind    uint8 // number of its kind, unless that is among the odd
	tls     bool
	odd     bool // there is more of it
}

// odd is what most entries do not have.
type odd struct {
	number   uint64
	kind     *Kind // nil if it is one that the journal knows by number
	rare     *Rare
	long     *line    // texts that are long
	sent     *Body    // if it is long
	answered *Body    // likewise
	instead  *Message // of the response, if another one has left
}

// About what an exchange takes besides, in bytes.
const (
	perExchange = 160
	perOdd      = 200
)

// held is about what it takes, in bytes.
func (o *odd) held() (size int) {
	if o.rare != nil {
		size += perOdd + o.rare.held()
	}
	if o.long != nil {
		size += perOdd
		for _, text := range o.long {
			size += len(text)
		}
	}
	for _, body := range [...]*Body{o.sent, o.answered} {
		if body != nil {
			size += perOdd + body.held()
		}
	}
	return size
}

// piece is a part of a journal's memory. It is free when all exchanges in it have gone.
type piece struct {
	first   uint64 // number of the first exchange
	entries []entry
	texts   strings.Builder
	odd     []odd // in order of their numbers
}

// The sizes of the texts of a piece, in bytes: each is twice as large as the one before, up to the largest.
const (
	firstPiece   = 2 << 10
	largestPiece = 64 << 10

	perEntry = 512 // about what the texts of one exchange take
)

// newPiece has room for a text of so many bytes, and for as many exchanges as the piece before says.
func newPiece(first uint64, before *piece, size int) *piece {
	p := &piece{first: first}
	if before == nil {
		p.entries = make([]entry, 0, firstPiece/perEntry)
		p.texts.Grow(max(size, firstPiece))
		return p
	}
	p.texts.Grow(max(size, min(2*before.texts.Cap(), largestPiece)))
	likely := func(n int) int { return 1 + n*p.texts.Cap()/before.texts.Cap() }
	p.entries = make([]entry, 0, likely(len(before.entries)))
	if n := len(before.odd); n > 0 {
		p.odd = make([]odd, 0, likely(n))
	}
	return p
}

func (p *piece) fits(size int) bool { return p.texts.Cap()-p.texts.Len() >= size }

func (p *piece) end() uint64 { return p.first + uint64(len(p.entries)) }

// add adds an exchange whose number is that behind the last.
func (p *piece) add(e *entry, texts []byte, more *odd) {
	e.at = uint32(p.texts.Len()) //nolint:gosec // far less
	p.texts.Write(texts)
	if e.odd {
		more.number = p.end()
		p.odd = append(p.odd, *more)
	}
	p.entries = append(p.entries, *e)
}

// amend puts another answer in the place of an exchange's, and returns how many bytes more it takes. Who reads the piece sees no change.
func (p *piece) amend(number uint64, status int, instead *Message) (more int) {
	p.entries, p.odd = slices.Clone(p.entries), slices.Clone(p.odd)
	e := &p.entries[number-p.first]
	i, there := slices.BinarySearchFunc(p.odd, number, odd.compare)
	if !there {
		p.odd = slices.Insert(p.odd, i, odd{number: number})
	}
	more = len(instead.header) + instead.long.held()
	if before := p.odd[i].answered; before != nil {
		more -= before.held()
	}
	p.odd[i].answered, p.odd[i].instead = nil, instead
	e.status, e.odd, e.size = int32(status), true, e.size+more //nolint:gosec // a status has three digits
	return more
}

// forget lets go of what there is more of the exchanges before a number.
func (p *piece) forget(number uint64) {
	i, _ := slices.BinarySearchFunc(p.odd, number, odd.compare)
	p.odd = slices.Clone(p.odd[i:])
}

func (o odd) compare(number uint64) int {
	switch {
	case o.number < number:
		return -1
	case o.number > number:
		return 1
	}
	return 0
}

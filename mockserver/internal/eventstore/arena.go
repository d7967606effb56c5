package eventstore

import "strings"

// The sizes of an arena's pieces in bytes: each is twice as large as the one before, up to the largest. A record that would waste
// much of one has a piece of its own.
const (
	firstPiece   = 16 << 10
	largestPiece = 4 << 20
)

// arena holds records back to back. Who writes holds the lock of the store; what was written never moves.
type arena struct {
	pieces []*strings.Builder
	open   int // the piece that is being filled
}

// put adds a text and returns where it is, and the text as it stands there.
func (a *arena) put(parts ...string) (ref uint64, text string) {
	size := 0
	for _, part := range parts {
		size += len(part)
	}
	piece := a.room(size)
	b := a.pieces[piece]
	at := b.Len()
	for _, part := range parts {
		b.WriteString(part)
	}
	return uint64(piece)<<32 | uint64(at), b.String()[at:] //nolint:gosec // neither is negative
}

// room returns a piece with room for so many bytes.
func (a *arena) room(size int) int {
	if len(a.pieces) > 0 && a.pieces[a.open].Cap()-a.pieces[a.open].Len() >= size {
		return a.open
	}
	next := min(firstPiece<<min(len(a.pieces), 16), largestPiece)
	b := &strings.Builder{}
	a.pieces = append(a.pieces, b)
	if last := len(a.pieces) - 1; size > next/8 {
		b.Grow(size)
		return last
	}
	b.Grow(next)
	a.open = len(a.pieces) - 1
	return a.open
}

// publish returns the pieces as far as they are written.
func (a *arena) publish() []string {
	pieces := make([]string, len(a.pieces))
	for i, b := range a.pieces {
		pieces[i] = b.String()
	}
	return pieces
}

// written is what the segments of a view refer to. It never changes.
type written struct {
	pieces  []string // of the arena
	streams []string // by number
	notes   []string // by number
}

// text is what begins at a place.
func (w written) text(ref uint64) string {
	return w.pieces[ref>>32][uint32(ref):] //nolint:gosec // the low half is wanted
}

func (w written) record(ref uint64) record { return w.read(w.text(ref)) }

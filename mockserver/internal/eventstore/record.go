package eventstore

import (
	"encoding/binary"
	"strings"
)

// record is an event as the arena holds it, without its time.
type record struct{ stream, id, note, payload string }

// compare orders the records of one time.
func (r *record) compare(o *record) int {
	if c := strings.Compare(r.id, o.id); c != 0 {
		return c
	}
	return strings.Compare(r.stream, o.stream)
}

// putRecord writes a record, whose payload is at its end. An id that stands in the payload is not written twice, and a note that has
// a number not at all.
func (a *arena) putRecord(e *Event, stream, note uint32, idAt int) (ref uint64, text string) {
	var head [6 * binary.MaxVarintLen64]byte
	b := binary.AppendUvarint(head[:0], uint64(stream))
	b = binary.AppendUvarint(b, uint64(len(e.ID)))
	b = binary.AppendUvarint(b, uint64(idAt+1)) //nolint:gosec // an index is at least -1
	id, own := e.ID, e.Note
	if idAt >= 0 {
		id = ""
	}
	if b = binary.AppendUvarint(b, uint64(note)); note > 0 {
		own = ""
	} else {
		b = binary.AppendUvarint(b, uint64(len(own)))
	}
	b = binary.AppendUvarint(b, uint64(len(e.Payload)))
	return a.put(string(b), id, own, e.Payload)
}

// read reads the record that a text begins with.
func (w written) read(s string) record {
	stream, s := readNumber(s)
	id, s := readNumber(s)
	idAt, s := readNumber(s) // in the payload, plus one
	note, s := readNumber(s) // its number, plus one
	own := 0
	if note == 0 {
		own, s = readNumber(s)
	}
	payload, s := readNumber(s)
	r := record{stream: w.streams[stream]}
	if idAt == 0 {
		r.id, s = s[:id], s[id:]
	}
	if r.note = s[:own]; note > 0 {
		r.note = w.notes[note-1]
	}
	r.payload = s[own : own+payload]
	if idAt > 0 {
		r.id = r.payload[idAt-1 : idAt-1+id]
	}
	return r
}

// readNumber reads what binary.AppendUvarint wrote.
func readNumber(s string) (n int, rest string) {
	for i := 0; ; i++ {
		n |= int(s[i]&0x7f) << (7 * i)
		if s[i] < 0x80 {
			return n, s[i+1:]
		}
	}
}

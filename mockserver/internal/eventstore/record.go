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

// putRecord writes a record, whose payload is at its end. An id that stands in the payload is not written twice.
func (a *arena) putRecord(e *Event, stream uint32, idAt int) (ref uint64, text string) {
	var head [5 * binary.MaxVarintLen64]byte
	b := binary.AppendUvarint(head[:0], uint64(stream))
	b = binary.AppendUvarint(b, uint64(len(e.ID)))
	b = binary.AppendUvarint(b, uint64(idAt+1)) //nolint:gosec // an index is at least -1
	b = binary.AppendUvarint(b, uint64(len(e.Note)))
	b = binary.AppendUvarint(b, uint64(len(e.Payload)))
	id := e.ID
	if idAt >= 0 {
		id = ""
	}
	return a.put(string(b), id, e.Note, e.Payload)
}

// read reads the record that a text begins with.
func read(s string, streams []string) record {
	stream, s := readNumber(s)
	id, s := readNumber(s)
	idAt, s := readNumber(s) // in the payload, plus one
	note, s := readNumber(s)
	payload, s := readNumber(s)
	r := record{stream: streams[stream]}
	if idAt == 0 {
		r.id, s = s[:id], s[id:]
	}
	r.note, r.payload = s[:note], s[note:note+payload]
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

package eventstore

import (
	"encoding/binary"
	"strings"
)

// record is an event as the arena holds it, without its time.
type record struct{ stream, id, payload string }

// compare orders the records of one time.
func (r record) compare(o record) int {
	if c := strings.Compare(r.id, o.id); c != 0 {
		return c
	}
	return strings.Compare(r.stream, o.stream)
}

// putRecord writes a record. The stream is a number, and an id that stands in the payload is not written twice.
func (a *arena) putRecord(e *Event, stream uint32) (ref uint64, text string) {
	var head [4 * binary.MaxVarintLen64]byte
	b := binary.AppendUvarint(head[:0], uint64(stream))
	b = binary.AppendUvarint(b, uint64(len(e.ID)))
	id, place := e.ID, strings.Index(e.Payload, e.ID)+1
	if place > 0 {
		id = ""
	}
	b = binary.AppendUvarint(b, uint64(place)) //nolint:gosec // an index is at least -1
	b = binary.AppendUvarint(b, uint64(len(e.Payload)))
	return a.put(string(b), id, e.Payload)
}

// read reads the record that a text begins with.
func read(s string, streams []string) record {
	stream, s := number(s)
	id, s := number(s)
	place, s := number(s)
	payload, s := number(s)
	r := record{stream: streams[stream]}
	if place == 0 {
		r.id, s = s[:id], s[id:]
	}
	r.payload = s[:payload]
	if place > 0 {
		r.id = s[place-1 : place-1+id]
	}
	return r
}

// number reads what binary.AppendUvarint wrote.
func number(s string) (n int, rest string) {
	for i := 0; ; i++ {
		n |= int(s[i]&0x7f) << (7 * i)
		if s[i] < 0x80 {
			return n, s[i+1:]
		}
	}
}

package eventstore

import (
	"cmp"
	"slices"
	"strings"
)

// item is an event in a buffer.
type item struct {
	at     instant
	key    uint64 // of the id
	ref    uint64
	record record
	values []string
	labels []Label
	long   []longText // in the order of their slots
}

// longText is a text of an event that is kept in the arena alone.
type longText struct {
	slot int
	ref  uint64 // where it is
}

// leastLong is from how many bytes on a text is long.
const leastLong = 256

func (i *item) compare(o *item) int {
	if c := i.at.compare(o.at); c != 0 {
		return c
	}
	if c := cmp.Compare(i.key, o.key); c != 0 {
		return c
	}
	return i.record.compare(&o.record)
}

// label returns the value of a label.
func (i *item) label(name string) (value string, there bool) {
	at, there := slices.BinarySearchFunc(i.labels, name, func(l Label, name string) int { return strings.Compare(l.Name, name) })
	if !there {
		return "", false
	}
	return i.labels[at].Value, true
}

// slots is how many texts there are: the values, and the name and value of each label.
func (i *item) slots() int { return len(i.values) + 2*len(i.labels) }

func (i *item) text(slot int) *string {
	if slot < len(i.values) {
		return &i.values[slot]
	}
	slot -= len(i.values)
	l := &i.labels[slot/2]
	if slot%2 == 0 {
		return &l.Name
	}
	return &l.Value
}

// refOf is where the text of a slot is, if it is long.
func (i *item) refOf(slot int) uint64 {
	for _, l := range i.long {
		if l.slot == slot {
			return l.ref
		}
	}
	return 0
}

// draft is an event that is made ready without the store's lock.
type draft struct {
	item
	idAt int   // where the id stands in the payload; -1 if it does not
	at   []int // where each long text stands in the payload; -1 if it does not
}

// mostSearched is how many bytes of payload are searched for the texts of one event. What is not found is kept twice.
const mostSearched = 8 << 20

func newDraft(e *Event) draft {
	d := draft{
		item: item{at: instantOf(e.Time), key: keyOf(e.ID), values: e.Values, labels: e.Labels},
		idAt: strings.Index(e.Payload, e.ID),
	}
	for slot := range d.slots() {
		if text := *d.text(slot); len(text) >= leastLong {
			d.find(slot, text, e.Payload)
		}
	}
	return d
}

// find looks for a long text in the payload.
func (d *draft) find(slot int, text, payload string) {
	at := -1
	if len(d.long) < mostSearched/max(len(payload), 1) {
		at = strings.Index(payload, text)
	}
	d.long, d.at = append(d.long, longText{slot: slot}), append(d.at, at)
}

// write puts an event into the arena. The caller holds the store's lock.
func (d *draft) write(a *arena, e *Event, stream, note uint32, w written) {
	ref, text := a.putRecord(e, stream, note, d.idAt)
	d.ref, d.record = ref, w.read(text)
	payload := ref + uint64(len(text)-len(e.Payload)) //nolint:gosec // the payload is at the end
	for i := range d.long {
		l, text := &d.long[i], d.text(d.long[i].slot)
		if at := d.at[i]; at >= 0 {
			*text, l.ref = d.record.payload[at:at+len(*text)], payload+uint64(at)
		} else {
			l.ref, *text = a.put(*text)
		}
	}
}

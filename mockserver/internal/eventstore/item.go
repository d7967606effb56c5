package eventstore

import (
	"cmp"
	"slices"
	"strings"
)

// item is an event in a buffer.
type item struct {
	at     instant
	ref    uint64
	record record
	values []text
	labels []label // in order of their names
}

type label struct{ name, value text }

// text is a value of an event or a name of a label. One that is long is kept in the arena alone.
type text struct {
	string
	ref uint64 // where it is, if it is long
}

// longText is from how many bytes on a text is long.
const longText = 256

func (t *text) isLong() bool { return len(t.string) >= longText }

func (i *item) compare(o *item) int {
	return cmp.Or(i.at.compare(o.at), i.record.compare(o.record))
}

// label returns the value of a label.
func (i *item) label(name string) (value string, there bool) {
	at, there := slices.BinarySearchFunc(i.labels, name, func(l label, name string) int { return strings.Compare(l.name.string, name) })
	if !there {
		return "", false
	}
	return i.labels[at].value.string, true
}

// draft is an event that is made ready without the store's lock.
type draft struct {
	item
	idAt int // where the id stands in the payload; -1 if it does not
	long []*text
	at   []int // where each of long stands in the payload; -1 if it does not
}

// mostSearched is how many bytes of payload are searched for the texts of one event. What is not found is kept twice.
const mostSearched = 8 << 20

func newDraft(e *Event) draft {
	d := draft{item: item{at: instantOf(e.Time)}, idAt: strings.Index(e.Payload, e.ID)}
	d.values = make([]text, len(e.Values))
	for i, v := range e.Values {
		d.values[i].string = v
	}
	d.labels = make([]label, 0, len(e.Labels))
	for name, value := range e.Labels {
		d.labels = append(d.labels, label{text{string: name}, text{string: value}})
	}
	slices.SortFunc(d.labels, func(a, b label) int { return strings.Compare(a.name.string, b.name.string) })
	for i := range d.values {
		d.find(&d.values[i], e.Payload)
	}
	for i := range d.labels {
		d.find(&d.labels[i].name, e.Payload)
		d.find(&d.labels[i].value, e.Payload)
	}
	return d
}

// find looks for a long text in the payload.
func (d *draft) find(t *text, payload string) {
	if !t.isLong() {
		return
	}
	at := -1
	if len(d.long) < mostSearched/max(len(payload), 1) {
		at = strings.Index(payload, t.string)
	}
	d.long, d.at = append(d.long, t), append(d.at, at)
}

// write puts an event into the arena. The caller holds the store's lock.
func (d *draft) write(a *arena, e *Event, stream uint32, streams []string) {
	ref, written := a.putRecord(e, stream, d.idAt)
	d.ref, d.record = ref, read(written, streams)
	payload := ref + uint64(len(written)-len(e.Payload)) //nolint:gosec // the payload is at the end
	for i, t := range d.long {
		if at := d.at[i]; at >= 0 {
			t.string, t.ref = d.record.payload[at:at+len(t.string)], payload+uint64(at)
		} else {
			t.ref, t.string = a.put(t.string)
		}
	}
}

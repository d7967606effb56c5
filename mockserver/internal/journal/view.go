package journal

import (
	"slices"
	"sort"
	"time"
)

// view is what a journal has at one instant, from a number on.
type view struct {
	first, end uint64 // numbers of the first exchange, and behind the last
	parts      []part
	kinds      []*Kind
	began      time.Time
}

// part is a piece as it is at one instant.
type part struct {
	first   uint64
	entries []entry
	texts   string
	odd     []odd
}

// view is locked no longer than the pieces are counted.
func (j *Journal) view(first uint64) view {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.viewFrom(max(first, j.first))
}

// viewFrom is view, where the journal is locked and has no lower number.
func (j *Journal) viewFrom(first uint64) view {
	v := view{first: first, end: j.last + 1, kinds: j.kinds, began: j.room.began}
	for _, p := range j.pieces {
		if p.end() > first {
			v.parts = append(v.parts, part{p.first, p.entries, p.texts.String(), p.odd})
		}
	}
	return v
}

// of is the part in which an exchange is.
func (v *view) of(number uint64) *part {
	return &v.parts[sort.Search(len(v.parts), func(i int) bool { return v.parts[i].first > number })-1]
}

// find returns the number of the exchange with an id; zero if there is none.
func (v *view) find(id string) uint64 {
	for number := v.end - 1; number >= v.first; number-- {
		p := v.of(number)
		if e := &p.entries[number-p.first]; p.texts[e.at:e.at+e.lengths[textID]] == id {
			return number
		}
	}
	return 0
}

// each gives the exchanges from a number on, until it is told to end. The next one is in the same memory.
func (v *view) each(from uint64, yield func(*Exchange) bool) {
	x := new(Exchange)
	for number := max(from, v.first); number < v.end; number++ {
		if v.read(number, x); !yield(x) {
			return
		}
	}
}

// backward gives the exchanges from the last on likewise.
func (v *view) backward(yield func(*Exchange) bool) {
	x := new(Exchange)
	for number := v.end; number > v.first; number-- {
		if v.read(number-1, x); !yield(x) {
			return
		}
	}
}

// some are the first exchanges, no more than most.
func (v *view) some(most int) []*Exchange {
	if v.first == v.end {
		return nil
	}
	n := min(v.end-v.first, uint64(most)) //nolint:gosec // not negative
	made, all := make([]Exchange, n), make([]*Exchange, n)
	for i := range made {
		all[i] = &made[i]
		v.read(v.first+uint64(i), all[i])
	}
	return all
}

// read reads an exchange that there is.
func (v *view) read(number uint64, x *Exchange) {
	p := v.of(number)
	e := &p.entries[number-p.first]
	rest := p.texts[e.at:]
	text := func(which int) (text string) {
		text, rest = rest[:e.lengths[which]], rest[e.lengths[which]:]
		return text
	}
	*x = Exchange{
		Rare: nothing, At: time.Unix(e.second, int64(e.nano)).UTC(), Done: v.began.Add(e.done), Took: e.took,
		Status: int(e.status), TLS: e.tls,
		ID: text(textID), Host: text(textHost), Path: text(textPath), RawQuery: text(textQuery),
		Request:  Message{header: text(textSentHeader), text: text(textSent)},
		Response: Message{header: text(textHeader), text: text(textBody)},
		number:   number,
	}
	if int(e.kind) < len(v.kinds) {
		x.Kind = v.kinds[e.kind]
	}
	if e.odd {
		i, _ := slices.BinarySearchFunc(p.odd, number, odd.compare)
		p.odd[i].complete(x)
	}
}

// complete adds what there is more of an exchange.
func (o *odd) complete(x *Exchange) {
	if o.kind != nil {
		x.Kind = o.kind
	}
	if o.rare != nil {
		x.Rare = o.rare
	}
	if o.long != nil {
		for i, text := range [...]*string{textID: &x.ID, textHost: &x.Host, textPath: &x.Path, textQuery: &x.RawQuery} {
			if o.long[i] != "" {
				*text = o.long[i]
			}
		}
	}
	x.Request.long, x.Response.long = o.sent, o.answered
	if o.instead != nil {
		x.Response = *o.instead
	}
}

// clone is the same exchange in memory of its own.
func (x *Exchange) clone() *Exchange {
	clone := *x
	return &clone
}

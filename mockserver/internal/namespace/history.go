package namespace

import (
	"cmp"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/statelog"
)

// history is what a log tells, as far as it says which entries are still needed: what they make is the same without the others.
type history struct {
	there map[uint64]*story // the namespaces, by id
	names map[string]uint64 // the id of the latest that had a name
	taken map[uint64]*body  // what snapshots hold, by the number of their entries
	voids map[uint64]bool   // commands without an effect
	spans []span            // the entries that are needed; nil before anybody has asked
}

func newHistory() statelog.Needs {
	return &history{there: map[uint64]*story{}, names: map[string]uint64{}, taken: map[uint64]*body{}, voids: map[uint64]bool{}}
}

// span are entries whose numbers follow each other.
type span struct{ first, last uint64 }

// story is which entries a namespace is made of.
type story struct {
	name   string
	begin  uint64
	line   *line
	clock  uint64 // the latest of its kind; zero is none
	faults uint64 // likewise; it has the ids that are taken, too, and so stays when the story begins anew
	plan   uint64 // which is an option, and so stays
	names  uint64
	named  map[string]*body // the snapshots
}

// line is data as they came. Where data go on from a snapshot, two lines have the same one before them.
type line struct {
	before  *line
	begin   uint64 // of the namespace that wrote it
	from    *body  // that was restored; nil if before is where the data were
	restore uint64 // the entry that did so
	spans   []span
}

// body is what a snapshot holds.
type body struct {
	entry   uint64 // that has it made, when the log is read
	begin   uint64 // of the namespace that took it
	same    *body  // that holds the same data; itself, if there was none
	restore uint64 // the entry by which the data were those of same
	line    *line
}

// See is for a log, which shows its entries. What they say of a namespace that there is not has no effect; but a command without one may
// be in a snapshot that another namespace has by now.
func (h *history) See(number uint64, data []byte) error {
	e, err := decodeRecord(data)
	if err != nil {
		return err
	}
	switch s := h.there[e.of]; {
	case e.kind == kindBegin:
		err = h.begin(number, e)
	case e.kind == kindVoid:
		of, _ := binary.Uvarint(e.value)
		h.voids[of] = true
	case s != nil:
		err = h.change(s, number, e)
	}
	if err != nil {
		return fmt.Errorf("entry %d (%s): %w", number, e.kind, err)
	}
	return nil
}

func (h *history) begin(number uint64, e record) error {
	var b Begun
	if err := json.Unmarshal(e.value, &b); err != nil {
		return err
	}
	if id := h.names[b.Name]; h.there[id] != nil && h.there[id].name == b.Name { // an id is given again where no entry needs it
		delete(h.there, id)
	}
	s := &story{name: b.Name, begin: number, named: h.bodies(b.Snapshots)}
	s.line = &line{begin: number}
	h.there[e.of], h.names[b.Name] = s, e.of
	return nil
}

// bodies are what snapshots hold, which are named by their entries.
func (h *history) bodies(entries map[string]uint64) map[string]*body {
	named := map[string]*body{}
	for name, entry := range entries {
		if b := h.taken[entry]; b != nil {
			named[name] = b
		}
	}
	return named
}

func (h *history) change(s *story, number uint64, e record) error {
	switch e.kind {
	case kindEnd:
		delete(h.there, e.of)
	case kindReset:
		s.line, s.clock = &line{begin: s.begin, spans: []span{{number, number}}}, 0
	case kindClock:
		s.clock = number
	case kindFaults:
		s.faults = number
	case kindPlan:
		s.plan = number
	case kindSnapshot:
		var taken remembered
		if err := json.Unmarshal(e.value, &taken); err != nil {
			return err
		}
		h.taken[number] = s.snapshot(number, h.taken[taken.Same])
		s.named[taken.Row.Name] = h.taken[number]
	case kindNames:
		var entries map[string]uint64
		if err := json.Unmarshal(e.value, &entries); err != nil {
			return err
		}
		s.names, s.named = number, h.bodies(entries)
	case kindRestore:
		var to restored
		if err := json.Unmarshal(e.value, &to); err != nil {
			return err
		}
		if b := h.taken[to.Snapshot]; b != nil {
			s.line, s.clock = &line{begin: s.begin, from: b, restore: number}, 0
		}
	default:
		s.line.add(number)
	}
	return nil
}

func (l *line) add(number uint64) {
	if n := len(l.spans); n > 0 && l.spans[n-1].last+1 == number {
		l.spans[n-1].last = number
		return
	}
	l.spans = append(l.spans, span{number, number})
}

// snapshot is the data that there are, as what an entry makes of them. They may be those of another snapshot, that was restored.
func (s *story) snapshot(number uint64, same *body) *body {
	if same != nil {
		return &body{entry: number, begin: s.begin, same: same, restore: s.line.restore, line: same.line}
	}
	b := &body{entry: number, begin: s.begin, line: s.line}
	b.same = b
	s.line = &line{before: b.line, begin: s.begin}
	return b
}

// Needed is for a log, once all is seen.
func (h *history) Needed(number uint64) bool {
	if h.spans == nil {
		m := marks{lines: map[*line]bool{}}
		for _, s := range h.there {
			m.story(s)
		}
		h.spans = m.joined()
	}
	if h.voids[number] {
		return false
	}
	i, found := slices.BinarySearchFunc(h.spans, number, func(s span, n uint64) int { return cmp.Compare(s.first, n) })
	return found || i > 0 && number <= h.spans[i-1].last
}

// marks are the entries that are needed.
type marks struct {
	spans []span
	lines map[*line]bool
}

func (m *marks) add(numbers ...uint64) {
	for _, n := range numbers {
		if n != 0 {
			m.spans = append(m.spans, span{n, n})
		}
	}
}

func (m *marks) line(l *line) {
	for ; l != nil && !m.lines[l]; l = l.before {
		m.lines[l] = true
		m.add(l.begin, l.restore)
		m.spans = append(m.spans, l.spans...)
		if l.from != nil {
			m.body(l.from)
		}
	}
}

func (m *marks) body(b *body) {
	m.add(b.begin, b.entry, b.restore)
	m.line(b.line)
	if b.same != b {
		m.body(b.same)
	}
}

func (m *marks) story(s *story) {
	m.add(s.begin, s.clock, s.faults, s.plan, s.names)
	m.line(s.line)
	for _, b := range s.named {
		m.body(b)
	}
}

// joined are the entries as spans that do not touch each other, in order.
func (m *marks) joined() []span {
	slices.SortFunc(m.spans, func(a, b span) int { return cmp.Compare(a.first, b.first) })
	all := []span{}
	for _, s := range m.spans {
		if n := len(all); n > 0 && s.first <= all[n-1].last+1 {
			all[n-1].last = max(all[n-1].last, s.last)
			continue
		}
		all = append(all, s)
	}
	return all
}

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
	there map[uint64]*lifetime // the namespaces, by id
	names map[string]uint64    // the id of the latest that had a name
	taken map[uint64]*contents // what snapshots hold, by the number of their entries
	voids map[uint64]bool      // commands without an effect
	spans []span               // the entries that are needed; nil before anybody has asked
}

func newHistory() statelog.Needs {
	return &history{there: map[uint64]*lifetime{}, names: map[string]uint64{}, taken: map[uint64]*contents{}, voids: map[uint64]bool{}}
}

// span are entries whose numbers follow each other.
type span struct{ first, last uint64 }

// lifetime is which entries a namespace is made of.
type lifetime struct {
	name    string
	begin   uint64
	lineage *lineage
	clock   uint64 // the latest of its kind; zero is none
	faults  uint64 // likewise; it has the ids that are taken, too, and so stays when the namespace begins anew
	plan    uint64 // which is an option, and so stays
	names   uint64
	named   map[string]*contents // the snapshots
}

// lineage is data as they came. Where data go on from a snapshot, two lineages have the same one before them.
type lineage struct {
	before  *lineage
	begin   uint64    // of the namespace that wrote it
	from    *contents // that was restored; nil if before is where the data were
	restore uint64    // the entry that did so
	spans   []span
}

// contents are what a snapshot holds.
type contents struct {
	entry   uint64    // that has it made, when the log is read
	begin   uint64    // of the namespace that took it
	same    *contents // that holds the same data; itself, if there was none
	restore uint64    // the entry by which the data were those of same
	lineage *lineage
}

// See is for a log, which shows its entries. What they say of a namespace that there is not has no effect; but a command without one may
// be in a snapshot that another namespace has by now.
func (h *history) See(number uint64, data []byte) error {
	e, err := decodeLogged(data)
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

func (h *history) begin(number uint64, e logged) error {
	var b Begun
	if err := json.Unmarshal(e.value, &b); err != nil {
		return err
	}
	if id := h.names[b.Name]; h.there[id] != nil && h.there[id].name == b.Name { // an id is given again where no entry needs it
		delete(h.there, id)
	}
	s := &lifetime{name: b.Name, begin: number, named: h.contentsOf(b.Snapshots)}
	s.lineage = &lineage{begin: number}
	h.there[e.of], h.names[b.Name] = s, e.of
	return nil
}

// contentsOf are what snapshots hold, which are named by their entries.
func (h *history) contentsOf(entries map[string]uint64) map[string]*contents {
	named := map[string]*contents{}
	for name, entry := range entries {
		if b := h.taken[entry]; b != nil {
			named[name] = b
		}
	}
	return named
}

func (h *history) change(s *lifetime, number uint64, e logged) error {
	switch e.kind {
	case kindEnd:
		delete(h.there, e.of)
	case kindReset:
		s.lineage, s.clock = &lineage{begin: s.begin, spans: []span{{number, number}}}, 0
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
		s.names, s.named = number, h.contentsOf(entries)
	case kindRestore:
		var to restored
		if err := json.Unmarshal(e.value, &to); err != nil {
			return err
		}
		if b := h.taken[to.Snapshot]; b != nil {
			s.lineage, s.clock = &lineage{begin: s.begin, from: b, restore: number}, 0
		}
	default:
		s.lineage.add(number)
	}
	return nil
}

func (l *lineage) add(number uint64) {
	if n := len(l.spans); n > 0 && l.spans[n-1].last+1 == number {
		l.spans[n-1].last = number
		return
	}
	l.spans = append(l.spans, span{number, number})
}

// snapshot is the data that there are, as what an entry makes of them. They may be those of another snapshot, that was restored.
func (s *lifetime) snapshot(number uint64, same *contents) *contents {
	if same != nil {
		return &contents{entry: number, begin: s.begin, same: same, restore: s.lineage.restore, lineage: same.lineage}
	}
	b := &contents{entry: number, begin: s.begin, lineage: s.lineage}
	b.same = b
	s.lineage = &lineage{before: b.lineage, begin: s.begin}
	return b
}

// Needed is for a log, once all is seen.
func (h *history) Needed(number uint64) bool {
	if h.spans == nil {
		m := marks{lines: map[*lineage]bool{}}
		for _, s := range h.there {
			m.lifetime(s)
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
	lines map[*lineage]bool
}

func (m *marks) add(numbers ...uint64) {
	for _, n := range numbers {
		if n != 0 {
			m.spans = append(m.spans, span{n, n})
		}
	}
}

func (m *marks) lineage(l *lineage) {
	for ; l != nil && !m.lines[l]; l = l.before {
		m.lines[l] = true
		m.add(l.begin, l.restore)
		m.spans = append(m.spans, l.spans...)
		if l.from != nil {
			m.contents(l.from)
		}
	}
}

func (m *marks) contents(b *contents) {
	m.add(b.begin, b.entry, b.restore)
	m.lineage(b.lineage)
	if b.same != b {
		m.contents(b.same)
	}
}

func (m *marks) lifetime(s *lifetime) {
	m.add(s.begin, s.clock, s.faults, s.plan, s.names)
	m.lineage(s.lineage)
	for _, b := range s.named {
		m.contents(b)
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

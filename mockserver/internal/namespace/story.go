package namespace

import (
	"cmp"
	"slices"
)

// span are entries of the log whose numbers follow each other.
type span struct{ first, last uint64 }

// story is which entries of the log a namespace is made of.
type story struct {
	begin  uint64
	line   *line
	clock  uint64 // the latest of its kind; zero is none
	faults uint64
	plan   uint64 // which is an option, and so stays when the story begins anew
	names  uint64
	named  map[string]*body // the snapshots
	size   int64            // about how many bytes the entries have
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
	entry uint64 // that has it made, when the log is read
	begin uint64 // of the namespace that took it
	same  *body  // that holds the same data; itself, if there was none
	line  *line
}

// start is how a story begins.
func (s *story) start(number uint64, size int) {
	s.begin = number
	s.size += int64(size)
	s.reset(number)
}

// reset begins anew. Snapshots stay.
func (s *story) reset(number uint64) {
	s.line, s.clock, s.faults = &line{begin: s.begin, spans: []span{{number, number}}}, 0, 0
}

func (s *story) add(number uint64, size int) {
	s.size += int64(size)
	l := s.line
	if n := len(l.spans); n > 0 && l.spans[n-1].last+1 == number {
		l.spans[n-1].last = number
		return
	}
	l.spans = append(l.spans, span{number, number})
}

// remove takes an entry out that has changed nothing.
func (s *story) remove(number uint64) {
	for l := s.line; l != nil; l = l.before {
		i, found := slices.BinarySearchFunc(l.spans, number, func(s span, n uint64) int {
			switch {
			case s.last < n:
				return -1
			case s.first > n:
				return 1
			}
			return 0
		})
		if !found {
			continue
		}
		was := l.spans[i]
		var left []span
		if was.first < number {
			left = append(left, span{was.first, number - 1})
		}
		if number < was.last {
			left = append(left, span{number + 1, was.last})
		}
		l.spans = slices.Replace(l.spans, i, i+1, left...)
		return
	}
}

// snapshot remembers the data as what an entry makes of them.
func (s *story) snapshot(number uint64) *body {
	b := &body{entry: number, begin: s.begin, line: s.line}
	b.same = b
	if l := s.line; len(l.spans) == 0 && l.from != nil { // nothing has come since it was restored
		b.same, b.line = l.from, l.from.line
		return b
	}
	s.line = &line{before: b.line, begin: s.begin}
	return b
}

// goBack goes on from a snapshot. The entry that says so has the clock and the faults, too.
func (s *story) goBack(number uint64, b *body) {
	s.line = &line{before: b.same.line, begin: s.begin, from: b.same, restore: number}
	s.clock, s.faults = 0, 0
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
		m.add(l.begin)
		m.spans = append(m.spans, l.spans...)
		if l.from != nil {
			m.add(l.restore)
			m.body(l.from)
		}
	}
}

func (m *marks) body(b *body) {
	m.add(b.begin, b.entry)
	m.line(b.line)
}

func (m *marks) story(s *story) {
	m.add(s.begin, s.clock, s.faults, s.plan, s.names)
	m.line(s.line)
	for _, b := range s.named {
		m.body(b)
		m.body(b.same)
	}
}

// needed reports whether an entry is. Nothing is added any more.
func (m *marks) needed() func(number uint64) bool {
	slices.SortFunc(m.spans, func(a, b span) int { return cmp.Compare(a.first, b.first) })
	var all []span
	for _, s := range m.spans {
		if n := len(all); n > 0 && s.first <= all[n-1].last+1 {
			all[n-1].last = max(all[n-1].last, s.last)
			continue
		}
		all = append(all, s)
	}
	return func(number uint64) bool {
		i, found := slices.BinarySearchFunc(all, number, func(s span, n uint64) int { return cmp.Compare(s.first, n) })
		return found || i > 0 && number <= all[i-1].last
	}
}

package kit

import (
	"fmt"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// The parts of a query beyond the texts of parts.
const (
	partSize    = 1 << 10
	partFilters = 1 << 11 // the filters of attributes
	everyPart   = 1<<12 - 1
)

// part is a text of a query.
type part struct {
	of func(Query) string
	to func(*Query, string)
}

// parts are the texts that two queries for one list may differ in, ten at most.
var parts = func() []part {
	all := []part{
		{func(q Query) string { return q.Version }, func(q *Query, version string) { q.Version = version }},
		{func(q Query) string { return q.Start }, func(q *Query, start string) { q.Start = start }},
		{func(q Query) string { return q.End }, func(q *Query, end string) { q.End = end }},
	}
	for _, f := range PlainFilters {
		all = append(all, part{f.Asked, f.Ask})
	}
	return all
}()

// differs tells in which parts two queries differ, a bit each.
func (q Query) differs(from Query) (bits int) {
	for i, part := range parts {
		if part.of(q) != part.of(from) {
			bits |= 1 << i
		}
	}
	if q.Size != from.Size {
		bits |= partSize
	}
	if fmt.Sprint(q.Filters) != fmt.Sprint(from.Filters) {
		bits |= partFilters
	}
	return bits
}

// mixedWith is the query with some of its parts as another has them.
func (q Query) mixedWith(other Query, bits int) Query {
	for i, part := range parts {
		if bits&(1<<i) != 0 {
			part.to(&q, part.of(other))
		}
	}
	return q
}

// sameList reports whether two queries ask one operation for the events of one bot or team.
func (q Query) sameList(other Query) bool {
	return q.Op == other.Op && q.Team == other.Team && (q.Op == Team || q.Bot == other.Bot)
}

// allows reports whether the answer to a query may show all of some events, by what they show and by the campaigns of the run's own.
func (s *Session) allows(q Query, events []Event) bool {
	from, to := Instants(q)
	return !slices.ContainsFunc(events, func(e Event) bool {
		k := s.Identify(e)
		return Allowed(e, q, from, to) != "" || q.Campaign != "" && k != nil && k.Owned && !AlmostEqual(q.Campaign, k.Campaign)
	})
}

// mixing is a list that gives the answers to other queries.
type mixing struct {
	s      *Session
	op     string
	parts  int // in which they were seen to differ
	heeded int // parts by which it was right at other times
	sums   map[uint64][]heldPage
	token  map[string][]heldPage // that it came with
}

func (s *Session) mixing(op string, lacks int, right []*Sighting) mixing {
	m := mixing{s, op, lacks, lacks, map[uint64][]heldPage{}, map[string][]heldPage{}}
	for i, part := range parts {
		one := foreign{q: Query{Op: op}, before: Query{Op: op}}
		part.to(&one.before, "other")
		if slices.ContainsFunc(right, one.heeded) {
			m.heeded |= 1 << i
		}
	}
	for _, l := range s.same.asked {
		if l.q.Op != op {
			continue
		}
		m.sums[l.sum] = append(m.sums[l.sum], l)
		if l.next != "" {
			m.token[l.next] = append(m.token[l.next], l)
		}
	}
	return m
}

// explains reports whether all that a failure shows is the answer to other queries.
func (m mixing) explains(f conformance.Failure) bool {
	if v, walked := f.Observed.(*Sighting); walked {
		return v.q.Op == m.op && m.explainsWalk(v)
	}
	return slices.ContainsFunc(f.Exchanges, m.explainsOne)
}

// explainsWalk wants each event that may not be there on a page that is the answer to a query which allows it, and each that is missing
// to have no place in the answer to a query that some page is.
func (m mixing) explainsWalk(v *Sighting) bool {
	var pages [][]Query // whose answers they may be
	mixed := false
	for _, page := range v.numbered {
		others := slices.DeleteFunc(m.others(m.heldOf(page.number)), func(o Query) bool { return !m.s.allows(o, page.events) })
		pages, mixed = append(pages, others), mixed || len(others) > 0
	}
	if !mixed {
		return false
	}
	for i, page := range v.numbered {
		for _, e := range page.events {
			if len(pages[i]) == 0 && slices.ContainsFunc(v.extra, func(one shown) bool { return one.key == e.Key() }) {
				return false
			}
		}
	}
	return !slices.ContainsFunc(v.missing, func(k *RunEvent) bool {
		return !slices.ContainsFunc(slices.Concat(pages...), k.unfit)
	})
}

// unfit reports whether the answer to a query does not show an event.
func (k *RunEvent) unfit(q Query) bool {
	from, to := Instants(q)
	return !k.Matches(q, from, to)
}

// explainsOne reports whether an exchange by itself is wrong, and right as the answer to another query, or refuses a token that came
// with one.
func (m mixing) explainsOne(x *exchange.Exchange) bool {
	l := m.heldOf(x.Number)
	if l == nil {
		q, list := m.s.queryOf(x.Request)
		if came, _ := x.Came(); !list || q.Op != m.op || q.Filters != nil || came > len(x.Body) {
			return false
		}
		l = &heldPage{q: q, sum: m.s.same.sum(q.Op, x.Body), began: x.Began, ended: x.Began.Add(x.Took)}
	}
	if x.Refused() {
		return !wrongOnPurpose(x.Request) && len(m.led(*l)) > 0
	}
	if m.came(l) {
		return true
	}
	page := m.s.newPage(x)
	if came, _ := x.Came(); page.Problem != "" || came > len(x.Body) {
		return false
	}
	from, to := Instants(l.q)
	var lost []*RunEvent
	if page.Next == "" && l.q.Token == "" {
		lost = slices.DeleteFunc(m.s.own(), func(k *RunEvent) bool {
			return !k.due(l.q, from, to) || slices.ContainsFunc(page.Events, func(e Event) bool { return m.s.Identify(e) == k })
		})
	}
	wrong := wrongOnPurpose(x.Request) && len(page.Events) > 0 || l.q.overfilled(page) || !m.s.allows(l.q, page.Events)
	return slices.ContainsFunc(m.others(l), func(o Query) bool {
		fits := func(k *RunEvent) bool { return !k.unfit(o) }
		return m.s.allows(o, page.Events) && (wrong || len(lost) > 0) && !slices.ContainsFunc(lost, fits)
	})
}

// came reports whether a page with events came before for a query that it cannot be right for too: of another version, or of a window that
// has nothing in common with this one. Where no walk was ever right, that holds for another page token.
func (m mixing) came(l *heldPage) bool {
	from, to := Instants(l.q)
	return !l.empty && slices.ContainsFunc(m.sums[l.sum], func(same heldPage) bool {
		begin, end := Instants(same.q)
		apart := l.q.Op != Team && l.q.Version != same.q.Version || !begin.Before(to) || !from.Before(end)
		return same.ended.Before(l.began) && same.q.sameList(l.q) && (apart || m.heeded == everyPart && l.q.Token != same.q.Token)
	})
}

// earlier is the number of the exchange that got the answer of a failure first, for another query; 0 if none did.
func (m mixing) earlier(f conformance.Failure) int {
	for _, x := range f.Exchanges {
		l := m.heldOf(x.Number)
		if l == nil {
			continue
		}
		for _, same := range m.sums[l.sum] {
			if same.ended.Before(l.began) && same.q.sameList(l.q) && (same.q.differs(l.q) != 0 || same.q.Token != l.q.Token) {
				return same.number
			}
		}
	}
	return 0
}

func (m mixing) heldOf(number int) *heldPage {
	i := slices.IndexFunc(m.s.same.asked, func(l heldPage) bool { return l.number == number })
	if i < 0 {
		return nil
	}
	return &m.s.same.asked[i]
}

// others are the queries that an answer may be to, instead of the one that was asked: those that got the very same, those whose walk its
// token belongs to, and what comes of the query with parts of one that was under way at the same time.
func (m mixing) others(l *heldPage) (all []Query) {
	if l == nil || l.q.Op != m.op {
		return nil
	}
	for _, same := range m.sums[l.sum] {
		if m.mixes(l.q, same.q) && (!same.empty || m.before(l) == same.number) {
			all = append(all, same.q)
		}
	}
	all = append(all, m.led(*l)...)
	for _, beside := range m.s.same.asked {
		if l.began.Before(beside.ended) && beside.began.Before(l.ended) && beside.q.sameList(l.q) && beside.q.differs(l.q)&m.parts != 0 {
			all = append(all, l.q.mixedWith(beside.q, m.parts))
		}
	}
	return all
}

// led are the queries to which the answer was that brought the token of a page.
func (m mixing) led(l heldPage) (all []Query) {
	for _, with := range m.token[l.q.Token] {
		for _, same := range m.sums[with.sum] {
			if m.mixes(l.q, same.q) {
				all = append(all, same.q)
			}
		}
	}
	return all
}

// mixes reports whether two queries differ, and in nothing but the parts that get mixed.
func (m mixing) mixes(a, b Query) bool {
	bits := a.differs(b)
	return a.sameList(b) && bits != 0 && bits&^m.heeded == 0
}

// before is the number of the page that came last before another was asked for, of those that a key would not tell from it which lacks
// the parts that were seen to differ.
func (m mixing) before(l *heldPage) (number int) {
	var last time.Time
	for _, other := range m.s.same.asked {
		if other.q.sameList(l.q) && other.q.differs(l.q)&^m.parts == 0 && other.ended.Before(l.began) && other.ended.After(last) {
			number, last = other.number, other.ended
		}
	}
	return number
}

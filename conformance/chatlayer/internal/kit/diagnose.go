package kit

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// scope is a part of the walks that a mistake may be made in alone.
type scope struct {
	name  string
	in    func(q Query) bool
	least int  // how many walks have to speak for it
	sized bool // by how long pages are, on which it depends anyway what mistakes from page to page do
}

// scopes begins with everything. The sizes of pages are those of the failures.
func scopes(left []seen) []scope {
	const few, some = 2, 3 // one walk proves nothing about a part
	all := []scope{{"", func(Query) bool { return true }, 0, false}}
	for _, op := range []string{Get, Post, Team} {
		all = append(all, scope{" (in " + Called(op) + " alone)", func(q Query) bool { return q.Op == op }, few, false})
	}
	all = append(all,
		scope{" (of drafts alone)", func(q Query) bool { return q.Op != Team && q.Version == "DRAFT" }, few, false},
		scope{" (with a filter alone)", func(q Query) bool { return q.filtered() }, few, false},
		scope{" (without filters alone)", func(q Query) bool { return !q.filtered() }, few, false},
	)
	sizes := map[int]bool{}
	for _, v := range left {
		sizes[v.q.longest()] = true
	}
	for _, size := range slices.Sorted(maps.Keys(sizes)) {
		name := fmt.Sprintf(" (on pages of %d alone)", size)
		all = append(all, scope{name, func(q Query) bool { return q.longest() == size }, some, true})
	}
	return all
}

// longest is how many events a page of the list may have.
func (q Query) longest() int {
	if q.Size == 0 {
		return 100
	}
	return min(q.Size, 100)
}

// seen is a failed check with what it saw.
type seen struct {
	id string
	*Sighting
}

// Diagnose names the mistakes that explain walks which differed: each explains exactly what was seen in as many failures as
// possible, and says something wrong of no walk of the run, those that were right included.
func Diagnose(ctx context.Context, from any, failed []conformance.Case) []conformance.Cause {
	s, _ := from.(*Session)
	if s == nil {
		return nil
	}
	var left []seen
	for _, c := range failed {
		if v, _ := c.Failure.Observed.(*Sighting); v != nil {
			left = append(left, seen{c.Check.ID, v})
		}
	}
	s.mu.Lock()
	right := slices.Clone(s.sightings)
	s.mu.Unlock()
	all := slices.Concat(timeHypotheses(s), filterHypotheses(), pageHypotheses())
	for i := range all {
		all[i].of = remembered(all[i].of)
	}
	causes := s.tokensTwice(failed)
	causes = append(causes, s.sameAnswers(ctx, unexplained(causes, failed), right)...)
	causes = append(causes, s.movedByID(unexplained(causes, failed))...)
	causes = append(causes, s.movedTokens(unexplained(causes, failed))...)
	causes = append(causes, s.oneForAll(ctx, unexplained(causes, failed))...)
	for _, cause := range causes {
		left = slices.DeleteFunc(left, func(v seen) bool { return slices.Contains(cause.Explains, v.id) })
	}
	again := s.askAgain()
	for len(left) > 0 {
		best := likeliest(all, left, right)
		if len(best.Explains) == 0 {
			break
		}
		if !best.shown { // it is made each time that a list is asked for: what passes is another mistake
			if passed := again.passed(ctx, best.Cause, left); passed != nil {
				left = slices.DeleteFunc(left, func(v seen) bool { return slices.Contains(passed, v.id) })
				continue
			}
		}
		left = slices.DeleteFunc(left, func(v seen) bool { return slices.Contains(best.Explains, v.id) })
		if best.Name != "" {
			best.Explains = append(best.Explains, s.alsoOnLists(best, unexplained(causes, failed))...)
			causes = append(causes, best.Cause)
		}
	}
	causes = slices.Concat(causes, protocol.Served(failed), protocol.Kept(failed))
	causes = withCached(s.withMixed(ctx, again, causes, failed), failed)
	causes = append(causes, s.renamed(unexplained(causes, failed))...)
	return withAlike(append(causes, notFolded(causes, failed)...), failed)
}

// notFolded puts lists by a filter that show a value in another case of letters to those by the same filter that show other values, too:
// folded letters do not explain both.
func notFolded(causes []conformance.Cause, failed []conformance.Case) (more []conformance.Cause) {
	for _, f := range PlainFilters {
		shows := ForbiddenSymptom(" " + f.Name + " ")
		cause, others := conformance.Cause{Shows: shows.Text, Requirement: shows.Requirement}, false
		for _, c := range failed {
			v, _ := c.Failure.Observed.(*Sighting)
			other := slices.Contains(c.Failure.Symptoms, shows)
			folded := c.Failure.LooksLike == CaseFolded && v != nil && f.Asked(v.q) != ""
			if (other || folded) && !explained(slices.Concat(causes, more), c) {
				cause.Explains, others = append(cause.Explains, c.Check.ID), others || other
			}
		}
		if others && slices.ContainsFunc(failed, func(c conformance.Case) bool {
			return c.Failure.LooksLike == CaseFolded && slices.Contains(cause.Explains, c.Check.ID)
		}) {
			more = append(more, cause)
		}
	}
	return more
}

// withAlike adds to causes the checks that say themselves that their failure looks like one.
func withAlike(causes []conformance.Cause, failed []conformance.Case) []conformance.Cause {
	for i, cause := range causes {
		for _, c := range failed {
			like := c.Failure.LooksLike
			if like != "" && strings.HasPrefix(cause.Name, like) && !slices.Contains(cause.Explains, c.Check.ID) {
				causes[i].Explains = append(causes[i].Explains, c.Check.ID)
			}
		}
	}
	return causes
}

// remembered asks a hypothesis once for each walk.
func remembered(of func(*Sighting) says) func(*Sighting) says {
	said := map[*Sighting]says{}
	return func(v *Sighting) says {
		answer, known := said[v]
		if !known {
			answer = of(v)
			said[v] = answer
		}
		return answer
	}
}

// likely is a hypothesis in a scope with what it explains.
type likely struct {
	conformance.Cause
	hypothesis
	in scope
}

// alsoOnLists are the failures without a walk of which a list that came on one page is wrong, and exactly as the hypothesis says.
func (s *Session) alsoOnLists(h likely, failed []conformance.Case) (ids []string) {
	for _, c := range failed {
		lists := s.listsOf(c.Failure)
		if c.Failure.Observed == nil && len(lists) > 0 && !slices.ContainsFunc(lists,
			func(v *Sighting) bool { return !h.in.in(v.q) || h.of(v) != exactlyThat }) {
			ids = append(ids, c.Check.ID)
		}
	}
	return ids
}

// listsOf are the lists of a failure that came on one page and are wrong.
func (s *Session) listsOf(f conformance.Failure) (wrong []*Sighting) {
	for _, x := range f.Exchanges {
		q, list := s.queryOf(x.Request)
		page := s.newPage(x)
		if came, _ := x.Came(); !list || wrongOnPurpose(x.Request) || !s.granted(x) || came > len(x.Body) || len(q.Filters) > 0 ||
			q.Token+page.Next+page.Problem != "" {
			continue
		}
		w := Walk{Query: q, Pages: []Page{page}, Ended: true}
		if v := s.Sight(w, s.Planted, s.Compare(w, s.Planted)); v != nil && v.failed() {
			wrong = append(wrong, v)
		}
	}
	return wrong
}

// likeliest is the hypothesis that explains most of what is left, in the widest scope in which nothing contradicts it. That a mistake is
// made in a part alone is said where a walk of the rest was right that it would have made wrong. Where two explain the same, both are
// named; where more do, none is.
func likeliest(all []hypothesis, left []seen, right []*Sighting) (best likely) {
	names := []string{}
	for _, in := range scopes(left) {
		for _, h := range all {
			explains := h.explains(in, left, right)
			switch {
			case len(explains) < in.least, in.sized && h.shown, in.name != "" && !h.refuted(in, right):
			case len(explains) > len(best.Explains):
				best = likely{conformance.Cause{Requirement: h.breaks, Explains: explains}, h, in}
				names = []string{h.name + in.name}
			case len(explains) > 0 && in.name == "" && slices.Equal(explains, best.Explains) && !slices.Contains(names, h.name):
				names = append(slices.DeleteFunc(names, func(name string) bool { return name == h.rather }), h.name)
			}
		}
	}
	if len(names) < 3 {
		best.Name = strings.Join(names, ", or ")
	}
	return best
}

// explains are the ids of the failures that the hypothesis explains; none if any walk of the scope contradicts it.
func (h hypothesis) explains(in scope, left []seen, right []*Sighting) (ids []string) {
	something := h.proven
	for _, v := range left {
		if !in.in(v.q) {
			continue
		}
		switch h.of(v.Sighting) {
		case exactlyThat:
			ids, something = append(ids, v.id), something || len(v.got) > 0 && (!h.shown || !v.unshown)
		case otherwise:
			return nil
		default:
			if in.name != "" {
				return nil
			}
		}
	}
	if !something { // empty lists are explained by too much
		return nil
	}
	if slices.ContainsFunc(right, func(v *Sighting) bool { return in.in(v.q) && h.of(v) == otherwise }) {
		return nil
	}
	return ids
}

// refuted reports whether a walk outside of a scope was right that the hypothesis would have made wrong.
func (h hypothesis) refuted(in scope, right []*Sighting) bool {
	return slices.ContainsFunc(right, func(v *Sighting) bool { return !in.in(v.q) && h.of(v) == otherwise })
}

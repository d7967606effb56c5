package conformance

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// group is a finding in the making.
type group struct {
	Symptom
	looksLike string
	named     bool  // Symptom says for people what the members have in common
	members   []int // of the cases
	before    map[string]*exchange.Exchange
}

// sorter groups the failures of a run.
type sorter struct {
	cases  []Case
	groups []group
	placed map[int]bool
}

// findings groups the failures of a run by their likely cause: first by the mistakes that explain them, then by what the checks
// say that they look like, then by what they have in common. It notes on each failure what its finding says.
func (r *runner) findings(ctx context.Context, results []Result) []Finding {
	s := sorter{placed: map[int]bool{}}
	byID := map[string]Result{}
	for _, result := range results {
		if result.Outcome == Fail {
			byID[result.ID] = result
			s.cases = append(s.cases, Case{Check: r.checkOf(result.ID), Failure: r.withSymptoms(r.failures[result.ID])})
		}
	}
	for _, c := range slices.Concat(r.stubbed(s.cases), r.diagnose(ctx, s.cases)) {
		s.add(group{Symptom: Symptom{c.Shows, c.Requirement}, looksLike: c.Name, named: c.Name == "" && c.Shows != "", before: c.Before},
			func(i int) bool { return slices.Contains(c.Explains, s.cases[i].Check.ID) })
	}
	s.together(likeness, func(g *group) { g.looksLike = g.Text })
	s.dependents()
	named := len(s.groups)
	s.together(func(c Case) []Symptom { return c.Failure.Symptoms }, func(g *group) { g.named = true })
	s.akin(named)
	s.together(common, func(*group) {})
	for i, result := range results {
		if x := s.before(result.ID); x != nil {
			results[i].Exchanges = slices.Insert(slices.Clip(result.Exchanges), 0, r.show(x))
			byID[result.ID] = results[i]
		}
	}
	findings := make([]Finding, 0, len(s.groups))
	for _, g := range s.groups {
		findings = append(findings, r.finding(g, s.cases, byID))
	}
	slices.SortStableFunc(findings, func(a, b Finding) int {
		return cmp.Or(cmp.Compare(rank(a.Level), rank(b.Level)), cmp.Compare(len(b.Checks), len(a.Checks)))
	})
	for i := range results {
		explained(&results[i], findings)
	}
	return findings
}

// explained notes on a failure what explains it, and on which check it depends if that is a matter of another requirement.
func explained(c *Result, findings []Finding) {
	for _, f := range findings {
		if !slices.Contains(f.Checks, c.ID) {
			continue
		}
		c.LooksLike = f.LooksLike // which other failures may have refuted
		if f.breaks != "" && c.ID != f.Check && c.Requirement != f.Requirement && c.Requirement != f.breaks {
			c.DependsOn = f.Check
		}
	}
}

// general is a symptom that the exchanges of any check can have, be it about them or not.
type general struct {
	met  func(*exchange.Exchange) bool
	text string
}

func generals() []general {
	return []general{
		{(*exchange.Exchange).Failed, "requests are answered with a server error"},
		{(*exchange.Exchange).Cut, "answers are cut short"},
		{(*exchange.Exchange).Garbled, "answers are no JSON in UTF-8"},
	}
}

// withSymptoms adds those that any check can meet, and those that the suite sees. Its panic costs these alone.
func (r *runner) withSymptoms(f Failure) (more Failure) {
	more = f
	for _, g := range generals() {
		if slices.ContainsFunc(f.Exchanges, g.met) {
			more.Symptoms = append(slices.Clip(more.Symptoms), Symptom{Text: g.text})
		}
	}
	if r.target.Suite.Symptoms == nil {
		return more
	}
	defer func() { _ = recover() }()
	for _, symptom := range r.target.Suite.Symptoms(r.session, f) {
		if !slices.Contains(more.Symptoms, symptom) {
			more.Symptoms = append(slices.Clip(more.Symptoms), symptom)
		}
	}
	return more
}

func rank(l Level) int { return slices.Index([]Level{Must, Should, Info}, l) }

func (r *runner) checkOf(id string) Check {
	i := slices.IndexFunc(r.planned, func(s selection) bool { return s.check.ID == id })
	return r.planned[i].check
}

// diagnose lets the suite explain the failures. Its panic costs the diagnosis alone.
func (r *runner) diagnose(ctx context.Context, cases []Case) (causes []Cause) {
	if r.target.Suite.Diagnose == nil || len(cases) == 0 {
		return nil
	}
	defer func() {
		if recover() != nil {
			causes = nil
		}
	}()
	return r.target.Suite.Diagnose(ctx, r.session, cases)
}

// add makes a group of the cases that fit and are in no other.
func (s *sorter) add(g group, fits func(i int) bool) {
	for i := range s.cases {
		if !s.placed[i] && fits(i) {
			g.members = append(g.members, i)
			s.placed[i] = true
		}
	}
	if g.members != nil {
		s.groups = append(s.groups, g)
	}
}

// before is what the cause of a check's failure wants sent first, nil if nothing.
func (s *sorter) before(id string) *exchange.Exchange {
	for _, g := range s.groups {
		if slices.ContainsFunc(g.members, func(i int) bool { return s.cases[i].Check.ID == id }) {
			return g.before[id]
		}
	}
	return nil
}

// together groups the cases that have a symptom in common, the most common symptom first.
func (s *sorter) together(symptoms func(Case) []Symptom, made func(*group)) {
	for {
		var common Symptom
		most, count := 0, map[string]int{}
		for i, c := range s.cases {
			for _, symptom := range symptoms(c) {
				if s.placed[i] {
					break
				}
				if count[symptom.Text]++; count[symptom.Text] > most {
					most, common = count[symptom.Text], symptom
				}
			}
		}
		if most == 0 {
			return
		}
		g := group{Symptom: common}
		made(&g)
		s.add(g, func(i int) bool {
			return slices.ContainsFunc(symptoms(s.cases[i]), func(b Symptom) bool { return b.Text == common.Text })
		})
	}
}

// dependents puts cases that nothing explains to the one group that shares a symptom with them: what is missing in one list because
// of a mistake is missing elsewhere for the same reason. What the suite could have explained and did not stays by itself.
func (s *sorter) dependents() {
	seen := make([]map[string]bool, len(s.groups))
	for g := range s.groups {
		seen[g] = s.shared(s.groups[g])
	}
	for i, c := range s.cases {
		var fitting []int
		for g := range s.groups {
			if slices.ContainsFunc(c.Failure.Symptoms, func(b Symptom) bool { return seen[g][b.Text] }) {
				fitting = append(fitting, g)
			}
		}
		if !s.placed[i] && len(fitting) == 1 && c.Failure.Observed == nil {
			s.groups[fitting[0]].members = append(s.groups[fitting[0]].members, i)
			s.placed[i] = true
		}
	}
}

// akin puts groups that only a symptom holds together, those from a number on, to the one other group that shows a symptom of each of
// their members, if a mistake is named for it or it is larger: one mistake goes wrong in several ways.
func (s *sorter) akin(from int) {
	for g := len(s.groups) - 1; g >= from; g-- {
		small, fitting := s.groups[g], []int{}
		for other, large := range s.groups {
			shows := s.shared(large)
			lacks := func(i int) bool {
				return !slices.ContainsFunc(s.cases[i].Failure.Symptoms, func(b Symptom) bool { return shows[b.Text] })
			}
			if other != g && !slices.ContainsFunc(small.members, lacks) {
				fitting = append(fitting, other)
			}
		}
		if len(fitting) != 1 {
			continue
		}
		if large := &s.groups[fitting[0]]; large.looksLike != "" || len(large.members) > len(small.members) {
			large.members = append(large.members, small.members...)
			s.groups = slices.Delete(s.groups, g, g+1)
		}
	}
}

// shared are the symptoms by which a group may take others in. Of those that any check can meet it is what all of its members show.
func (s *sorter) shared(g group) map[string]bool {
	shown := map[string]int{}
	for _, i := range g.members {
		for _, symptom := range s.cases[i].Failure.Symptoms {
			shown[symptom.Text]++
		}
	}
	all := map[string]bool{}
	for text, n := range shown {
		all[text] = n == len(g.members) || !slices.ContainsFunc(generals(), func(o general) bool { return o.text == text })
	}
	return all
}

// likeness is what a check says itself that its failure looks like.
func likeness(c Case) []Symptom {
	if c.Failure.LooksLike == "" {
		return nil
	}
	return []Symptom{{Text: c.Failure.LooksLike}}
}

// common is what failures without a symptom can have in common: their words, what was asked, or the requirement.
func common(c Case) []Symptom {
	symptoms := []Symptom{{Text: "message " + wordsOf(c.Failure.Message)}, {Text: "requirement " + c.Check.Requirement}}
	if x := c.Failure.Exchanges; len(x) > 0 {
		symptoms = append(symptoms, Symptom{Text: fmt.Sprintf("exchange %d", x[0].Number)})
	}
	return symptoms
}

// wordsOf leaves out of a message what differs from case to case: numbers, and what stands in quotes.
func wordsOf(message string) string {
	parts := strings.Split(message, `"`)
	for i := 1; i < len(parts); i += 2 {
		parts[i] = ""
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return r
	}, strings.Join(parts, `"`))
}

// finding makes the public form of a group. Its simplest case is one of the strongest level that is for what the cause breaks, if
// there is one, with what has to be sent first, if anything has, the fewest exchanges and the shortest of them.
func (r *runner) finding(g group, cases []Case, byID map[string]Result) Finding {
	results, also := make([]Result, len(g.members)), map[string][]string{}
	for i, member := range g.members {
		check := cases[member].Check
		results[i], also[check.ID] = byID[check.ID], check.Also
	}
	simplest := slices.MinFunc(results, func(a, b Result) int {
		return cmp.Or(
			cmp.Compare(rank(a.Level), rank(b.Level)),
			-cmp.Compare(about(a, also[a.ID], g.Requirement), about(b, also[b.ID], g.Requirement)),
			-cmp.Compare(given(g.before[a.ID]), given(g.before[b.ID])),
			cmp.Compare(len(a.Exchanges), len(b.Exchanges)), cmp.Compare(length(a), length(b)),
		)
	})
	hide := r.client.Redactor().Prose
	simplest.LooksLike = hide(g.looksLike)
	f := FindingOf(simplest)
	if g.named && len(results) > 1 {
		f.Headline = hide(g.Text)
	}
	for _, result := range results {
		if result.ID != simplest.ID {
			f.Checks = append(f.Checks, result.ID)
		}
	}
	if g.Requirement == "" {
		return f
	}
	f.breaks = g.Requirement
	if q, _ := r.contract.Requirement(g.Requirement); rank(levelOf(q)) <= rank(f.Level) { // a must does not rest on a should
		f.Requirement, f.Source, f.SourceURL, f.Page, f.Statement = q.ID, q.Source.String(), q.Source.URL, q.Page, q.Statement
	}
	return f
}

// given is 1 if there is an exchange.
func given(x *exchange.Exchange) int {
	if x == nil {
		return 0
	}
	return 1
}

// about is 2 if the check is for the requirement, and 1 if it looks at that also.
func about(r Result, also []string, requirement string) int {
	switch {
	case r.Requirement == requirement:
		return 2
	case slices.Contains(also, requirement):
		return 1
	default:
		return 0
	}
}

// length is how much one has to read to understand a case.
func length(r Result) int {
	n := 0
	for _, x := range r.Exchanges {
		n += len(x.Request.URL) + len(x.Request.Body)
	}
	return n
}

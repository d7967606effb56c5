package funnel

import (
	"context"
	"fmt"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// answersID is of the check that says whether funnels can be read.
const answersID = "chatlayer.funnel.answers"

var answers = conformance.Check{
	ID:          answersID,
	Level:       conformance.Must,
	Requirement: "CHL-FUN-6",
	Also:        []string{"CHL-FUN-1", "CHL-FUN-2", "CHL-FUN-4", "CHL-FUN-7", "CHL-OPS-4", "CHL-OPS-6"},
	Title:       "A funnel with the documented members is answered with counts of its steps.",
	Operations:  []string{operation},
	Floor:       map[string]int{"answers": 3},
	Run:         kit.WithPlanted(runAnswers),
}

// runAnswers asks for funnels of listed events in every documented way but with filters, of which no operator is documented. The range is
// short, since a target may take no long one. What a breakdown_property names nobody documents, nor that a list of filters may be empty, so
// that these may be refused.
func runAnswers(ctx context.Context, p *kit.Probe) {
	f, got := settled(ctx, p, ofPlanted(p))
	if why := undecided(got.X); why != "" {
		p.NotApplicable("%s", why)
	}
	judge(p, f, p.Told(got.X))
	for _, other := range []funnel{
		{order: "sequential"}, {order: "strict"}, {noFilters: true}, {breakdown: "colour", order: "sequential"},
	} {
		other.from, other.to, other.steps = f.from, f.to, f.steps
		if got := p.Tell(ctx, other.request(p)); !got.X.Refused() || other.breakdown == "" && !other.noFilters {
			judge(p, other, got)
		}
	}
}

// judge fails the check unless a funnel is answered as documented.
func judge(p *kit.Probe, f funnel, got kit.Reply) {
	if _, problem := read(got, f); problem != "" {
		p.Fail(conformance.Failure{
			Message: "a funnel is not answered as the documents say: " + problem, Got: kit.Gist(got.X),
			Expected:  "status 200, with the array result of objects with an array of counts",
			Exchanges: []*exchange.Exchange{got.X},
		})
	}
	p.Saw("answers", 1)
}

var byDefault = conformance.Check{
	ID:          "chatlayer.funnel.default-order",
	Level:       conformance.Must,
	Requirement: "CHL-FUN-3",
	Title:       "A funnel without an order_type is a sequential one.",
	Operations:  []string{"TrackEvent", operation},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"funnels": 2},
	Run:         staged(runByDefault),
}

// runByDefault compares three funnels. Where strict and sequential ones are the same, another check says so, and nothing is proven.
func runByDefault(ctx context.Context, p *kit.Probe, s stage) {
	f := funnel{steps: s.steps(p, "strict", "A", "B", "C")}
	var absent, sequential, strictly []int
	var x *exchange.Exchange
	same := p.Await(ctx, func() bool {
		absent, x = s.counts(ctx, p, f)
		f.order = "sequential"
		sequential, _ = s.counts(ctx, p, f)
		f.order = ""
		return slices.Equal(absent, sequential)
	})
	f.order = "strict"
	if strictly, _ = s.counts(ctx, p, f); slices.Equal(strictly, sequential) {
		p.NotApplicable("strict and sequential funnels count alike; see chatlayer.funnel.strict")
	}
	if !same {
		p.Fail(conformance.Failure{
			Message: "a funnel without an order_type does not count like a sequential one", Expected: fmt.Sprint(sequential),
			Got: fmt.Sprint(absent), Exchanges: []*exchange.Exchange{x},
		})
	}
	p.Saw("funnels", 2)
}

var inOrder = conformance.Check{
	ID:          "chatlayer.funnel.order",
	Level:       conformance.Should,
	Requirement: "CHL-FUN-16",
	Title:       "Who did a later step only before the earlier one has not come to it, and who did both in turn has.",
	Operations:  []string{"TrackEvent", operation},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"funnels": 3},
	Run: staged(func(ctx context.Context, p *kit.Probe, s stage) {
		for _, order := range []string{"", "sequential", "strict"} {
			f := funnel{steps: s.steps(p, "turn", "A", "B"), order: order}
			s.hold(ctx, p, f, last(2), "a funnel counts who did a later step before the earlier one",
				"2 at the last step: three users did it too early")
		}
	}),
}

var numbered = conformance.Check{
	ID:          "chatlayer.funnel.numbers",
	Level:       conformance.Should,
	Requirement: "CHL-FUN-16",
	Also:        []string{"CHL-FUN-4"},
	Title:       "The order of a step is a number: 2 comes before 10.",
	Operations:  []string{"TrackEvent", operation},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"funnels": 1},
	Run: staged(func(ctx context.Context, p *kit.Probe, s stage) {
		f := funnel{steps: s.steps(p, "turn", "A", "B"), numbers: []int{2, 10}}
		s.unlessRefused(ctx, p, f, "steps whose numbers leave some out are refused, and nobody says whether they may")
		s.hold(ctx, p, f, last(2), "a funnel does not take its steps in the order of their numbers",
			"2 at the last step, that of order 10: three users did it before the one of order 2")
	}),
}

// unlessRefused ends the check if a target refuses a funnel that nobody says it has to take.
func (s *stage) unlessRefused(ctx context.Context, p *kit.Probe, f funnel, why string) {
	if x := p.Do(ctx, s.request(p, f)); x.Refused() {
		p.NotApplicable("%s: %s", why, kit.Gist(x))
	}
}

var twice = conformance.Check{
	ID:          "chatlayer.funnel.step-twice",
	Level:       conformance.Should,
	Requirement: "CHL-FUN-16",
	Title:       "One event is not two steps: who did once what a funnel has twice has not come to the second.",
	Operations:  []string{"TrackEvent", operation},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"funnels": 1},
	Run: staged(func(ctx context.Context, p *kit.Probe, s stage) {
		f := funnel{steps: s.steps(p, "turn", "A", "A")}
		s.unlessRefused(ctx, p, f, "a funnel that has an event twice is refused, and nobody says whether it may")
		s.hold(ctx, p, f, func(n []int) bool {
			return n[1] == 0 || n[0] == 0 || s.listed(ctx, p, "turn", "A") > 5
		}, "one event counts as two steps of a funnel", "0 at the last step: five users did it once")
	}),
}

// listed is how many events of a scene the list has: where the answer to one was lost, it may be there twice.
func (s *stage) listed(ctx context.Context, p *kit.Probe, scene, letter string) (n int) {
	w := p.MustWalk(ctx, kit.Query{
		Op: kit.Get, Start: kit.Bound(s.from), End: kit.Bound(s.to), Size: 100, Event: name(p, scene, letter),
	})
	for _, page := range w.Pages {
		n += len(page.Events)
	}
	return n
}

var missing = conformance.Check{
	ID:          "chatlayer.funnel.missing",
	Level:       conformance.Should,
	Requirement: "CHL-FUN-21",
	Title:       "A funnel without version, start_time, end_time or steps is refused.",
	Operations:  []string{operation},
	Floor:       map[string]int{"funnels": 4},
	Run:         kit.WithPlanted(runMissing),
}

// runMissing leaves out what is required, one at a time, once the target has answered a funnel that has it all.
func runMissing(ctx context.Context, p *kit.Probe) {
	f, got := settled(ctx, p, ofPlanted(p))
	if why := undecided(got.X); why != "" {
		p.NotApplicable("%s", why)
	}
	mustRead(p, f, p.Told(got.X))
	for _, name := range []string{"version", "start_time", "end_time", "steps"} {
		f.without = name
		r := f.request(p)
		r.Hostile = true
		x := p.Do(ctx, r)
		if x.Err != nil || x.Busy() {
			p.Inconclusive("the way to the target failed: %s", kit.Gist(x))
		}
		if x.OK() {
			p.Fail(conformance.Failure{
				Message: "a funnel without " + name + " is answered", Expected: "a status other than 2xx", Got: kit.Gist(x),
				Exchanges: []*exchange.Exchange{x},
			})
		}
		p.Saw("funnels", 1)
	}
}

// hold fails the check unless a funnel counts what it should, by the time that it has to. Where as many come to the last step as ever did
// it, the steps are counted apart.
func (s *stage) hold(ctx context.Context, p *kit.Probe, f funnel, right func([]int) bool, wrong, expected string) {
	var counts []int
	var x *exchange.Exchange
	if !p.Await(ctx, func() bool {
		counts, x = s.counts(ctx, p, f)
		return right(counts)
	}) {
		var symptoms []conformance.Symptom
		if n := len(counts) - 1; counts[n] > 3 && counts[n] >= counts[0] {
			symptoms = append(symptoms, conformance.Symptom{Text: "the steps of a funnel are counted apart, whoever did those before"})
		}
		p.Fail(conformance.Failure{
			Message: wrong, Expected: expected, Got: fmt.Sprintf("%v", counts), Exchanges: []*exchange.Exchange{x}, Symptoms: symptoms,
		})
	}
	p.Saw("funnels", 1)
}

func last(n int) func([]int) bool {
	return func(counts []int) bool { return counts[len(counts)-1] == n }
}

var once = conformance.Check{
	ID:          "chatlayer.funnel.once",
	Level:       conformance.Should,
	Requirement: "CHL-FUN-17",
	Title:       "Who repeats a step counts once, and no more come to a step than to the one before.",
	Operations:  []string{"TrackEvent", operation},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"funnels": 1},
	Run: staged(func(ctx context.Context, p *kit.Probe, s stage) {
		s.hold(ctx, p, funnel{steps: s.steps(p, "once", "A", "B")}, func(n []int) bool { return n[0] == 2 && n[1] == 2 },
			"a funnel counts who repeats a step more than once, or who did not come to the one before",
			"[2 2]: two users did both steps, one of them each several times, and two did the second alone")
	}),
}

var within = conformance.Check{
	ID:          "chatlayer.funnel.range",
	Level:       conformance.Should,
	Requirement: "CHL-FUN-18",
	Title:       "A funnel counts what happened in its range, in its version and in its bot, and nothing else.",
	Operations:  []string{"TrackEvent", operation},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"funnels": 1},
	Run: staged(func(ctx context.Context, p *kit.Probe, s stage) {
		s.hold(ctx, p, funnel{steps: s.steps(p, "range", "A", "B")}, last(1),
			"a funnel counts what did not happen in its range, its version and its bot",
			"1 at the last step: one user did both in the range, others an hour before, an hour later, in the draft or in another bot")
	}),
}

var strict = conformance.Check{
	ID:          "chatlayer.funnel.strict",
	Level:       conformance.Info,
	Requirement: "CHL-FUN-12",
	Title:       "How many a strict funnel counts where other events came between the steps, and how many a sequential one.",
	Operations:  []string{"TrackEvent", operation},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	NoMutant:    "records only",
	Run:         staged(runStrict),
}

// runStrict has users with an event that is no step, with a step out of turn and with a step twice between the others.
func runStrict(ctx context.Context, p *kit.Probe, s stage) {
	f := funnel{steps: s.steps(p, "strict", "A", "B", "C"), order: "strict"}
	strictly, _ := s.counts(ctx, p, f)
	f.order = "sequential"
	sequential, _ := s.counts(ctx, p, f)
	p.Record("of four users, three of whom did something between the steps, a strict funnel counts %v and a sequential one %v",
		strictly, sequential)
}

var cohorts = conformance.Check{
	ID:          "chatlayer.funnel.cohorts",
	Level:       conformance.Should,
	Requirement: "CHL-FUN-20",
	Title:       "A funnel that is broken down by an attribute counts those with each value, each where it belongs.",
	Operations:  []string{"TrackEvent", operation},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"cohorts": 2},
	Run:         staged(runCohorts),
}

// runCohorts breaks down by an attribute that each user has one value of. What a breakdown_property names nobody documents, so that a
// target which knows none of the values is not judged.
func runCohorts(ctx context.Context, p *kit.Probe, s stage) {
	f := funnel{steps: s.steps(p, "cohort", "A", "B"), breakdown: "plan"}
	want := map[string][]int{"gold": {2, 1}, "silver": {4, 3}}
	var all []cohort
	var x *exchange.Exchange
	known := false
	if x := p.Do(ctx, s.request(p, f)); x.Refused() {
		p.NotApplicable("a breakdown by an attribute is refused, and nobody says what a breakdown_property names: %s", kit.Gist(x))
	}
	if !p.Await(ctx, func() bool {
		all, x = s.ask(ctx, p, f)
		right, came := map[string]bool{}, 0
		for _, c := range all {
			came += c.counts[0]
			counts, own := want[c.value]
			known = known || own
			if own && slices.Equal(c.counts, counts) {
				right[c.value] = true
			}
		}
		return len(right) == len(want) || !known && came >= 6
	}) && known {
		p.Fail(conformance.Failure{
			Message: "a funnel that is broken down by an attribute does not count those with each value", Expected: fmt.Sprint(want),
			Got: fmt.Sprint(all), Exchanges: []*exchange.Exchange{x},
		})
	}
	if !known {
		p.NotApplicable("no cohort has a value of the attribute that was named, and nobody says what a breakdown_property names")
	}
	p.Saw("cohorts", len(want))
}

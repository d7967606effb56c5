package funnel

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// stage is what the checks look at: users who do things in this order or that. Each scene has events of its own names. Every user has one
// conversation, so that it is all the same whether users or conversations are counted, which nobody documents.
type stage struct {
	from, to time.Time
	ids      map[string]string // event_ids, by the names of events
	skip     string            // why the scenes cannot be judged; empty if they can
	open     string            // why nobody knows whether they can
}

// plot is what the users of a scene do, each a minute after the other: letters are events, and an X is one that is no step.
type plot struct {
	scene  string
	does   []string
	change func(*kit.Sent)
}

// plots are those of all scenes. Who must not be counted comes before who must, and when the last one is counted, so is the rest: a
// funnel may learn of events later than lists do.
func plots() []plot {
	hours := func(n int) func(*kit.Sent) {
		return func(e *kit.Sent) { e.At = e.At.Add(time.Duration(n) * time.Hour) }
	}
	value := func(text string) func(*kit.Sent) {
		return func(e *kit.Sent) { e.Attributes = map[string]string{"plan": text} }
	}
	return []plot{
		{scene: "turn", does: []string{"BA", "BA", "BA", "AB", "AB"}},
		{scene: "once", does: []string{"B", "B", "AAABB", "ABB"}},
		{scene: "range", does: []string{"AB"}, change: hours(-1)},
		{scene: "range", does: []string{"AB"}, change: hours(1)},
		{scene: "range", does: []string{"AB"}, change: func(e *kit.Sent) { e.Version = "DRAFT" }},
		{scene: "range", does: []string{"AB"}},
		{scene: "strict", does: []string{"ABC", "AXBXC", "ACBC", "AABBCC"}},
		{scene: "cohort", does: []string{"AB", "A"}, change: value("gold")},
		{scene: "cohort", does: []string{"AB", "AB", "AB", "A"}, change: value("silver")},
		{scene: "last", does: []string{"AB"}},
	}
}

// Where the scenes lie: a quarter of an hour of the run's own day.
const (
	beginning = 112 * time.Minute
	length    = 12 * time.Minute
)

// events are those of a plot, user by user.
func (s plot) events(p *kit.Probe, n int) (all []kit.Sent) {
	for u, does := range s.does {
		user := p.Names.Of(fmt.Sprintf("%s_%d_%d", s.scene, n, u))
		for i, letter := range does {
			e := kit.Sent{
				Version: "LIVE", Event: name(p, s.scene, string(letter)), User: user, Conversation: user + "_talk",
				At: p.Base.Add(beginning + time.Duration(1+i)*time.Minute),
			}
			if s.change != nil {
				s.change(&e)
			}
			all = append(all, e)
		}
	}
	return all
}

func name(p *kit.Probe, scene, letter string) string {
	return p.Names.Of("step_" + scene + "_" + letter)
}

// staged makes the function of a check that looks at the scenes, once lists show them and funnels count some of them.
func staged(run func(context.Context, *kit.Probe, stage)) func(context.Context, *conformance.T) {
	return kit.WithPlanted(func(ctx context.Context, p *kit.Probe) {
		if !p.Honoured {
			p.NotApplicable("the target dates events itself, so that the run cannot plan who does what first")
		}
		s := kit.SharedBy[stage](p).Get(func() *stage { return set(ctx, p) })
		switch {
		case s.skip != "":
			p.NotApplicable("%s", s.skip)
		case s.open != "":
			p.Inconclusive("%s", s.open)
		}
		run(ctx, p, *s)
	})
}

// set brings the users on. It does not end the check once something was tracked: another check would track it again.
func set(ctx context.Context, p *kit.Probe) *stage {
	at := p.Base.Add(beginning)
	s := &stage{from: at, to: at.Add(length)}
	f, got := settled(ctx, p, ofPlanted(p)) // before anything is tracked for it
	if s.skip = undecided(got.X); s.skip != "" {
		return s
	}
	mustRead(p, f, p.Told(got.X))
	elsewhere(ctx, p)
	for n, scene := range plots() {
		var events []*kit.RunEvent // each scene's lie in a short window, since a target may take no others
		for _, e := range scene.events(p, n) {
			k, x := p.Track(ctx, e)
			if k == nil {
				s.skip = "an event of a user was not taken: " + kit.Gist(x) + "; mend that first"
				return s
			}
			events = append(events, k)
		}
		if why := p.Unshown(ctx, events...); why != "" {
			s.skip = why + "; mend that first"
			return s
		}
	}
	s.find(ctx, p)
	return s
}

// elsewhere brings users on who do the steps of the scene of ranges in another bot, which may refuse them.
func elsewhere(ctx context.Context, p *kit.Probe) {
	scene := plot{scene: "range", does: []string{"AB", "AB"}, change: func(e *kit.Sent) { e.Bot = p.Elsewhere() }}
	for _, e := range scene.events(p, 100) {
		if k, _ := p.Track(ctx, e); k == nil {
			return
		}
	}
}

// find waits until the scene that was tracked last is counted, by the names of its events or by the ids of their definitions.
func (s *stage) find(ctx context.Context, p *kit.Probe) {
	names, byID := map[string]string{}, map[string]string(nil)
	for n, scene := range plots() {
		for _, e := range scene.events(p, n) {
			names[e.Event] = e.Event
		}
	}
	var got kit.Reply
	counted := func() bool {
		f := funnel{steps: s.steps(p, "last", "A", "B")}
		got = kit.ReadReply(p.Do(ctx, s.request(p, f)))
		return counts(got, f)
	}
	switch {
	case p.Await(ctx, func() bool {
		if s.ids = names; counted() {
			return true
		}
		if byID == nil {
			byID = definedAs(ctx, p, slices.Collect(maps.Keys(names)))
		}
		s.ids = byID
		return byID != nil && counted()
	}):
	case got.Problem != "" && !got.X.Refused():
		s.open = fmt.Sprintf("a funnel cannot be read: %s; see %s", got.Problem, answersID)
	default:
		s.skip = "a funnel counts nobody, " + open
	}
}

// request asks for a funnel in the quarter of an hour of the scenes.
func (s *stage) request(p *kit.Probe, f funnel) exchange.Request {
	f.from, f.to = s.from, s.to
	return f.request(p)
}

// ask asks for a funnel of the scenes, and ends the check if the answer cannot be read.
func (s *stage) ask(ctx context.Context, p *kit.Probe, f funnel) ([]cohort, *exchange.Exchange) {
	got := p.Tell(ctx, s.request(p, f))
	return mustRead(p, f, got), got.X
}

// mustRead is read that ends the check.
func mustRead(p *kit.Probe, f funnel, got kit.Reply) []cohort {
	all, problem := read(got, f)
	if problem != "" {
		p.Inconclusive("a funnel cannot be read: %s; see %s", problem, answersID)
	}
	return all
}

// steps are the event_ids of a scene's first steps.
func (s *stage) steps(p *kit.Probe, scene string, letters ...string) (ids []string) {
	for _, letter := range letters {
		ids = append(ids, s.ids[name(p, scene, letter)])
	}
	return ids
}

// counts are how many came to each step of a funnel without a breakdown: those of all cohorts together.
func (s *stage) counts(ctx context.Context, p *kit.Probe, f funnel) ([]int, *exchange.Exchange) {
	all, x := s.ask(ctx, p, f)
	sum := make([]int, len(f.steps))
	for _, c := range all {
		for i, n := range c.counts {
			sum[i] += n
		}
	}
	return sum, x
}

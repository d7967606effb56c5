package funnel

import (
	"context"
	"fmt"
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
	ids      map[string]string // of the steps, by word; nil if nobody knows what names them
	unshown  string            // why lists do not show what the users did; empty if they do
}

// plot is what the users of a scene do, each a minute after the other: letters are events, and an X is one that is no step.
type plot struct {
	scene  string
	does   []string
	change func(*kit.Sent)
}

func plots() []plot {
	hours := func(n int) func(*kit.Sent) {
		return func(e *kit.Sent) { e.At = e.At.Add(time.Duration(n) * time.Hour) }
	}
	value := func(text string) func(*kit.Sent) {
		return func(e *kit.Sent) { e.Attributes = map[string]string{"plan": text} }
	}
	return []plot{
		{scene: "turn", does: []string{"AB", "AB", "BA", "BA", "BA"}},
		{scene: "once", does: []string{"AAABB", "ABB", "B", "B"}},
		{scene: "range", does: []string{"AB"}},
		{scene: "range", does: []string{"AB"}, change: hours(-1)},
		{scene: "range", does: []string{"AB"}, change: hours(1)},
		{scene: "range", does: []string{"AB"}, change: func(e *kit.Sent) { e.Version = "DRAFT" }},
		{scene: "strict", does: []string{"ABC", "AXBXC", "ACBC", "AABBCC"}},
		{scene: "cohort", does: []string{"AB", "A"}, change: value("gold")},
		{scene: "cohort", does: []string{"AB", "AB", "AB", "A"}, change: value("silver")},
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
		case s.unshown != "":
			p.NotApplicable("%s; mend that first", s.unshown)
		case s.ids == nil:
			p.NotApplicable("a funnel counts nobody, be event_id an event's name or the id of its definition, and nobody says what it is")
		}
		run(ctx, p, *s)
	})
}

// set brings the users on. It does not end the check once something was tracked: another check would track it again.
func set(ctx context.Context, p *kit.Probe) *stage {
	at := p.Base.Add(beginning)
	s := &stage{from: at, to: at.Add(length)}
	s.ask(ctx, p, funnel{steps: []string{p.Names.Event()}}) // before anything is tracked for it
	for n, scene := range plots() {
		var events []*kit.RunEvent // each scene's lie in a short window, since a target may take no others
		for _, e := range scene.events(p, n) {
			k, x := p.Track(ctx, e)
			if k == nil {
				s.unshown = "an event of a user was not taken: " + kit.Gist(x)
				return s
			}
			events = append(events, k)
		}
		if s.unshown = p.Unshown(ctx, events...); s.unshown != "" {
			return s
		}
	}
	elsewhere(ctx, p)
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

// find looks what names the events of a step: their name, or the id of their definition. Nobody says which.
func (s *stage) find(ctx context.Context, p *kit.Probe) {
	names := map[string]string{}
	for _, scene := range []string{"turn", "once", "range", "strict", "cohort"} {
		for _, letter := range []string{"A", "B", "C"} {
			names[scene+letter] = name(p, scene, letter)
		}
	}
	counted := func() bool {
		all, _ := s.ask(ctx, p, funnel{steps: []string{s.ids["turnA"]}})
		return slices.ContainsFunc(all, func(c cohort) bool { return c.counts[0] > 0 })
	}
	s.ids = names
	if counted() {
		return
	}
	byID := s.defined(ctx, p, names)
	if p.Await(ctx, func() bool {
		for _, ids := range []map[string]string{names, byID} {
			if s.ids = ids; ids != nil && counted() {
				return true
			}
		}
		return false
	}) {
		return
	}
	s.ids = nil
}

// defined are the ids of definitions by the words for their events; nil if not all have one.
func (s *stage) defined(ctx context.Context, p *kit.Probe, names map[string]string) map[string]string {
	x := p.Do(ctx, p.DefinitionsRequest(kit.DefinitionQuery{Size: 1}))
	if !x.OK() {
		return nil
	}
	list, _ := p.DefinitionWalk(ctx, kit.DefinitionQuery{Size: 100})
	ids := map[string]string{}
	for word, name := range names {
		for _, d := range list {
			if d.Event == name && d.ID != "" {
				ids[word] = d.ID
			}
		}
	}
	if ids["turnA"] == "" {
		return nil
	}
	return ids
}

// ask asks for a funnel in the quarter of an hour of the scenes, and ends the check if the answer cannot be read.
func (s *stage) ask(ctx context.Context, p *kit.Probe, f funnel) ([]cohort, *exchange.Exchange) {
	const by = "chatlayer.funnel.answers"
	f.from, f.to = s.from, s.to
	got := p.MustTell(ctx, f.request(p), by)
	all, problem := read(got, f)
	if problem != "" {
		p.Inconclusive("a funnel cannot be read: %s; see %s", problem, by)
	}
	return all, got.X
}

// steps are the event_ids of a scene's first steps.
func (s *stage) steps(scene string, letters ...string) (ids []string) {
	for _, letter := range letters {
		ids = append(ids, s.ids[scene+letter])
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

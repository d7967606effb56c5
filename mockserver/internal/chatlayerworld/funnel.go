package chatlayerworld

import (
	"context"
	"time"

	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/funnel"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// Funnel asks how many users of a version of a bot go through some steps from one instant up to another.
type Funnel struct {
	Bot, Version string
	Start, End   time.Time
	Steps        []FunnelStep
	Strict       bool
	Breakdown    string // the attribute that tells cohorts apart; empty if none does
}

// FunnelStep is what the events of a step are.
type FunnelStep struct {
	Event      string // their name
	Attributes []eventstore.Condition
}

// What a funnel keeps at most. CHL-FUN-14.
const (
	MostFunnelUsers   = 1_000_000
	MostFunnelCohorts = 1000
)

// CountFunnel answers a funnel. Events of one instant are in the order of lists, and those without a user are nobody's. The error is a
// *funnel.FullError, or that of ctx.
// CHL-FUN-9, CHL-FUN-12 to CHL-FUN-14.
func CountFunnel(ctx context.Context, w *world.World, ask Funnel) ([]funnel.Cohort, error) {
	st := of(w)
	count := &funnelCount{
		Funnel: ask, scenes: map[uint32]scene{},
		counter: funnel.New(funnel.Options{
			Steps: len(ask.Steps), Strict: ask.Strict, MostUsers: MostFunnelUsers, MostCohorts: MostFunnelCohorts,
		}),
	}
	q := eventstore.Query{Start: ask.Start, End: ask.End, Where: []eventstore.Equal{{Field: FieldVersion, Value: ask.Version}}}
	bots := []string{ask.Bot}
	sources := []eventstore.Source{glances{source{seeded: st.seeded(), bots: bots}}}
	for _, store := range st.written {
		sources = append(sources, written{Store: store, bots: bots})
	}
	if err := eventstore.Walk(ctx, q, count.visit, sources...); err != nil {
		return nil, err
	}
	return count.counter.Cohorts(), nil
}

// funnelCount is a funnel that is being answered.
type funnelCount struct {
	Funnel

	counter *funnel.Counter
	scenes  map[uint32]scene // that were met
}

// scene is what all events of one of the seeded scenes are to a funnel.
type scene struct {
	is     funnel.Steps
	cohort string
}

func (f *funnelCount) visit(c eventstore.Cursor, spend eventstore.Spend) error {
	if g, seeded := c.(*glance); seeded {
		m := g.mark()
		s, err := f.scene(g.timeline, m, spend)
		if err != nil {
			return err
		}
		return f.add(g.timeline.User(m), s)
	}
	payload := c.Payload()
	s, err := f.told(gjson.Get(payload, FieldEvent).Str, func(name string) (string, bool) { return attributeIn(payload, name) }, spend)
	if err != nil {
		return err
	}
	return f.add(gjson.Get(payload, FieldUser).Str, s)
}

func (f *funnelCount) add(user string, s scene) error {
	if user == "" {
		return nil
	}
	return f.counter.Add(user, s.is, func() string { return s.cohort })
}

func (f *funnelCount) scene(t *fixtures.Timeline, m fixtures.Mark, spend eventstore.Spend) (s scene, err error) {
	key := t.Scene(m)
	s, known := f.scenes[key]
	if !known {
		event := t.Event(m)
		s, err = f.told(event.Event, func(name string) (string, bool) {
			value, there := event.Attributes[name]
			return value, there
		}, spend)
		f.scenes[key] = s
	}
	return s, err
}

// told is what an event of a name and with some attributes is to the funnel.
func (f *funnelCount) told(event string, attribute func(name string) (string, bool), spend eventstore.Spend) (s scene, err error) {
	for i := range f.Steps {
		if f.Steps[i].Event != event {
			continue
		}
		holds, err := f.Steps[i].holds(attribute, spend)
		if err != nil {
			return s, err
		}
		if holds {
			s.is |= 1 << i
		}
	}
	if f.Breakdown != "" && s.is.First() {
		s.cohort, _ = attribute(f.Breakdown)
	}
	return s, nil
}

func (s *FunnelStep) holds(attribute func(name string) (string, bool), spend eventstore.Spend) (bool, error) {
	for i := range s.Attributes {
		c := &s.Attributes[i]
		value, there := attribute(c.Key)
		if err := spend(1 + len(c.Values)); err != nil {
			return false, err
		}
		if holds, err := c.Holds(value, there, spend); !holds || err != nil {
			return false, err
		}
	}
	return true, nil
}

// attributeIn is an attribute of an event as lists send it.
func attributeIn(payload, name string) (value string, there bool) {
	gjson.Get(payload, "attributes").ForEach(func(key, v gjson.Result) bool {
		if there = key.Str == name; there {
			value = v.Str
		}
		return !there
	})
	return value, there
}

// glances are a source of seeded events that are looked at, not made.
type glances struct{ source }

func (g glances) Search(q *eventstore.Query) eventstore.Cursor {
	return &glance{cursor{source: g.source, query: q}}
}

// glance goes through the marks of a timeline.
type glance struct{ cursor }

// Next goes on to the next event.
func (g *glance) Next(spend eventstore.Spend) (bool, error) {
	if g.timeline == nil {
		if err := g.begin(spend); err != nil {
			return false, err
		}
	}
	for g.next == len(g.marks) {
		if found, err := g.turn(spend); !found || err != nil {
			return false, err
		}
	}
	g.next++
	return g.timeline.Time(g.mark()).Before(g.query.End), spend(lookAt)
}

func (g *glance) mark() fixtures.Mark { return g.marks[g.next-1] }

// Position is where the event stands.
func (g *glance) Position() eventstore.Position {
	m := g.mark()
	return eventstore.Position{
		Time: g.timeline.Time(m), Stream: streamOf(g.bots[0], g.query.Where[0].Value), ID: g.timeline.ID(m),
	}
}

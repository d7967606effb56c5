package chatlayerworld

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"math"
	"time"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// thirtyDays is how far back volumes look. CHL-DEF-12.
const thirtyDays = 30 * 24 * time.Hour

// Definitions asks for the definitions of some bots' events at one instant.
type Definitions struct {
	Now   time.Time
	Bots  []string            // in order
	After eventstore.Position // behind which they begin; zero is the beginning
	Limit int
}

// DefinitionPage is an answer to Definitions.
type DefinitionPage struct {
	Definitions []chatlayer.EventDefinition
	Last        eventstore.Position // of a page with more to follow
	More        bool
}

// ListDefinitions lists what is known of the events of each name that some bots' events have or that was defined, by bot and name. Events
// are not gone through, however many they are. The error is that of ctx.
// CHL-DEF-9 to CHL-DEF-13.
func ListDefinitions(ctx context.Context, w *world.World, ask Definitions) (page DefinitionPage, err error) {
	st := of(w)
	for _, bot := range ask.Bots {
		if bot < ask.After.Stream {
			continue
		}
		its, err := st.namesOf(ctx, bot)
		if err != nil {
			return page, err
		}
		after := ""
		if bot == ask.After.Stream {
			after = ask.After.ID
		}
		room := ask.Limit - len(page.Definitions)
		found, err := its.first(after, room+1)
		if err != nil {
			return page, err
		}
		list, err := its.define(found[:min(len(found), room)], ask.Now)
		if err != nil {
			return page, err
		}
		if page.Definitions = append(page.Definitions, list...); len(found) > room {
			last := page.Definitions[len(page.Definitions)-1]
			page.Last, page.More = eventstore.Position{Stream: last.BotID, ID: placeOf(last.Event)}, true
			return page, nil
		}
	}
	return page, nil
}

// EventOf is the name of the events of a bot whose definition has that id; false if none has. The error is that of ctx.
func EventOf(ctx context.Context, w *world.World, bot, id string) (event string, there bool, err error) {
	its, err := of(w).namesOf(ctx, bot)
	if err != nil {
		return "", false, err
	}
	err = its.each(func(name string) {
		if !there && DefinitionID(bot, name) == id {
			event, there = name, true
		}
	})
	return event, there, err
}

// DefinitionOf is what is known of a bot's events of a name at an instant. The error is that of ctx.
func DefinitionOf(ctx context.Context, w *world.World, bot, event string, now time.Time) (d chatlayer.EventDefinition, err error) {
	its, err := of(w).namesOf(ctx, bot)
	if err != nil {
		return d, err
	}
	list, err := its.define([]string{event}, now)
	if err != nil {
		return d, err
	}
	return list[0], nil
}

// placeOf is where a name stands among others. It is the name, unless that is longer than tokens take.
func placeOf(name string) string {
	const most, beginning = 1024, 960
	if len(name) <= most {
		return name
	}
	digest := sha256.Sum256([]byte(name))
	return name[:beginning] + hex.EncodeToString(digest[:])
}

// names are those of a bot's events, or that are defined. Events without a name have no definition.
type names struct {
	ctx     context.Context
	state   *state
	bot     string
	created map[string]definition
	seeded  map[string]*fixtures.Timeline // none is empty
}

func (st *state) namesOf(ctx context.Context, bot string) (*names, error) {
	n := &names{ctx: ctx, state: st, bot: bot, created: st.definitions(bot), seeded: map[string]*fixtures.Timeline{}}
	everything, err := st.seeded().timeline([]string{bot}, &eventstore.Query{}, nil)
	if err != nil {
		return nil, err
	}
	for _, name := range everything.Names() {
		named := everything.Named(name)
		if _, some := named.First(); some {
			n.seeded[name] = named
		}
	}
	return n, nil
}

// always is every instant that an event may have.
func always() (from, to time.Time) {
	return time.Date(-1, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(10_001, 1, 1, 0, 0, 0, 0, time.UTC)
}

// each goes through all names. One may come several times.
func (n *names) each(visit func(name string)) error {
	named := func(name string) {
		if name != "" {
			visit(name)
		}
	}
	for name := range n.created {
		named(name)
	}
	for name := range n.seeded {
		named(name)
	}
	from, to := always()
	return n.tally(from, to, func(part eventstore.Tally) { named(part.Value) })
}

// first are the first names behind a place, at most so many.
func (n *names) first(after string, most int) ([]string, error) {
	found := lowest{most: most, place: placeOf}
	err := n.each(func(name string) {
		if placeOf(name) > after {
			found.add(name)
		}
	})
	return found.texts, err
}

// tally counts what was written of each name from one instant up to another.
func (n *names) tally(from, to time.Time, each func(eventstore.Tally)) error {
	q := eventstore.Query{Start: from, End: to, Where: []eventstore.Equal{{Field: fieldBot, Value: n.bot}}}
	for _, store := range n.state.written {
		err := store.Tally(n.ctx, q, eventstore.By{Field: FieldEvent}, func(part eventstore.Tally) error {
			each(part)
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// tallied is what was written of some names.
func (n *names) tallied(some []string, from, to time.Time) (map[string]eventstore.Tally, error) {
	all := make(map[string]eventstore.Tally, len(some))
	for _, name := range some {
		all[name] = eventstore.Tally{}
	}
	err := n.tally(from, to, func(part eventstore.Tally) {
		if whole, wanted := all[part.Value]; wanted {
			whole.Add(part)
			all[part.Value] = whole
		}
	})
	return all, err
}

// define is what is known of some names at an instant.
func (n *names) define(some []string, now time.Time) ([]chatlayer.EventDefinition, error) {
	from, to := always()
	since, until := now.Add(1-thirtyDays), now.Add(1)
	ever, errEver := n.tallied(some, from, to)
	seen, errSeen := n.tallied(some, from, until)
	lately, errLately := n.tallied(some, since, until)
	if err := errors.Join(errEver, errSeen, errLately); err != nil {
		return nil, err
	}
	owner, _ := n.state.teams.owner(n.bot)
	list := make([]chatlayer.EventDefinition, 0, len(some))
	for _, name := range some {
		first, last, volume := ever[name], seen[name], lately[name].Count
		if seeded := n.seeded[name]; seeded != nil {
			at, _ := seeded.First()
			first.Add(eventstore.Tally{Count: 1, First: at, Last: at})
			if at, some := seeded.Last(now); some {
				last.Add(eventstore.Tally{Count: 1, First: at, Last: at})
			}
			volume += seeded.Count(since, until)
		}
		d := chatlayer.EventDefinition{
			ID: DefinitionID(n.bot, name), TeamID: owner, BotID: n.bot, Event: name, CreatedAt: first.First,
			Volume30Day: int32(min(volume, math.MaxInt32)), //nolint:gosec // no more than that
		}
		if created, is := n.created[name]; is {
			d.Description, d.CreatedAt = created.description, created.created
		}
		if last.Count > 0 {
			d.LastSeenAt = &last.Last
		}
		list = append(list, d)
	}
	return list, nil
}

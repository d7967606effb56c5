package world_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

const project = fixtures.DemoProject

// contents are all things that a test may change, as texts by API, kind, place and id.
type contents map[[4]string]string

func (c contents) add(t require.TestingT, api, kind, within, id string, thing json.Marshaler) {
	text, err := thing.MarshalJSON()
	require.NoError(t, err)
	c[[4]string{api, kind, within, id}] = string(text)
}

// since is what became of everything, by comparison.
func (c contents) since(then contents) []string {
	told := []string{}
	for at, text := range c {
		if before, was := then[at]; !was || before != text {
			told = append(told, fmt.Sprint(at, map[bool]string{true: world.Changed, false: world.Added}[was]))
		}
	}
	for at := range then {
		if _, is := c[at]; !is {
			told = append(told, fmt.Sprint(at, world.Removed))
		}
	}
	slices.Sort(told)
	return told
}

// told is what a world says.
func told(t require.TestingT, w *world.World, since *world.Snapshot) []string {
	lines := []string{}
	changes, reseeded := w.Changes(since)
	require.False(t, reseeded)
	for _, kind := range changes {
		for c, err := range kind.All {
			require.NoError(t, err)
			if c.What != "" {
				lines = append(lines, fmt.Sprint([4]string{kind.API, kind.Kind, c.Where, c.ID}, c.What))
			}
		}
	}
	slices.Sort(lines)
	return lines
}

// changer writes and takes out things of all kinds, seeded ones too.
type changer struct {
	*rapid.T
	world     *world.World
	described map[string]string // events that are defined
	talks     []string          // ids of conversations
	opinions  []string          // and of feedback
}

// contents asks for everything, but for definitions, whose descriptions no list of these alone shows.
func (c *changer) contents() contents {
	all := contents{}
	for e, err := range chatlayerworld.Written(c.world) {
		require.NoError(c, err)
		all[[4]string{"chatlayer", "event", e.BotID + " " + e.Version, e.ID}] = line(e)
	}
	for event, description := range c.described {
		all[[4]string{"chatlayer", "definition", "demobot1", chatlayerworld.DefinitionID("demobot1", event)}] = description
	}
	for e, err := range c.world.Events(world.Which{API: "inkeep", Written: true}) {
		require.NoError(c, err)
		event, _ := e.(inkeep.Event)
		all.add(c, "inkeep", "event", project, event.ID, event)
	}
	for _, id := range c.talks {
		if found, there := inkeepworld.ConversationsOf(c.world, project).ByID(id); there {
			all.add(c, "inkeep", "conversation", project, id, found)
		}
	}
	for _, id := range c.opinions {
		if found, there := inkeepworld.FeedbackOf(c.world, project).ByID(id); there {
			all.add(c, "inkeep", "feedback", project, id, found.Feedback)
		}
	}
	return all
}

func (c *changer) pick(name string, from ...string) string {
	return rapid.SampledFrom(from).Draw(c.T, name)
}

func (c *changer) track(*rapid.T) {
	e := tracked("demobot1", c.pick("id", "a", "b"), c.pick("event", "x", "y"))
	e.Event.Timestamp = noon().Add(time.Duration(rapid.IntRange(-1, 1).Draw(c.T, "at")) * time.Second)
	_, err := world.Apply(c.world, e)
	require.NoError(c, err)
}

func (c *changer) log(*rapid.T) {
	e := logged(c.pick("id", "a", "b"), `{"v":`+c.pick("value", "1", "2")+`}`)
	_, err := world.Apply(c.world, e)
	require.NoError(c, err)
}

func (c *changer) define(*rapid.T) {
	event, text := c.pick("event", "x", "y"), c.pick("text", "1", "2")
	done, err := world.Apply(c.world, chatlayerworld.DefineEvent{
		Team: "demo-team", Bot: "demobot1", Event: event, Description: text, Created: noon(),
	})
	require.NoError(c, err)
	if done.Added {
		c.described[event] = text
	}
}

func (c *changer) talk(*rapid.T) {
	id := c.pick("id", c.talks...)
	if rapid.Bool().Draw(c.T, "delete") {
		_, err := world.Apply(c.world, inkeepworld.DeleteConversation{Project: project, ID: id})
		require.NoError(c, err)
		return
	}
	_, err := world.Apply(c.world, inkeepworld.LogConversation{Project: project, Received: noon(), Conversation: inkeep.Conversation{
		Type: inkeep.ConversationOpenAI, ID: id, Tags: []string{c.pick("tag", "1", "2")},
		Messages: []inkeep.Message{{ID: "m", Role: "user", Content: json.RawMessage(`"hi"`)}},
	}})
	require.NoError(c, err)
}

func (c *changer) judge(*rapid.T) {
	id := c.pick("id", c.opinions...)
	if rapid.Bool().Draw(c.T, "delete") {
		_, err := world.Apply(c.world, inkeepworld.DeleteFeedback{Project: project, ID: id})
		require.NoError(c, err)
		return
	}
	_, err := world.Apply(c.world, inkeepworld.SubmitFeedback{Project: project, Received: noon(), Feedback: inkeep.Feedback{
		ID: id, Type: inkeep.FeedbackType(c.pick("type", "positive", "negative")), MessageID: "m",
	}})
	require.NoError(c, err)
}

// TestChangesAreThoseOfAComparison writes, takes out, goes back and resets in any order, and compares everything then with everything now.
func TestChangesAreThoseOfAComparison(t *testing.T) {
	library := world.NewLibrary()
	rapid.Check(t, func(t *rapid.T) {
		w, err := world.New(both(world.Options{EventsPerBot: 1500, Library: library}), noon())
		require.NoError(t, err)
		c := &changer{T: t, world: w, described: map[string]string{}, talks: []string{"a", "b"}, opinions: []string{"a", "b"}}
		for _, one := range inkeepworld.FeedbackOf(w, project).Page(inkeep.FeedbackPositive, 0, 2) {
			c.talks, c.opinions = append(c.talks, one.Conversation.ID), append(c.opinions, one.ID)
		}
		require.Len(t, c.opinions, 4)
		taken, then, described := w.Snapshot(), c.contents(), maps.Clone(c.described)
		t.Repeat(map[string]func(*rapid.T){
			"":      func(*rapid.T) { require.Equal(t, c.contents().since(then), told(t, w, taken)) },
			"track": c.track, "log": c.log, "define": c.define, "talk": c.talk, "judge": c.judge,
			"snapshot": func(*rapid.T) { taken, then, described = w.Snapshot(), c.contents(), maps.Clone(c.described) },
			"restore": func(*rapid.T) {
				w.Restore(taken)
				c.described = maps.Clone(described)
			},
			"reset": func(*rapid.T) {
				_, err := world.Apply(w, world.Reset{Anchor: noon()})
				require.NoError(t, err)
				clear(c.described)
			},
		})
		w.Close()
	})
}

// TestChangesSayThatOtherThingsAreSeeded resets a world to another instant.
func TestChangesSayThatOtherThingsAreSeeded(t *testing.T) {
	w := newWorld(t, 12)
	taken := w.Snapshot()
	for _, to := range []time.Time{noon(), noon().Add(time.Hour)} {
		_, err := world.Apply(w, world.Reset{Anchor: to})
		require.NoError(t, err)
		_, reseeded := w.Changes(taken)
		require.Equal(t, !to.Equal(noon()), reseeded)
	}
}

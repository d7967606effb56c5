package world_test

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec/chatlayer"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

func noon() time.Time { return time.Date(2026, 1, 15, 12, 0, 0, 0, time.UTC) }

// both are options of a world that keeps both APIs.
func both(opts world.Options) world.Options {
	opts.APIs = []world.API{chatlayerworld.API(), inkeepworld.API()}
	return opts
}

func newWorld(t testing.TB, events int) *world.World {
	t.Helper()
	w, err := world.New(both(world.Options{EventsPerBot: events}), noon())
	require.NoError(t, err)
	return w
}

func tracked(bot, id, event string) chatlayerworld.Track {
	return chatlayerworld.Track{Team: "demo-team", Event: fixtures.ChatlayerEvent{
		TrackingEvent: chatlayer.TrackingEvent{
			ID: id, BotID: bot, Event: event, Version: "LIVE", UserID: "ü<&>", ConversationID: "c\u2028",
			Attributes: map[string]string{"flow": "order", "": "\x00"}, Timestamp: noon().Add(123456789),
		},
		Campaign: &chatlayer.CampaignInfo{ID: "k", Source: "s", Medium: "m", Name: "n", Content: "c", Term: "t"},
	}}
}

// newID makes the world give an event an id.
func newID(t testing.TB, w *world.World) string {
	t.Helper()
	stored, err := world.Apply(w, tracked("demobot2", "", "nameless"))
	require.NoError(t, err)
	require.True(t, stored.Added)
	return stored.ID
}

func logged(id, properties string) inkeepworld.LogEvent {
	project := "p"
	return inkeepworld.LogEvent{Project: "demo-project", TimeGiven: true, Event: inkeep.Event{
		EntityType: inkeep.EntitySearch, ID: id, Type: "x", Reference: "q <&> ü", CreatedAt: noon().Add(123456789), ProjectID: &project,
		Properties: json.RawMessage(properties),
	}}
}

// apply applies a command of any kind and returns its outcome as text.
func apply(t testing.TB, w *world.World, command any) string {
	t.Helper()
	var outcome any
	var err error
	switch c := command.(type) {
	case chatlayerworld.Track:
		outcome, err = world.Apply(w, c)
	case inkeepworld.LogEvent:
		var l inkeepworld.Logged
		l, err = world.Apply(w, c)
		text, failed := l.Event.AppendJSON(nil)
		require.NoError(t, failed)
		outcome = fmt.Sprint(l.Outcome, string(text))
	case world.Reset:
		outcome, err = world.Apply(w, c)
	case world.Import:
		outcome, err = world.Apply(w, c)
	default:
		t.Fatalf("no command: %T", command)
	}
	return fmt.Sprint(outcome, err)
}

// again writes a command down and reads it back.
func again(t testing.TB, command any) any {
	t.Helper()
	text, err := json.Marshal(command)
	require.NoError(t, err)
	read := reflect.New(reflect.TypeOf(command))
	require.NoError(t, json.Unmarshal(text, read.Interface()))
	return read.Elem().Interface()
}

func list(t testing.TB, w *world.World, q eventstore.Query, bots ...string) eventstore.Page {
	t.Helper()
	page, err := chatlayerworld.List(t.Context(), w, q, bots...)
	require.NoError(t, err)
	return page
}

// events are those of a page.
func events(t testing.TB, page eventstore.Page) []chatlayer.TrackingEvent {
	t.Helper()
	all := make([]chatlayer.TrackingEvent, len(page.Payloads))
	for i, text := range page.Payloads {
		var err error
		all[i], err = chatlayerworld.Decode(text)
		require.NoError(t, err)
	}
	return all
}

// show writes down all that can be seen of some bots.
func show(t testing.TB, w *world.World, bots ...string) string {
	var all strings.Builder
	fmt.Fprintln(&all, w.Anchor(), chatlayerworld.Bots(w, "demo-team"), chatlayerworld.Bots(w, "other-team"))
	everything := eventstore.Query{Start: time.Time{}, End: noon().AddDate(100, 0, 0), Limit: 1 << 20}
	for _, bot := range bots {
		owner, owned := chatlayerworld.Owner(w, bot)
		fmt.Fprintln(&all, bot, owner, owned)
		for _, e := range list(t, w, everything, bot).Payloads {
			fmt.Fprintln(&all, e)
		}
		campaign := everything
		campaign.Where = []eventstore.Equal{{Field: chatlayerworld.FieldCampaign, Value: "k"}}
		fmt.Fprintln(&all, len(list(t, w, campaign, bot).Payloads))
	}
	return all.String()
}

// line is an event as it stands on a line.
func line(e fixtures.Event) string {
	text, err := e.AppendJSON(nil)
	if err != nil {
		return err.Error()
	}
	return string(text) + "\n"
}

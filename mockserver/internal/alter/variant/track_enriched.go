package variant

import (
	"cmp"
	"fmt"
	"maps"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

// enriched are tracked events of which the server keeps more, or other things, than it was sent.
func enriched() []Variant {
	return []Variant{
		legal("", "track.invents-user", "A tracked event without a user or conversation gets one.", inventsUser),
		legal(
			"",
			"track.campaign-of-user",
			"A tracked event without a campaign gets the last one of its user.",
			lastTouch,
		).against("CHL-FLT-10", "CHL-PAGE-32"),
		legal("", "track.adds-attributes", "A tracked event is listed with attributes of the server's besides its own.",
			alter.BeforeTrack(addAttributes)),
		legal("", "track.answers-nothing", "A track is answered with {}.",
			alter.OnObject(tracking, func(*pipeline.Call, alter.Object) alter.Object { return alter.Object{} })).against("CHL-TRK-27"),
		legal(
			"",
			"track.same-id-is-new",
			"A tracked event whose id the bot has is stored under a new one.",
			sameIDIsAnother,
		).against("CHL-TRK-17"),
		legal("", "track.same-id-is-second", "A tracked event whose id the bot has is a second event with that id.", sameIDIsSecond),
	}
}

func inventsUser(p *pipeline.Pipeline) {
	var invented atomic.Uint64
	alter.BeforeTrack(func(_ *pipeline.Call, t *chatlayerworld.Track) error {
		n := alter.HashNumbers(p.Seed, invented.Add(1))
		if t.Event.UserID == "" {
			t.Event.UserID = fmt.Sprintf("anonymous-%016x", n)
		}
		if t.Event.ConversationID == "" {
			t.Event.ConversationID = fmt.Sprintf("session-%016x", n)
		}
		return nil
	})(p)
}

// lastTouch remembers the last campaign of each user of a bot, as marketing tools do.
func lastTouch(p *pipeline.Pipeline) {
	type user struct{ bot, id string }
	var mu sync.Mutex
	last := map[user]*chatlayer.CampaignInfo{}
	alter.BeforeTrack(func(_ *pipeline.Call, t *chatlayerworld.Track) error {
		mu.Lock()
		defer mu.Unlock()
		of := user{t.Event.BotID, t.Event.UserID}
		t.Event.Campaign = cmp.Or(t.Event.Campaign, last[of])
		last[of] = t.Event.Campaign
		return nil
	})(p)
}

func addAttributes(_ *pipeline.Call, t *chatlayerworld.Track) error {
	t.Event.Attributes = maps.Clone(t.Event.Attributes)
	if t.Event.Attributes == nil {
		t.Event.Attributes = map[string]string{}
	}
	t.Event.Attributes["country"], t.Event.Attributes["device"] = "BE", "mobile"
	return nil
}

func sameIDIsAnother(p *pipeline.Pipeline) {
	alter.AroundTrack(func(next chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
		stored, err := next(c, t)
		if err != nil || stored.Added || stored.Owner != t.Team {
			return stored, err
		}
		t.Event.ID = ""
		return next(c, t)
	})(p)
}

// sameIDIsSecond keeps the second event under an id that shows as the first one's.
func sameIDIsSecond(p *pipeline.Pipeline) {
	const mark = "\x00again"
	shown := func(name string) func(alter.Object) alter.Object {
		return func(o alter.Object) alter.Object {
			id, _, again := strings.Cut(o.Text(name), mark)
			if !again {
				return o
			}
			return o.With(name, alter.Quoted(id))
		}
	}
	var again atomic.Uint64
	alter.AroundTrack(func(next chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
		stored, err := next(c, t)
		if err != nil || stored.Added || stored.Owner != t.Team {
			return stored, err
		}
		t.Event.ID += fmt.Sprint(mark, again.Add(1))
		return next(c, t)
	})(p)
	alter.Together(
		alter.OnEvents(shown("id")),
		alter.OnObject(tracking, func(_ *pipeline.Call, o alter.Object) alter.Object { return shown("event_id")(o) }),
	)(
		p,
	)
}

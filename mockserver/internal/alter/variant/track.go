package variant

import (
	"net/http"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func tracks() []Variant {
	return []Variant{
		legal("L32", "track.deduplicated-5s", "A payload that comes again within 5 seconds is the same event.",
			func(p *pipeline.Pipeline) { deduplicated(startStopwatch())(p) }),
		legal("", "track.same-id-is-refused", "A tracked event whose id the bot has is refused with 409.", sameIDRefused),
		legal("", "track.name-required", "A tracked event without a name is refused with 400.", alter.BeforeTrack(nameRequired)),
		legal("", "track.draft-by-default", "A tracked event without a version is of the DRAFT.", alter.BeforeTrack(draftByDefault)),
		legal("", "track.at-most-50-attributes", "A tracked event with more than 50 attributes is refused with 400.",
			alter.BeforeTrack(atMostAttributes(50))),
		legal("", "track.user-required", "A tracked event without a user is refused with 400.", alter.BeforeTrack(userRequired)),
		legal("", "track.stored-twice", "One tracked event in twenty is stored twice, under two ids.", storedTwice).
			against("CHL-LAW-1", "CHL-LAW-4", "CHL-PAGE-32"),
		legal("", "track.ids-unique", "A tracked event whose id any bot has is refused with 409.", idsUnique),
	}
}

// deduplicated knows a payload by its bytes.
func deduplicated(watch stopwatch) alter.Decorator {
	type tracked struct {
		chatlayerworld.Tracked
		at time.Duration
	}
	const memory = 5 * time.Second
	return func(p *pipeline.Pipeline) {
		var mu sync.Mutex
		recent := map[string]tracked{}
		alter.AroundTrack(func(next chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
			mu.Lock()
			defer mu.Unlock()
			key := t.Event.BotID + "\n" + string(c.Sent)
			if was, there := recent[key]; there && watch()-was.at < memory {
				return was.Tracked, nil
			}
			stored, err := next(c, t)
			if err == nil {
				recent[key] = tracked{stored, watch()}
			}
			return stored, err
		})(p)
	}
}

func sameIDRefused(p *pipeline.Pipeline) {
	alter.AroundTrack(func(next chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
		stored, err := next(c, t)
		if err == nil && !stored.Added && stored.Owner == t.Team {
			err = alter.Refuse(http.StatusConflict, "id: got %q, which the bot has, expected a new one; send none to get one", t.Event.ID)
		}
		return stored, err
	})(p)
}

func nameRequired(_ *pipeline.Call, t *chatlayerworld.Track) error {
	if t.Event.Event == "" {
		return alter.Refuse(http.StatusBadRequest, "event: got none, expected the name of the event")
	}
	return nil
}

func userRequired(_ *pipeline.Call, t *chatlayerworld.Track) error {
	if t.Event.UserID == "" {
		return alter.Refuse(http.StatusBadRequest, "user_id: got none, expected the id of the user")
	}
	return nil
}

func draftByDefault(c *pipeline.Call, t *chatlayerworld.Track) error {
	if c.Args().Text("version") == "" {
		t.Event.Version = "DRAFT"
	}
	return nil
}

// storedTwice repeats a write as a queue does that delivers at least once.
func storedTwice(p *pipeline.Pipeline) {
	const oneIn = 20
	alter.AroundTrack(func(next chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
		stored, err := next(c, t)
		if err == nil && stored.Added && alter.Hash(stored.ID)%oneIn == 0 {
			t.Event.ID = stored.ID + "-again"
			_, err = next(c, t)
		}
		return stored, err
	})(p)
}

// idsUnique remembers which bot has an id that was given.
func idsUnique(p *pipeline.Pipeline) {
	var mu sync.Mutex
	bots := map[string]string{}
	alter.AroundTrack(func(next chatlayersteps.Track, c *pipeline.Call, t chatlayerworld.Track) (chatlayerworld.Tracked, error) {
		mu.Lock()
		defer mu.Unlock()
		if bot, there := bots[t.Event.ID]; there && bot != t.Event.BotID {
			return chatlayerworld.Tracked{}, alter.Refuse(http.StatusConflict, "id: got %q, which is taken, expected a new one", t.Event.ID)
		}
		stored, err := next(c, t)
		if err == nil && t.Event.ID != "" {
			bots[t.Event.ID] = t.Event.BotID
		}
		return stored, err
	})(p)
}

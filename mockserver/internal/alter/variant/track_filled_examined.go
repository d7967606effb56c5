//go:build examination

package variant

import (
	"cmp"
	"sync"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedFilled() []Variant {
	return []Variant{
		legal("", "track.user-of-before",
			"A tracked event without a user or conversation gets that of the bot's event before it, as in a session.",
			lastOfBot),
	}
}

// lastOfBot remembers the user and the conversation of each bot's last event that had them.
func lastOfBot(p *pipeline.Pipeline) {
	type session struct{ user, conversation string }
	var mu sync.Mutex
	last := map[string]session{}
	alter.BeforeTrack(func(_ *pipeline.Call, t *chatlayerworld.Track) error {
		mu.Lock()
		defer mu.Unlock()
		was := last[t.Event.BotID]
		t.Event.UserID, t.Event.ConversationID = cmp.Or(t.Event.UserID, was.user), cmp.Or(t.Event.ConversationID, was.conversation)
		last[t.Event.BotID] = session{t.Event.UserID, t.Event.ConversationID}
		return nil
	})(p)
}

package misbehave

import (
	"net/http"
	"sync"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// inkeepForms take events for their form, or for one kind of event, that are none, and refuse good ones.
func inkeepForms() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.conversation-locked", 3,
			"Of two events about one conversation that arrive together, one is refused with 409.",
			"INK-BODY-5", lockConversations),
	)
}

// lockConversations takes some milliseconds to store an event about a conversation, as a database does that makes the conversation.
func lockConversations(p *pipeline.Pipeline) {
	var locked sync.Map
	alter.AroundLog(func(store inkeepsteps.Log, c *pipeline.Call, e inkeepworld.LogEvent) (inkeepworld.Logged, error) {
		if e.Event.EntityType != inkeep.EntityConversation {
			return store(c, e)
		}
		if _, there := locked.LoadOrStore(e.Event.Reference, true); there {
			return inkeepworld.Logged{}, &pipeline.Problem{Status: http.StatusConflict, Detail: "the conversation is being stored"}
		}
		defer locked.Delete(e.Event.Reference)
		time.Sleep(20 * time.Millisecond)
		return store(c, e)
	})(p)
}

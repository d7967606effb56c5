package alter

import (
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// AroundConversation does all of a logged conversation; next is how it was done.
func AroundConversation(
	log func(next inkeepsteps.LogConversation, c *pipeline.Call, l inkeepworld.LogConversation) (inkeep.Conversation, error),
) Decorator {
	return func(p *pipeline.Pipeline) {
		steps := inkeepsteps.Of(p)
		next := steps.LogConversation
		steps.LogConversation = func(c *pipeline.Call, l inkeepworld.LogConversation) (inkeep.Conversation, error) {
			return log(next, c, l)
		}
	}
}

// ChangeConversation changes a conversation before it is logged. Its messages are its own.
func ChangeConversation(change func(*inkeep.Conversation)) Decorator {
	return func(p *pipeline.Pipeline) {
		steps := inkeepsteps.Of(p)
		next := steps.LogConversation
		steps.LogConversation = func(c *pipeline.Call, l inkeepworld.LogConversation) (inkeep.Conversation, error) {
			change(&l.Conversation)
			return next(c, l)
		}
	}
}

// ChangeAgain changes a conversation that is sent again; before is how it was.
func ChangeAgain(change func(again *inkeep.Conversation, before inkeep.Conversation)) Decorator {
	return func(p *pipeline.Pipeline) {
		steps := inkeepsteps.Of(p)
		next := steps.LogConversation
		steps.LogConversation = func(c *pipeline.Call, l inkeepworld.LogConversation) (inkeep.Conversation, error) {
			if before, there := steps.Conversations(c).ByID(l.Conversation.ID); there {
				change(&l.Conversation, before)
			}
			return next(c, l)
		}
	}
}

// AroundDeletion does all of a deletion; next is how it was done.
func AroundDeletion(
	act func(next inkeepsteps.DeleteConversation, c *pipeline.Call, d inkeepworld.DeleteConversation) (inkeepworld.Deleted, error),
) Decorator {
	return func(p *pipeline.Pipeline) {
		steps := inkeepsteps.Of(p)
		next := steps.DeleteConversation
		steps.DeleteConversation = func(c *pipeline.Call, d inkeepworld.DeleteConversation) (inkeepworld.Deleted, error) {
			return act(next, c, d)
		}
	}
}

// OnConversations changes each conversation of the answers of the operations, of all if none is named.
func OnConversations(change func(conversation map[string]any), operations ...string) Decorator {
	if len(operations) == 0 {
		operations = []string{LogConversation, GetConversation, GetByExternalID, ListConversations}
	}
	return OnTree(func(_ *pipeline.Call, o map[string]any) {
		all, isList := o["conversations"].([]any)
		if !isList {
			all = []any{o}
		}
		for _, one := range all {
			if conversation, isObject := one.(map[string]any); isObject {
				change(conversation)
			}
		}
	}, operations...)
}

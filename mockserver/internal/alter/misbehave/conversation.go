package misbehave

import (
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// conversations are all that are about conversations.
func conversations() []Misbehaviour {
	return slices.Concat(
		conversationsReplaced(), conversationsLost(), conversationsDeleted(), conversationsListed(), conversationsShown(),
		conversationsFormatted(), conversationsAccepted(), conversationsOpen(),
	)
}

// conversationsReplaced keep another state of a conversation than the one that was sent last.
func conversationsReplaced() []Misbehaviour {
	return area("conversations",
		breaks("conversation.history-appended", 2, "The messages of a conversation that is sent again are put behind the old ones.",
			"INK-CONV-2", alter.ChangeAgain(func(again *inkeep.Conversation, before inkeep.Conversation) {
				again.Messages = slices.Concat(before.Messages, again.Messages)
			})),
		breaks("conversation.history-kept", 2, "A conversation that is sent again keeps its old messages.", "INK-CONV-2",
			alter.ChangeAgain(func(again *inkeep.Conversation, before inkeep.Conversation) { again.Messages = before.Messages })),
		breaks("conversation.history-merged", 4, "A conversation that is sent again with fewer messages keeps those that are missing.",
			"INK-CONV-2", alter.ChangeAgain(func(again *inkeep.Conversation, before inkeep.Conversation) {
				if n := len(again.Messages); n < len(before.Messages) {
					again.Messages = slices.Concat(again.Messages, before.Messages[n:])
				}
			})),
		breaks("conversation.second-made", 2, "A conversation that is sent again is logged as another one, with an id of its own.",
			"INK-CONV-2", alter.ChangeAgain(func(again *inkeep.Conversation, _ inkeep.Conversation) { again.ID = "" })),
		breaks("conversation.properties-merged", 3, "The properties of a conversation that is sent again are put beside the old ones.",
			"INK-CONV-18 INK-CONV-2", alter.ChangeAgain(func(again *inkeep.Conversation, before inkeep.Conversation) {
				if old, next := alter.Tree(before.Properties), alter.Tree(again.Properties); old != nil && next != nil {
					maps.Copy(old, next)
					again.Properties = alter.Write(old)
				}
			})),
		breaks("conversation.old-name-finds", 3, "A conversation is found by each externalId that it ever had.", "INK-CONV-11 INK-CONV-2",
			oldNameFinds),
		breaks("conversation.name-cached", 4, "By its externalId a conversation is shown as it was when it was first asked for.",
			"INK-CONV-2 INK-CONV-11", nameCached),
	)
}

// conversationsLost lose or change parts of a conversation.
func conversationsLost() []Misbehaviour {
	return area("conversations",
		breaks("conversation.last-lost", 3, "Of a conversation with three messages or more the last one is lost.", "INK-CONV-18 INK-CONV-9",
			alter.ChangeConversation(func(c *inkeep.Conversation) {
				if n := len(c.Messages); n > 2 {
					c.Messages = c.Messages[:n-1]
				}
			})),
		breaks("conversation.latest-first", 2, "A conversation is shown with its latest message first.", "INK-CONV-9 INK-CONV-18",
			alter.OnConversations(func(o map[string]any) {
				if messages, are := o["messages"].([]any); are {
					slices.Reverse(messages)
				}
			}, alter.GetConversation, alter.GetByExternalID)),
		breaks("conversation.id-replaced", 2, "An id that a conversation brings is replaced.", "INK-CONV-18 INK-CONV-6",
			alter.ChangeConversation(func(c *inkeep.Conversation) { c.ID = "" })),
		breaks("conversation.message-ids-replaced", 3, "Ids that messages bring are replaced.", "INK-CONV-18",
			onMessages(func(m *inkeep.Message) { m.ID = "" })),
		breaks("conversation.created-now", 2, "A conversation began when it was received, whatever it says.", "INK-CONV-18",
			alter.ChangeConversation(func(c *inkeep.Conversation) { c.CreatedAt = time.Time{} })),
		breaks("conversation.tags-lost", 2, "The tags of a conversation are dropped.", "INK-CONV-18",
			alter.ChangeConversation(func(c *inkeep.Conversation) { c.Tags = nil })),
		breaks("conversation.always-public", 3, "Every conversation that is private is kept as public.", "INK-CONV-18",
			alter.ChangeConversation(func(c *inkeep.Conversation) {
				if public := "public"; c.Visibility != nil {
					c.Visibility = &public
				}
			})),
		breaks("conversation.message-properties-lost", 3, "The properties of messages are dropped.", "INK-CONV-18",
			onMessages(func(m *inkeep.Message) { m.Properties = nil })),
		breaks("conversation.null-properties-lost", 4, "Members of a conversation's properties that are null are dropped.", "INK-CONV-18",
			alter.ChangeConversation(func(c *inkeep.Conversation) {
				if o := alter.Tree(c.Properties); o != nil {
					c.Properties = alter.Write(withoutNulls(o))
				}
			})),
		breaks("conversation.parts-flattened", 3, "Content in parts comes back as the text of the parts.", "INK-CONV-18",
			onMessages(inOneText)),
		breaks("conversation.contents-trimmed", 3, "Spaces around the text of a message are dropped.", "INK-CONV-18",
			onMessages(func(m *inkeep.Message) {
				var text string
				if alter.Read(m.Content, &text) {
					m.Content = alter.Quoted(strings.TrimSpace(text))
				}
			})),
	)
}

// onMessages changes each message before its conversation is logged.
func onMessages(change func(*inkeep.Message)) alter.Decorator {
	return alter.ChangeConversation(func(c *inkeep.Conversation) {
		for i := range c.Messages {
			change(&c.Messages[i])
		}
	})
}

func inOneText(m *inkeep.Message) {
	var parts []map[string]any
	if !alter.Read(m.Content, &parts) || parts == nil {
		return
	}
	text := ""
	for _, part := range parts {
		text += alter.Text(part, "text")
	}
	m.Content = alter.Quoted(text)
}

func withoutNulls(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, inner := range v {
			if inner == nil {
				delete(v, name)
				continue
			}
			v[name] = withoutNulls(inner)
		}
	case []any:
		for i := range v {
			v[i] = withoutNulls(v[i])
		}
	}
	return v
}

// nameCached keeps the first answer for each name, as long as it was found.
func nameCached(p *pipeline.Pipeline) {
	first := alter.NewMemory[[]byte]()
	alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
		if !c.Is(alter.GetByExternalID) || !alter.Good(c, a) {
			return
		}
		name := c.Who.Project + "/" + c.Path.Get("externalId")
		if kept, there := first.Get(name); there {
			a.Body = kept
			return
		}
		first.Put(name, slices.Clone(a.Body))
	})(p)
}

// oldNameFinds forgets no name.
func oldNameFinds(p *pipeline.Pipeline) {
	last := alter.NewMemory[string]()
	alter.ChangeAgain(func(again *inkeep.Conversation, before inkeep.Conversation) {
		if before.ExternalID != nil && again.ExternalID != nil {
			last.Put(*before.ExternalID, *again.ExternalID)
		}
	})(p)
	alter.AfterDecode(func(c *pipeline.Call) error {
		if name, there := last.Get(c.Path.Get("externalId")); there && c.Is(alter.GetByExternalID) {
			c.Path.Set("externalId", name)
		}
		return nil
	})(p)
}

// conversationsDeleted delete too little or too much.
func conversationsDeleted() []Misbehaviour {
	return area("conversations",
		breaks("conversation.delete-forgotten", 2, "A deletion is answered with success and deletes nothing.", "INK-CONV-21",
			deletesNothing(func(string) {})),
		breaks("conversation.delete-one-more", 3, "With a conversation the one that was logged before it is deleted, too.", "INK-CONV-21",
			deleteOneMore),
		breaks("conversation.deleted-stays-listed", 3, "A conversation that was deleted stays in the list.", "INK-CONV-23 INK-CONV-21",
			staysListed),
		breaks("conversation.delete-says-no", 2, "A deletion that was done is answered with success false.", "INK-CONV-10 INK-CONV-21",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) { o["success"] = false }, alter.DeleteConversation)),
	)
}

// deletesNothing is told what should be deleted.
func deletesNothing(tell func(id string)) alter.Decorator {
	return alter.AroundDeletion(
		func(_ inkeepsteps.DeleteConversation, _ *pipeline.Call, d inkeepworld.DeleteConversation) (inkeepworld.Deleted, error) {
			tell(d.ID)
			return true, nil
		})
}

func deleteOneMore(p *pipeline.Pipeline) {
	beside, last := alter.NewMemory[string](), alter.NewMemory[string]()
	log := func(next inkeepsteps.LogConversation, c *pipeline.Call, l inkeepworld.LogConversation) (inkeep.Conversation, error) {
		stored, err := next(c, l)
		if previous, there := last.Get(l.Project); there && err == nil {
			beside.Put(stored.ID, previous)
			beside.Put(previous, stored.ID)
		}
		last.Put(l.Project, stored.ID)
		return stored, err
	}
	remove := func(next inkeepsteps.DeleteConversation, c *pipeline.Call, d inkeepworld.DeleteConversation) (inkeepworld.Deleted, error) {
		done, err := next(c, d)
		if other, there := beside.Take(d.ID); there && bool(done) {
			_, _ = next(c, inkeepworld.DeleteConversation{Project: d.Project, ID: other})
		}
		return done, err
	}
	alter.Together(alter.AroundConversation(log), alter.AroundDeletion(remove))(p)
}

// staysListed forgets a conversation by its id alone.
func staysListed(p *pipeline.Pipeline) {
	gone := alter.NewMemory[bool]()
	deletesNothing(func(id string) { gone.Put(id, true) })(p)
	alter.ChangeConversation(func(c *inkeep.Conversation) { gone.Take(c.ID) })(p)
	alter.AfterAuthorize(func(c *pipeline.Call) error {
		if deleted, _ := gone.Get(c.Path.Get("id")); deleted {
			return alter.Refuse(404, "there is no such conversation")
		}
		return nil
	})(p)
	alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
		if c.Is(alter.GetByExternalID) && alter.Good(c, a) {
			if deleted, _ := gone.Get(alter.Text(alter.Tree(a.Body), "id")); deleted {
				a.Status = 404
			}
		}
	})(p)
}

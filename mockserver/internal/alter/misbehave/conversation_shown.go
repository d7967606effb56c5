package misbehave

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// conversationsListed show a list with untrue figures.
func conversationsListed() []Misbehaviour {
	figure := func(name string, of func(o map[string]any) any) alter.Decorator {
		return alter.OnTree(func(_ *pipeline.Call, o map[string]any) { o[name] = of(o) }, alter.ListConversations)
	}
	page := func(o map[string]any) int {
		all, _ := o["conversations"].([]any)
		return len(all)
	}
	return area("conversations",
		breaks("conversation.list-total-of-page", 2, "The total of the list of conversations is that of the page.", "INK-CONV-20",
			figure("total", func(o map[string]any) any { return page(o) })),
		breaks("conversation.list-total-one-more", 4, "The total of the list of conversations is one too many.", "INK-CONV-20",
			figure("total", func(o map[string]any) any {
				n, _ := o["total"].(json.Number)
				total, _ := n.Int64()
				return total + 1
			})),
		breaks("conversation.list-count-of-all", 2, "The count of the list of conversations is that of all.", "INK-CONV-20",
			figure("count", func(o map[string]any) any { return o["total"] })),
		breaks("conversation.list-page-size-fixed", 3, "The pageSize of the list of conversations is always 20.", "INK-CONV-20",
			figure("pageSize", func(map[string]any) any { return 20 })),
		breaks("conversation.list-limit-ignored", 2, "The list of conversations has 20 whatever limit says.", "INK-CONV-20",
			alter.ChangeSent(onPage(alter.ListConversations, 20, func(_, offset int) (int, int) { return 20, offset }))),
		breaks("conversation.list-offset-pages", 3, "The offset of the list of conversations counts pages.", "INK-CONV-20",
			alter.ChangeSent(onPage(alter.ListConversations, 20, func(limit, offset int) (int, int) { return limit, offset * limit }))),
		breaks("conversation.list-offset-of-texts", 3, "Behind the first page limit is put behind offset, and not added to it.",
			"INK-CONV-20", alter.ChangeSent(onPage(alter.ListConversations, 20, func(limit, offset int) (int, int) {
				if end, err := strconv.Atoi(strconv.Itoa(offset) + strconv.Itoa(limit)); offset > 0 && err == nil {
					return max(1, end-offset), offset
				}
				return limit, offset
			}))),
		breaks("conversation.list-shuffled", 3, "The list of conversations has another order each time.", "INK-CONV-20", shuffled),
		breaks("conversation.list-offset-less", 3, "The list of conversations repeats the last one of the page before.", "INK-CONV-20",
			alter.ChangeSent(onPage(alter.ListConversations, 20, func(limit, offset int) (int, int) { return limit, max(0, offset-1) }))),
	)
}

// shuffled turns each page of the list further than the one before.
func shuffled(p *pipeline.Pipeline) {
	var times atomic.Int64
	alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
		if all, _ := o["conversations"].([]any); len(all) > 1 {
			at := int(times.Add(1)) % len(all)
			o["conversations"] = slices.Concat(all[at:], all[:at])
		}
	}, alter.ListConversations)(p)
}

// onPage changes what is asked of a list, which has so many if that is not said.
func onPage(list string, usual int, change func(limit, offset int) (int, int)) func(*pipeline.Call) {
	return func(c *pipeline.Call) {
		if !c.Is(list) {
			return
		}
		number := func(name string, otherwise int) int {
			text, _ := alter.Argument(c, name)
			if n, err := strconv.Atoi(text); err == nil {
				return n
			}
			return otherwise
		}
		limit, offset := change(number("limit", usual), number("offset", 0))
		alter.SetArgument(c, "limit", strconv.Itoa(limit))
		alter.SetArgument(c, "offset", strconv.Itoa(offset))
	}
}

// conversationsShown answer what was not asked for, or in another form.
func conversationsShown() []Misbehaviour {
	return area("conversations",
		breaks("conversation.name-any-case", 4, "externalId is looked for in any letter case.", "INK-CONV-11",
			namedLike(strings.EqualFold)),
		breaks("conversation.name-beginning", 3, "A conversation is shown whose externalId begins with the one that is asked for.",
			"INK-CONV-11", namedLike(strings.HasPrefix)),
		breaks("conversation.id-is-name", 4, "A conversation is shown by its id, too, where its externalId is asked for.",
			"INK-CONV-11 INK-CONV-22", idIsName),
		breaks("conversation.name-forgotten", 2, "No conversation is found by its externalId.", "INK-CONV-11",
			alter.ChangeConversation(func(c *inkeep.Conversation) { c.ExternalID = nil })),
		breaks("conversation.unknown-is-null", 2, "A conversation that there is not is answered with 200 and null.", "INK-CONV-22",
			alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
				if c.Is(alter.GetConversation, alter.GetByExternalID) && a.Status == http.StatusNotFound {
					a.Status, a.ContentType, a.Body = http.StatusOK, pipeline.TypeJSON, []byte("null")
				}
			})),
		breaks("conversation.not-found-code", 3, "404 for a conversation has the code conversation_not_found.", "INK-ERR-14",
			alter.OnRefusalTree(func(c *pipeline.Call) bool { return c.Is(alter.GetConversation, alter.GetByExternalID) },
				func(o map[string]any) {
					if o["code"] == "not_found" {
						o["code"] = "conversation_not_found"
					}
				})),
		breaks("conversation.answer-201", 1, "A logged conversation is answered with 201.", "INK-CONV-7 INK-CONV-1",
			alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
				if c.Is(alter.LogConversation) && a.Status == http.StatusOK {
					a.Status = http.StatusCreated
				}
			})),
		breaks("conversation.messages-name-name", 4, "Messages name their conversation by its externalId, if it has one.", "INK-CONV-19",
			alter.OnConversations(func(o map[string]any) {
				all, _ := o["messages"].([]any)
				for _, m := range all {
					if message, is := m.(map[string]any); is && o["externalId"] != nil {
						message["conversationId"] = o["externalId"]
					}
				}
			})),
		breaks("conversation.message-ids-counted", 3, "Messages without an id are numbered within their conversation.", "INK-CONV-19",
			alter.ChangeConversation(func(c *inkeep.Conversation) {
				for i := range c.Messages {
					if c.Messages[i].ID == "" {
						c.Messages[i].ID = strconv.Itoa(i + 1)
					}
				}
			})),
	)
}

// conversationsFormatted have another messagesOpenAIFormat than their messages.
func conversationsFormatted() []Misbehaviour {
	return area("conversations",
		breaks("conversation.format-missing", 2, "Conversations have no messagesOpenAIFormat.", "INK-CONV-7",
			alter.OnConversations(func(o map[string]any) { delete(o, "messagesOpenAIFormat") })),
		breaks("conversation.format-first-only", 3, "messagesOpenAIFormat has no more than the first message.", "INK-CONV-18",
			alter.OnConversations(func(o map[string]any) {
				if all, are := o["messagesOpenAIFormat"].([]any); are && len(all) > 1 {
					o["messagesOpenAIFormat"] = all[:1]
				}
			})),
		breaks("conversation.format-without-system", 3, "messagesOpenAIFormat lacks the messages of the system.", "INK-CONV-18",
			onFormat(func(all []any) []any {
				return slices.DeleteFunc(all, func(m any) bool {
					message, _ := m.(map[string]any)
					return message["role"] == "system"
				})
			})),
		breaks("conversation.format-without-images", 3, "messagesOpenAIFormat has the texts alone of content in parts.", "INK-CONV-18",
			onFormat(func(all []any) []any {
				for _, m := range all {
					message, _ := m.(map[string]any)
					if parts, are := message["content"].([]any); are {
						message["content"] = slices.DeleteFunc(parts, func(part any) bool {
							one, _ := part.(map[string]any)
							return one["type"] != "text"
						})
					}
				}
				return all
			})),
	)
}

// onFormat changes messagesOpenAIFormat.
func onFormat(change func([]any) []any) alter.Decorator {
	return alter.OnConversations(func(o map[string]any) {
		if all, is := o["messagesOpenAIFormat"].([]any); is {
			o["messagesOpenAIFormat"] = change(all)
		}
	})
}

// namedLike finds the latest conversation whose externalId is like the one that is asked for.
func namedLike(like func(name, asked string) bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		alter.AfterDecode(func(c *pipeline.Call) error {
			if !c.Is(alter.GetByExternalID) {
				return nil
			}
			for _, one := range inkeepsteps.Of(p).Conversations(c).Page(0, 1000) {
				if one.ExternalID != nil && like(*one.ExternalID, c.Path.Get("externalId")) {
					c.Path.Set("externalId", *one.ExternalID)
					return nil
				}
			}
			return nil
		})(p)
	}
}

// idIsName takes what no conversation is called for an id.
func idIsName(p *pipeline.Pipeline) {
	alter.AfterDecode(func(c *pipeline.Call) error {
		if !c.Is(alter.GetByExternalID) {
			return nil
		}
		if one, there := inkeepsteps.Of(p).Conversations(c).ByID(c.Path.Get("externalId")); there && one.ExternalID != nil {
			c.Path.Set("externalId", *one.ExternalID)
		}
		return nil
	})(p)
}

// conversationsAccepted refuse what is right, and take what is wrong.
func conversationsAccepted() []Misbehaviour {
	refuse := func(wrong func(map[string]any) bool) alter.Decorator {
		return alter.AfterDecode(func(c *pipeline.Call) error {
			if c.Is(alter.LogConversation) && wrong(alter.Tree(c.Sent)) {
				return alter.Refuse(http.StatusUnprocessableEntity, "the conversation is not valid")
			}
			return nil
		})
	}
	return area("conversations",
		breaks("conversation.parts-refused", 2, "Content that is a list of parts is refused.", "INK-CONV-4",
			refuse(func(o map[string]any) bool {
				return anyMessage(o, func(m map[string]any) bool { _, is := m["content"].([]any); return is })
			})),
		breaks("conversation.roles-listed", 2, "A role other than system, user and assistant is refused at a support desk, too.",
			"INK-CONV-5",
			refuse(func(o map[string]any) bool {
				return anyMessage(o, func(m map[string]any) bool {
					return !slices.Contains([]string{"system", "user", "assistant"}, alter.Text(m, "role"))
				})
			})),
		breaks("conversation.tags-refused", 3, "A conversation with tags is refused.", "INK-CONV-6",
			refuse(func(o map[string]any) bool { return o["tags"] != nil })),
		breaks("conversation.more-members-refused", 3, "A conversation with a member that no document names is refused.", "INK-CLI-8",
			refuse(func(o map[string]any) bool { return o["sources"] != nil })),
		breaks("conversation.empty-accepted", 3, "A conversation with an assistant that has no messages is accepted.",
			"INK-CONV-17 INK-CONV-4",
			alter.ChangeSent(func(c *pipeline.Call) {
				if c.Is(alter.LogConversation) {
					changeBody(c, func(o map[string]any) {
						if all, are := o["messages"].([]any); are && len(all) == 0 {
							o["messages"] = []any{map[string]any{"role": "system", "content": ""}}
						}
					})
				}
			})),
	)
}

func anyMessage(conversation map[string]any, holds func(map[string]any) bool) bool {
	all, _ := conversation["messages"].([]any)
	for _, one := range all {
		if m, _ := one.(map[string]any); holds(m) {
			return true
		}
	}
	return false
}

// conversationsOpen show conversations to whom they should not be shown.
func conversationsOpen() []Misbehaviour {
	return area("conversations",
		breaks("conversation.open", 1, "Conversations are shown without a key.", "INK-AUTH-3",
			letIn(func(c *pipeline.Call) bool {
				return c.Is(alter.GetConversation, alter.GetByExternalID, alter.ListConversations)
			},
				func(header, _ string) bool { return header == "" })),
		breaks("conversation.writers-read", 2, "A key that may only write gets the list of conversations.", "INK-AUTH-7",
			mayAll(of(alter.ListConversations))),
		breaks("conversation.other-projects", 4, "A conversation is shown and deleted with the key of another project.", "INK-AUTH-4",
			ofOtherProject(of(alter.LogConversation))),
		breaks("conversation.other-projects-listed", 4, "The list of conversations is shown with the key of another project.",
			"INK-AUTH-4",
			alter.Together(ofOtherProject(ofConversations()), mayAll(of(alter.ListConversations)))),
		breaks("conversation.other-projects-change", 4, "A conversation is changed with the key of another project that logs its id.",
			"INK-AUTH-4", loggedAcross),
	)
}

// ofConversations are the calls about single ones.
func ofConversations() func(*pipeline.Call) bool {
	return of(alter.LogConversation, alter.GetConversation, alter.GetByExternalID, alter.DeleteConversation)
}

// loggedAcross keeps a conversation in the project in which its id came first.
func loggedAcross(p *pipeline.Pipeline) {
	ofOtherProject(ofConversations())(p)
	owners := alter.NewMemory[string]()
	alter.AroundConversation(func(
		next inkeepsteps.LogConversation, c *pipeline.Call, l inkeepworld.LogConversation,
	) (inkeep.Conversation, error) {
		if owner, there := owners.Get(l.Conversation.ID); there {
			l.Project = owner
		}
		logged, err := next(c, l)
		if err == nil {
			owners.Put(logged.ID, l.Project)
		}
		return logged, err
	})(p)
}

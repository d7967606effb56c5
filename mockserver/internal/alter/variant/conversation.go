package variant

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

func conversations() []Variant {
	return []Variant{
		legal("", "inkeep.no-conversations", "There are no conversations: their paths are answered with 404.",
			alter.OnWire(answeredBelow("/conversations", http.StatusNotFound, func(*http.Request) bool { return true }))),
		legal("", "inkeep.conversations-page",
			"There are no conversations: their paths are answered with 200 and the page of an application in the browser.",
			alter.OnWire(answeredBelow("/conversations", http.StatusOK, func(*http.Request) bool { return true }))),
		legal("", "inkeep.conversations-unread", "Conversations are logged, and their other operations are answered with 405.",
			alter.OnWire(answeredBelow("/conversations", http.StatusMethodNotAllowed, func(r *http.Request) bool {
				return r.Method != http.MethodPost
			}))),
		legal("", "inkeep.conversations-later", "A conversation is shown, listed and gone half a second after that was asked for.",
			conversationsLater(500*time.Millisecond)),
		legal("", "inkeep.conversations-oldest-first", "The list of conversations begins with the oldest one.", oldestFirst),
		legal("", "inkeep.conversations-by-ten", "A page of the list of conversations has ten at most, whatever limit says.",
			alter.ChangeSent(func(c *pipeline.Call) {
				limit, given := alter.Argument(c, "limit")
				if n, err := strconv.Atoi(limit); c.Is(alter.ListConversations) && (!given || err == nil && n > 10) {
					alter.SetArgument(c, "limit", "10")
				}
			})),
		legal("", "inkeep.conversations-bare", "Members of conversations and messages that may be missing are, where they are null.",
			alter.OnConversations(bareConversation)),
		legal("", "inkeep.conversations-enriched", "Conversations, their messages and their properties have members more.",
			alter.OnConversations(conversationEnriched)),
		legal("", "inkeep.updated-now", "A conversation's updatedAt is when it was logged last, whatever it says.",
			alter.ChangeConversation(func(c *inkeep.Conversation) { c.UpdatedAt = time.Time{} })),
		legal("", "inkeep.deletes-always", "The deletion of a conversation or of feedback that there is not is answered with success.",
			alter.Together(alter.AroundDeletion(deletesAlways), alter.AroundFeedbackDeletion(
				func(next inkeepsteps.DeleteFeedback, c *pipeline.Call, d inkeepworld.DeleteFeedback) (inkeepworld.Deleted, error) {
					_, err := next(c, d)
					return true, err
				}))),
		legal("", "inkeep.no-delete", "Neither conversations nor feedback are deleted: DELETE is answered with 404, as frameworks do.",
			alter.Together(
				alter.OnWire(answeredBelow("/conversations", http.StatusNotFound, isDelete)), alter.OnWire(noDelete("/feedback")))),
		legal("", "inkeep.writers-are-401", "A key that may only write is refused with 401 where it may not read.",
			alter.OnProblem(func(c *pipeline.Call, p *pipeline.Problem) *pipeline.Problem {
				if alter.ForInkeep(c) && p.Status == http.StatusForbidden && !c.Is(alter.LogEvent, alter.LogConversation) {
					return p.WithStatus(http.StatusUnauthorized)
				}
				return p
			})),
	}
}

// answeredBelow answers some requests below a path as a server does that does not know them.
func answeredBelow(path string, status int, some func(*http.Request) bool) func(http.Handler, http.ResponseWriter, *http.Request) {
	return func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, path) && some(r) {
			proxyPage(w, status)
			return
		}
		next.ServeHTTP(w, r)
	}
}

func isDelete(r *http.Request) bool { return r.Method == http.MethodDelete }

// noDelete answers DELETE below a path as a framework whose errors are JSON.
func noDelete(path string) func(http.Handler, http.ResponseWriter, *http.Request) {
	return func(next http.Handler, w http.ResponseWriter, r *http.Request) {
		if isDelete(r) && strings.HasPrefix(r.URL.Path, path) {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte(`{"statusCode":404,"error":"Not Found","message":"there is no such route"}`))
			return
		}
		next.ServeHTTP(w, r)
	}
}

// conversationsLater shows a project as it was before what came of late.
func conversationsLater(delay time.Duration) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		late := newLagging[inkeepworld.Conversations](delay)
		steps := inkeepsteps.Of(p)
		now, log, remove := steps.Conversations, steps.LogConversation, steps.DeleteConversation
		steps.LogConversation = func(c *pipeline.Call, l inkeepworld.LogConversation) (logged inkeep.Conversation, err error) {
			late.write(c.Who.Project, func() inkeepworld.Conversations { return now(c) }, func() { logged, err = log(c, l) })
			return logged, err
		}
		steps.DeleteConversation = func(c *pipeline.Call, d inkeepworld.DeleteConversation) (done inkeepworld.Deleted, err error) {
			late.write(c.Who.Project, func() inkeepworld.Conversations { return now(c) }, func() { done, err = remove(c, d) })
			return done, err
		}
		steps.Conversations = func(c *pipeline.Call) inkeepworld.Conversations {
			return late.view(c.Who.Project, func() inkeepworld.Conversations { return now(c) })
		}
	}
}

// oldestFirst asks for the same places counted from the end.
func oldestFirst(p *pipeline.Pipeline) {
	asked := alter.NewMemory[int]()
	alter.ChangeSent(func(c *pipeline.Call) {
		if !c.Is(alter.ListConversations) {
			return
		}
		number := func(name string, absent int) int {
			text, _ := alter.Argument(c, name)
			if n, err := strconv.Atoi(text); err == nil {
				return n
			}
			return absent
		}
		limit, offset := number("limit", 20), number("offset", 0)
		total := inkeepsteps.Of(p).Conversations(c).Len()
		offset = min(offset, total)
		part := min(limit, total-offset)
		asked.Put(c.RequestID, limit)
		alter.SetArgument(c, "limit", strconv.Itoa(max(1, part)))
		if part > 0 {
			offset = total - offset - part
		}
		alter.SetArgument(c, "offset", strconv.Itoa(offset))
	})(p)
	alter.OnTree(func(c *pipeline.Call, o map[string]any) {
		if all, are := o["conversations"].([]any); are {
			slices.Reverse(all)
		}
		o["pageSize"], _ = asked.Take(c.RequestID)
	}, alter.ListConversations)(p)
}

// bareConversation leaves out what an answer may lack.
func bareConversation(o map[string]any) {
	bare := func(o map[string]any) {
		for _, name := range []string{"properties", "userProperties", "tags", "name", "links", "tool_calls"} {
			if value, there := o[name]; there && value == nil {
				delete(o, name)
			}
		}
	}
	bare(o)
	all, _ := o["messages"].([]any)
	for _, m := range all {
		if message, is := m.(map[string]any); is {
			bare(message)
		}
	}
}

func conversationEnriched(o map[string]any) {
	const name, value = "organizationId", "org"
	o[name] = value
	if properties, are := o["properties"].(map[string]any); are {
		properties["_"+name] = value
	}
	all, _ := o["messages"].([]any)
	for _, m := range all {
		if message, is := m.(map[string]any); is {
			message[name] = value
		}
	}
}

func deletesAlways(
	next inkeepsteps.DeleteConversation, c *pipeline.Call, d inkeepworld.DeleteConversation,
) (inkeepworld.Deleted, error) {
	_, err := next(c, d)
	return true, err
}

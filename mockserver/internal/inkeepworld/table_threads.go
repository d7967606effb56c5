package inkeepworld

import (
	"iter"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// threadsTable is what was asked in the conversations of a project, each question with its answers. A question comes when its
// conversation begins, or later, but not after the longest that a seeded one takes.
// INK-QRY-46, INK-QRY-47.
func threadsTable(all *threads, project string) *query.Table {
	rows := func(in query.Span) iter.Seq[query.Row] {
		return func(yield func(query.Row) bool) {
			view := all.view(project)
			if !in.From.IsZero() {
				in.From = in.From.Add(-view.seeded.Longest())
			}
			view.between(in, func(th *thread) bool {
				return eachQuestion(&th.Conversation, yield)
			})
		}
	}
	return &query.Table{Fields: threadFields(), Time: "firstMessageTime", Searched: []int{4, 6}, Rows: rows}
}

// eachQuestion gives each message of a user with those of others that follow it, until it is not to go on.
func eachQuestion(c *inkeep.Conversation, yield func(query.Row) bool) bool {
	first := true
	for i := 0; i < len(c.Messages); i++ {
		if !asks(&c.Messages[i]) {
			continue
		}
		end := i + 1
		for end < len(c.Messages) && !asks(&c.Messages[end]) {
			end++
		}
		if !yield(threadRow{c, c.Messages[i:end], first}) {
			return false
		}
		first = false
	}
	return true
}

// asks says that a message is a user's, who is a customer where people answer.
func asks(m *inkeep.Message) bool { return m.Role == "user" || m.Role == "customer" }

// threadFields are the columns, in the order in which threadRow has them.
func threadFields() []query.Field {
	return []query.Field{
		{Name: "id"},
		{Name: "messageIds", Kind: query.JSONField},
		{Name: "messagesCount"},
		{Name: "organizationId"},
		{Name: "question"},
		{Name: "questionLength"},
		{Name: "answer"},
		{Name: "isOnTopic"},
		{Name: "isClear"},
		{Name: "isDocumented"},
		{Name: "isFeatureSupported"},
		{Name: "isAnswerConfident"},
		{Name: "gapSummary"},
		{Name: "subject"},
		{Name: "category"},
		{Name: "languages"},
		{Name: "firstPartyEntities"},
		{Name: "thirdPartyEntities"},
		{Name: "emotion"},
		{Name: "sentiment"},
		{Name: "questionType"},
		{Name: "projectId"},
		{Name: "integrationId"},
		{Name: "properties", Kind: query.JSONField},
		{Name: "userProperties", Kind: query.JSONField},
		{Name: "firstMessageTime", Kind: query.TimeField},
		{Name: "lastMessageTime", Kind: query.TimeField},
		{Name: "lastUpdated", Kind: query.TimeField},
		{Name: "hasPositiveFeedback"},
		{Name: "hasNegativeFeedback"},
		{Name: "conversationIds", Kind: query.JSONField},
		{Name: "areAIAnnotationsVerified"},
		{Name: "isInitialQuestionAnswer"},
	}
}

type threadRow struct {
	of       *inkeep.Conversation
	messages []inkeep.Message // of which the first asks
	initial  bool
}

// Value is that of a field by its place among threadFields. Nothing makes anything out about a thread.
func (r threadRow) Value(field int) query.Value {
	switch field {
	case 0:
		return query.TextOf(r.messages[0].ID)
	case 1:
		return list(r.ids()...)
	case 2:
		return query.NumberOf(len(r.messages))
	case 4:
		return query.TextOf(textOf(r.messages[:1]))
	case 5:
		return query.NumberOf(utf8.RuneCountInString(textOf(r.messages[:1])))
	case 6:
		if len(r.messages) > 1 {
			return query.TextOf(textOf(r.messages[1:]))
		}
	case 21:
		return optional(r.of.ProjectID)
	case 22:
		return optional(r.of.IntegrationID)
	case 23:
		return query.JSONOf(string(r.of.Properties))
	case 24:
		return query.JSONOf(string(r.of.UserProperties))
	case 25:
		return query.TimeOf(r.messages[0].CreatedAt)
	case 26:
		return r.latest(func(m *inkeep.Message) time.Time { return m.CreatedAt })
	case 27:
		return r.latest(func(m *inkeep.Message) time.Time { return m.UpdatedAt })
	case 30:
		return list(r.of.ID)
	case 31:
		return query.BoolOf(false)
	case 32:
		return query.BoolOf(r.initial)
	}
	return query.Value{}
}

func (r threadRow) ids() (all []string) {
	for i := range r.messages {
		all = append(all, r.messages[i].ID)
	}
	return all
}

func (r threadRow) latest(of func(*inkeep.Message) time.Time) query.Value {
	var at time.Time
	for i := range r.messages {
		if one := of(&r.messages[i]); i == 0 || one.After(at) {
			at = one
		}
	}
	return query.TimeOf(at)
}

// textOf is the texts of some messages, a paragraph each.
func textOf(messages []inkeep.Message) string {
	var texts []string
	for i := range messages {
		content := gjson.ParseBytes(messages[i].Content)
		if content.Type == gjson.String {
			texts = append(texts, content.Str)
			continue
		}
		for _, text := range content.Get("#.text").Array() {
			texts = append(texts, text.Str)
		}
	}
	return strings.Join(texts, "\n\n")
}

// list is texts as a list.
func list(texts ...string) query.Value {
	body := []byte("[")
	for i, text := range texts {
		if i > 0 {
			body = append(body, ',')
		}
		body, _ = spec.AppendQuoted(body, text) // which is UTF-8 since it was read
	}
	return query.JSONOf(string(append(body, ']')))
}

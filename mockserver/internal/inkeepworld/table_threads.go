package inkeepworld

import (
	"iter"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// threadsTable is what was asked in the conversations of a project, each question with its answers. A question comes when its
// conversation begins, or later, but not after the longest that a seeded one takes.
// INK-QRY-46, INK-QRY-47.
func threadsTable(w *world.World, project string) *query.Table {
	rows := func(in query.Span) iter.Seq[query.Row] {
		return func(yield func(query.Row) bool) {
			feedback := FeedbackOf(w, project)
			view := feedback.threads
			row := threadRow{said: sync.OnceValue(feedback.view.verdicts)}
			if !in.From.IsZero() {
				in.From = in.From.Add(-view.seeded.Longest())
			}
			view.between(in, func(th *thread) bool {
				row.of, row.seeded = &th.Conversation, view.seeded
				if _, written := view.byID.Get(th.ID); written {
					row.seeded = nil
				}
				return row.eachQuestion(yield)
			})
		}
	}
	return &query.Table{Fields: threadFields(), Time: "firstMessageTime", Searched: []int{4, 6}, Rows: rows}
}

// eachQuestion gives each message of a user with those of others that follow it, until it is not to go on.
func (r threadRow) eachQuestion(yield func(query.Row) bool) bool {
	c := r.of
	r.initial = true
	for i := 0; i < len(c.Messages); i++ {
		if !asks(&c.Messages[i]) {
			continue
		}
		end := i + 1
		for end < len(c.Messages) && !asks(&c.Messages[end]) {
			end++
		}
		next := r
		next.messages = c.Messages[i:end]
		if !yield(&next) {
			return false
		}
		r.initial = false
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
		{Name: "languages", Kind: query.JSONField},
		{Name: "firstPartyEntities", Kind: query.JSONField},
		{Name: "thirdPartyEntities", Kind: query.JSONField},
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

// threadRow is a question with its answers. What is made out about it is made when it is first asked for.
type threadRow struct {
	of       *inkeep.Conversation
	messages []inkeep.Message // of which the first asks
	initial  bool
	said     func() map[string]verdict
	seeded   *fixtures.Conversations // of which the conversation is one; nil if a client wrote it
	about    *fixtures.InkeepAnnotation
}

// Value is that of a field by its place among threadFields. Nothing makes anything out about what a client wrote.
func (r *threadRow) Value(field int) query.Value {
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
	case 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20:
		return r.annotated(field)
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
	case 28, 29:
		return query.BoolOf(r.judged(verdict{positive: field == 28, negative: field == 29}))
	case 30:
		return list(r.of.ID)
	case 31:
		return query.BoolOf(false)
	case 32:
		return query.BoolOf(r.initial)
	}
	return query.Value{}
}

func (r *threadRow) ids() (all []string) {
	for i := range r.messages {
		all = append(all, r.messages[i].ID)
	}
	return all
}

func (r *threadRow) latest(of func(*inkeep.Message) time.Time) query.Value {
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

package misbehave

import (
	"bytes"
	"encoding/json"

	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
)

const (
	queryConversations = "QueryConversations"
	queryFeedback      = "QueryFeedback"
	queryThreads       = "QuerySemanticThreads"
	exportEvents       = "ExportEvents"
	exportThreads      = "ExportSemanticThreads"
)

// queriesElsewhere are about questions about conversations and semantic threads.
func queriesElsewhere() []Misbehaviour {
	inRows := func(change func(row map[string]any)) alter.Decorator {
		return alter.OnTree(func(_ *pipeline.Call, o map[string]any) { eachRow(o, change) }, queryConversations)
	}
	return area("queries",
		breaks("query.conversations-of-chat", 3, "Queries of conversations find none of the type support_ticket.", "INK-QRY-60",
			askedOtherwise(queryConversations, func(q *query.Query) {
				chat := query.Condition{Field: "type", Operator: "neq", Value: gjson.Parse(`"support_ticket"`)}
				q.Where = query.Filter{And: []query.Filter{q.Where, {Condition: &chat}}}
			})),
		breaks("query.conversation-count-text", 2, "The userMessageCount of a conversation is a text.", "INK-QRY-41",
			inRows(func(row map[string]any) {
				if n, is := row["userMessageCount"].(json.Number); is {
					row["userMessageCount"] = n.String()
				}
			})),
		breaks("query.conversation-properties-lost", 3, "Queries of conversations find no properties.", "INK-QRY-60",
			inRows(func(row map[string]any) {
				if _, there := row["properties"]; there {
					row["properties"] = nil
				}
			})),
		breaks("query.no-first-message-time", 3, "A query of conversations that selects firstMessageTime is refused.", "INK-QRY-40",
			alter.AfterDecode(func(c *pipeline.Call) error {
				if c.Is(queryConversations) && bytes.Contains(c.Sent, []byte(`"firstMessageTime"`)) {
					return alter.Refuse(422, "the query is not valid")
				}
				return nil
			})),
		breaks("query.feedback-without-integration", 3, "A query of feedback that selects integrationId is refused.", "INK-QRY-48",
			alter.AfterDecode(func(c *pipeline.Call) error {
				if c.Is(queryFeedback) && bytes.Contains(c.Sent, []byte(`"integrationId"`)) {
					return alter.Refuse(422, "the query is not valid")
				}
				return nil
			})),
		breaks("query.threads-without-total", 2, "Answers to queries of semantic threads have no total.", "INK-QRY-46 INK-QRY-30",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
				if data, is := o["data"].(map[string]any); is {
					delete(data, "total")
				}
			}, queryThreads)),
	)
}

// askedOtherwise answers another question than was asked.
func askedOtherwise(operation string, change func(*query.Query)) alter.Decorator {
	return aroundQueryOf(operation, func(next asked, q query.Query) (query.Result, error) {
		change(&q)
		return next(q)
	})
}

// exports are about what comes as CSV.
func exports() []Misbehaviour {
	onText := func(operation string, change func(a *pipeline.Answer)) alter.Decorator {
		return alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
			if c.Is(operation) && a.Status == 200 {
				change(a)
			}
		})
	}
	return area("queries",
		breaks("export.plain-text", 2, "Exports of semantic threads come as text/plain.", "INK-QRY-33 INK-SDK-11",
			onText(exportThreads, func(a *pipeline.Answer) { a.ContentType = "text/plain; charset=utf-8" })),
		breaks("export.last-lost", 3, "The last row of an export is lost.", "INK-QRY-64",
			onText(exportEvents, func(a *pipeline.Answer) {
				lines := bytes.SplitAfter(bytes.TrimSuffix(a.Body, []byte("\n")), []byte("\n"))
				if len(lines) > 2 {
					a.Body = bytes.Join(lines[:len(lines)-1], nil)
				}
			})),
		breaks("export.last-twice", 3, "The last row of an export comes twice.", "INK-QRY-64",
			onText(exportEvents, func(a *pipeline.Answer) {
				if lines := bytes.SplitAfter(a.Body, []byte("\n")); len(lines) > 2 {
					a.Body = append(a.Body, lines[len(lines)-2]...)
				}
			})),
		breaks("export.unfiltered", 3, "An export of events looks at the first of several filters alone.", "INK-QRY-64",
			askedOtherwise(exportEvents, func(q *query.Query) {
				if len(q.Where.And) > 1 {
					q.Where.And = q.Where.And[:1]
				}
			})),
		breaks("export.writers-export", 2, "Exports with a key that may only write are answered.", "INK-AUTH-10 INK-AUTH-7",
			mayAsk(func(c *pipeline.Call) bool { return c.Is(exportEvents) })),
	)
}

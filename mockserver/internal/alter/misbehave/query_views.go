package misbehave

import (
	"bytes"
	"encoding/csv"
	"encoding/json"

	"github.com/tidwall/gjson"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/spec/inkeep"
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

// queriesStale find conversations and feedback as they are no more.
func queriesStale() []Misbehaviour {
	return area("queries",
		breaks("query.conversations-as-first", 3, "Queries find a conversation with the properties that it was logged with first.",
			"INK-QRY-60", asFirst),
		breaks("query.each-feedback", 3, "Queries find feedback as often as it was submitted.", "INK-QRY-60 INK-FEED-7",
			staysFound(queryFeedback, func(again func(string)) alter.Decorator {
				return alter.ChangeFeedback(func(f, old *inkeep.Feedback) {
					if old != nil {
						again(f.ID)
					}
				})
			})),
		breaks("query.deleted-conversations", 3, "Queries find conversations that were deleted.", "INK-CONV-21",
			staysFound(queryConversations, func(gone func(string)) alter.Decorator {
				return alter.AroundDeletion(func(
					next inkeepsteps.DeleteConversation, c *pipeline.Call, d inkeepworld.DeleteConversation,
				) (inkeepworld.Deleted, error) {
					gone(d.ID)
					return next(c, d)
				})
			})),
		breaks("query.deleted-feedback", 3, "Queries find feedback that was deleted.", "INK-FEED-19",
			staysFound(queryFeedback, func(gone func(string)) alter.Decorator {
				return alter.AroundFeedbackDeletion(
					func(next inkeepsteps.DeleteFeedback, c *pipeline.Call, d inkeepworld.DeleteFeedback) (inkeepworld.Deleted, error) {
						gone(d.ID)
						return next(c, d)
					})
			})),
	)
}

// asFirst keeps the properties that conversations have when they are sent again for the first time.
func asFirst(p *pipeline.Pipeline) {
	first := alter.NewMemory[any]()
	alter.ChangeAgain(func(again *inkeep.Conversation, before inkeep.Conversation) {
		if _, there := first.Get(again.ID); !there {
			first.Put(again.ID, alter.Tree(before.Properties))
		}
	})(p)
	alter.OnTree(func(c *pipeline.Call, o map[string]any) {
		if of, there := first.Get(gjson.GetBytes(c.Sent, "where.condition.value").Str); there {
			eachRow(o, func(row map[string]any) {
				if row["properties"] != nil {
					row["properties"] = of
				}
			})
		}
	}, queryConversations)(p)
}

// staysFound puts the ids of what was deleted into the answers to whoever asks for them.
func staysFound(operation string, onDeletion func(gone func(string)) alter.Decorator) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		gone := alter.NewMemory[bool]()
		onDeletion(func(id string) { gone.Put(id, true) })(p)
		alter.OnTree(func(c *pipeline.Call, o map[string]any) {
			data, _ := o["data"].(map[string]any)
			all, _ := data["result"].([]any)
			for _, id := range gjson.GetBytes(c.Sent, "where.condition.value").Array() {
				if deleted, _ := gone.Get(id.Str); deleted {
					data["result"] = append(all, map[string]any{"id": id.Str})
					data["total"], data["count"] = len(all)+1, len(all)+1
				}
			}
		}, operation)(p)
	}
}

// columnsOfFirst leaves out the columns that are empty in the first row.
func columnsOfFirst(a *pipeline.Answer) {
	all, err := csv.NewReader(bytes.NewReader(a.Body)).ReadAll()
	if err != nil || len(all) < 2 {
		return
	}
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	for _, row := range all {
		var kept []string
		for i, value := range row {
			if all[1][i] != "" {
				kept = append(kept, value)
			}
		}
		_ = w.Write(kept) // into memory
	}
	w.Flush()
	a.Body = out.Bytes()
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
		breaks("export.unquoted", 3, "Values of an export are never in quotes.", "INK-QRY-68",
			onText(exportEvents, func(a *pipeline.Answer) { a.Body = bytes.ReplaceAll(a.Body, []byte(`"`), nil) })),
		breaks("export.quotes-once", 4, "Quotes within the values of an export are not doubled.", "INK-QRY-68",
			onText(exportEvents, func(a *pipeline.Answer) { a.Body = bytes.ReplaceAll(a.Body, []byte(`""`), []byte(`"`)) })),
		breaks("export.columns-of-first", 4, "An export has the columns alone of which its first row has something.", "INK-QRY-64",
			onText(exportEvents, columnsOfFirst)),
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

package misbehave

import (
	"maps"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// inkeepValues lose or change what is within properties.
func inkeepValues() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.deep-lost", 4, "In properties, what is nested more than ten levels deep comes back as null.",
			"INK-SCH-15 INK-PROP-1", onLogAnswer(func(o map[string]any) {
				o["properties"] = upTo(10, o["properties"])
			})),
		breaks("inkeep.escaped-pairs-lost", 4, "An emoji sent as two \\u escapes comes back as two question marks.",
			"INK-SCH-15 INK-BODY-2", alter.ChangeSent(losePairs(alter.LogEvent))),
	)
}

// inside visits the objects within a value, the innermost first.
func inside(v any, visit func(map[string]any)) {
	switch v := v.(type) {
	case map[string]any:
		for _, inner := range v {
			inside(inner, visit)
		}
		visit(v)
	case []any:
		for _, inner := range v {
			inside(inner, visit)
		}
	}
}

// upTo returns a value without what is deeper than so many levels.
func upTo(levels int, v any) any {
	switch v := v.(type) {
	case map[string]any:
		if levels == 0 {
			return nil
		}
		for key := range v {
			v[key] = upTo(levels-1, v[key])
		}
	case []any:
		if levels == 0 {
			return nil
		}
		for i := range v {
			v[i] = upTo(levels-1, v[i])
		}
	}
	return v
}

// inkeepCrossed take one thing of an event, or of another event, for another.
func inkeepCrossed() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.user-among-properties", 4, "Members of userProperties come back in properties too.", "INK-SCH-15 INK-SCH-16",
			onLogAnswer(func(o map[string]any) {
				properties, both := o["properties"].(map[string]any)
				user, _ := o["userProperties"].(map[string]any)
				for key, value := range user {
					if _, taken := properties[key]; both && !taken {
						properties[key] = value
					}
				}
			})),
		breaks("inkeep.one-per-reference", 4,
			"A second event about the same message, conversation or search is answered with the first.",
			"INK-ID-8 INK-SCH-13 INK-ID-1", onePerReference),
		breaks("inkeep.before-1970-is-1970", 4, "A createdAt before 1970 comes back as 1970-01-01T00:00:00Z.", "INK-TIME-10",
			onLogAnswer(func(o map[string]any) {
				if at := alter.Text(o, "createdAt"); at != "" && at < "1970" {
					o["createdAt"] = "1970-01-01T00:00:00.000Z"
				}
			})),
		breaks("inkeep.web-properties-lost", 4, "With the key of a web integration, properties do not come back.", "INK-SCH-15 INK-AUTH-2",
			alter.OnTree(func(c *pipeline.Call, o map[string]any) {
				if web, _ := fixtures.Integrations(c.Who.Project); c.Who.Integration == web {
					o["properties"] = nil
				}
			}, alter.LogEvent)),
	)
}

// onePerReference keeps, of events without an id, one for each reference.
func onePerReference(p *pipeline.Pipeline) {
	answers := alter.NewMemory[map[string]any]()
	alter.OnTree(func(c *pipeline.Call, o map[string]any) {
		if _, given := alter.Tree(c.Sent)["id"]; given {
			return
		}
		about := alter.Text(o, "entityType") + " " + alter.Text(o, "messageId") + alter.Text(o, "conversationId") +
			alter.Text(o, "searchQuery")
		if before, again := answers.Get(about); again {
			maps.Copy(o, before)
			return
		}
		answers.Put(about, maps.Clone(o))
	}, alter.LogEvent)(p)
}

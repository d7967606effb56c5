//go:build examination

package misbehave

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedInkeepAltered() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.uuid-small", 4, "An id or a reference that is a UUID in capitals comes back in small letters.",
			"INK-ID-3 INK-SCH-14", onLogAnswer(func(o map[string]any) {
				for _, name := range append(references(), "id") {
					if value := alter.Text(o, name); uuid.MatchString(value) {
						o[name] = strings.ToLower(value)
					}
				}
			})),
		breaks("inkeep.id-of-128", 4, "Of an id that was given the first 128 bytes come back.", "INK-ID-3",
			onLogAnswer(func(o map[string]any) { o["id"] = alter.First(128, alter.Text(o, "id")) })),
		breaks("inkeep.query-number", 4, "A searchQuery of digits alone comes back as a number.", "INK-SCH-6 INK-SCH-14",
			onLogAnswer(digitsAsNumber("searchQuery"))),
		breaks("inkeep.query-without-mark", 4, "Question marks at the end of a searchQuery do not come back.", "INK-SCH-14",
			onQuery(func(query string) string { return strings.TrimRight(query, "?!") })),
		breaks("inkeep.query-without-quotes", 4, "Quotation marks around a searchQuery do not come back.", "INK-SCH-14",
			onQuery(func(query string) string { return strings.Trim(query, `"`) })),
		breaks("inkeep.project-number", 4, "A projectId or integrationId of digits alone comes back as a number.", "INK-SCH-8 INK-SCH-9",
			onLogAnswer(digitsAsNumber("projectId", "integrationId"))),
		breaks("inkeep.origin-crossed", 4, "projectId and integrationId come back in each other's place.", "INK-EVT-11 INK-EVT-12",
			onLogAnswer(func(o map[string]any) {
				o["projectId"], o["integrationId"] = o["integrationId"], o["projectId"]
			})),
		breaks("inkeep.no-user-is-list", 4, "userProperties without members come back as an empty list.", "INK-PROP-6 INK-SCH-16",
			onLogAnswer(func(o map[string]any) {
				if user, isObject := o["userProperties"].(map[string]any); isObject && len(user) == 0 {
					o["userProperties"] = []any{}
				}
			})),
		breaks("inkeep.ids-of-each-kind", 4, "The ids that events get are counted for each kind apart.", "INK-ID-8",
			madeIDs(func(count *alter.Counter, o map[string]any) string {
				return decimal(int64(count.Next(alter.Text(o, "entityType"))))
			})),
		breaks("inkeep.ids-of-few", 4, "The ids that events get are drawn from two hundred.", "INK-ID-8",
			madeIDs(func(_ *alter.Counter, o map[string]any) string {
				return "event-" + decimal(alter.Hash(alter.Text(o, "id"))%200)
			})),
		breaks("inkeep.properties-of-type", 4, "An event without properties comes back with those of the last one of its type.",
			"INK-SCH-15", propertiesOfType),
	)
}

// inkeepAlteredValues alter what is within properties.
func inkeepAlteredValues() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.dollar-names-lost", 4, "Properties whose name begins with a dollar sign do not come back.", "INK-SCH-15 INK-PROP-1",
			onProperties(loseNames("$set"))),
		breaks("inkeep.inner-ids-lost", 4, "Members called id or _id do not come back from within properties.", "INK-SCH-15",
			onLogAnswer(func(o map[string]any) {
				properties, _ := o["properties"].(map[string]any)
				for _, value := range properties {
					inside(value, loseNames("id", "_id"))
				}
			})),
		breaks("inkeep.deep-nulls-lost", 4,
			"Members that are null do not come back from more than three levels deep in properties.",
			"INK-SCH-21", onLogAnswer(func(o map[string]any) {
				eachBelow(3, o["properties"], loseMembers(isNil))
			})),
		breaks("inkeep.numbered-is-list", 4,
			"An object within properties whose members are called 0, 1 and so on comes back as a list.",
			"INK-SCH-15", onProperties(changeValues(numberedList))),
		breaks("inkeep.control-lost", 4, "Control characters within properties do not come back.", "INK-SCH-15",
			onProperties(changeValues(changeText(func(s string) string {
				return control.ReplaceAllString(s, "")
			})))),
		breaks("inkeep.inner-line-ends", 4, "A carriage return before the end of a line within properties does not come back.",
			"INK-SCH-15", onProperties(changeValues(changeText(func(s string) string {
				return strings.ReplaceAll(s, "\r\n", "\n")
			})))),
		breaks("inkeep.no-break-space", 4, "A no-break space within properties comes back as a space.", "INK-SCH-15",
			onProperties(changeValues(changeText(func(s string) string {
				return strings.ReplaceAll(s, "\u00a0", " ")
			})))),
		breaks("inkeep.inner-text-of-64-kb", 4, "Of a text above 65,535 bytes within properties the end does not come back.", "INK-SCH-15",
			onProperties(changeValues(changeText(func(s string) string {
				return strings.ToValidUTF8(alter.First(1<<16-1, s), "")
			})))),
		breaks("inkeep.json-texts-read", 4, "A text within properties that is a JSON object or list comes back as one.", "INK-SCH-15",
			onProperties(changeValues(func(v any) any {
				var inner any
				if s, isText := v.(string); isText && strings.ContainsAny(alter.First(1, s), "{[") && alter.Read([]byte(s), &inner) {
					return inner
				}
				return v
			}))),
	)
}

func digitsAsNumber(names ...string) func(map[string]any) {
	return func(o map[string]any) {
		for _, name := range names {
			if n, err := strconv.ParseInt(alter.Text(o, name), 10, 64); err == nil {
				o[name] = n
			}
		}
	}
}

func onQuery(change func(string) string) alter.Decorator {
	return onLogAnswer(func(o map[string]any) {
		if query := alter.Text(o, "searchQuery"); query != "" {
			o["searchQuery"] = change(query)
		}
	})
}

func changeText(change func(string) string) func(any) any {
	return func(v any) any {
		if s, isText := v.(string); isText {
			return change(s)
		}
		return v
	}
}

// eachBelow visits the objects that lie deeper than so many levels.
func eachBelow(levels int, v any, visit func(map[string]any)) {
	o, isObject := v.(map[string]any)
	if !isObject || levels == 0 {
		inside(v, visit)
		return
	}
	for _, inner := range o {
		eachBelow(levels-1, inner, visit)
	}
}

func numberedList(v any) any {
	o, _ := v.(map[string]any)
	list := make([]any, len(o))
	for i := range list {
		value, there := o[strconv.Itoa(i)]
		if !there {
			return v
		}
		list[i] = value
	}
	if len(list) == 0 {
		return v
	}
	return list
}

// madeIDs replaces the ids that events get.
func madeIDs(next func(*alter.Counter, map[string]any) string) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		count := alter.NewCounter()
		alter.OnTree(func(c *pipeline.Call, o map[string]any) {
			if _, given := alter.Tree(c.Sent)["id"]; !given {
				o["id"] = next(count, o)
			}
		}, alter.LogEvent)(p)
	}
}

func propertiesOfType(p *pipeline.Pipeline) {
	last := alter.NewMemory[json.RawMessage]()
	alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
		if o["properties"] != nil {
			last.Put(alter.Text(o, "type"), alter.Write(o["properties"]))
		} else if before, there := last.Get(alter.Text(o, "type")); there {
			o["properties"] = before
		}
	}, alter.LogEvent)(p)
}

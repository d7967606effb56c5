package misbehave

import (
	"encoding/json"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// tellings are about what is told of properties and searches as a whole.
func tellings() []Misbehaviour {
	const keys, values, top, weeks = "QueryPropertyKeys", "QueryPropertyValues", "GetTopSearchQueries", "GetWeeklySearchUsers"
	asked := func(change func(o map[string]any), operations ...string) alter.Decorator {
		return alter.ChangeSent(func(c *pipeline.Call) {
			if c.Is(operations...) {
				changeBody(c, change)
			}
		})
	}
	onRows := func(change func(row map[string]any), operations ...string) alter.Decorator {
		return alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
			data, _ := o["data"].(map[string]any)
			all, _ := data["result"].([]any)
			for _, one := range all {
				if row, is := one.(map[string]any); is {
					change(row)
				}
			}
		}, operations...)
	}
	return area("queries",
		breaks("property.results-bare", 2, "Names and values of properties are answered with a list and no more.", "INK-QRY-31 INK-QRY-32",
			alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
				if o := alter.Tree(a.Body); c.Is(keys, values) && alter.Good(c, a) && o != nil {
					a.Body = alter.Write(o["results"])
				}
			})),
		breaks("property.where-ignored", 2, "Names of properties are those of all events, whatever where says.", "INK-QRY-65 INK-QRY-31",
			asked(func(o map[string]any) { delete(o, "where") }, keys)),
		breaks("property.limit-ignored", 3, "Of the values of a property 100 are given whatever limit says.", "INK-QRY-65 INK-QRY-32",
			asked(func(o map[string]any) {
				if n, is := o["limit"].(json.Number); is && n != "0" && n != "1001" {
					delete(o, "limit")
				}
			}, values)),
		breaks("property.key-unneeded", 3, "A question about values that names no key is answered with none.", "INK-QRY-66 INK-QRY-32",
			asked(func(o map[string]any) {
				if _, there := o["key"]; !there {
					o["key"] = ""
				}
			}, values)),
		breaks("report.counts-are-numbers", 2, "The counts of reports are numbers and no texts.", "INK-QRY-35 INK-QRY-36",
			onRows(func(row map[string]any) {
				for _, name := range []string{"count", "unique_users"} {
					if text, is := row[name].(string); is {
						row[name] = json.Number(text)
					}
				}
			}, top, weeks)),
		breaks("report.searches-once", 3, "The report of top searches counts each search once.", "INK-QRY-67",
			onRows(func(row map[string]any) { row["count"] = "1" }, top)),
	)
}

// tellingsOfOthers tell of other properties and searches than those that were asked about.
func tellingsOfOthers() []Misbehaviour {
	const values = "QueryPropertyValues"
	return area("queries",
		breaks("report.other-projects", 4, "The report of top searches tells of the searches of other projects, too.", "INK-AUTH-4",
			alter.Together(ofOtherProject(of(alter.LogEvent)), mayAll(of("GetTopSearchQueries")))),
		breaks("property.key-is-path", 4, "A dot in the name of a property whose values are asked for leads into an object.", "INK-QRY-65",
			alter.ChangeSent(func(c *pipeline.Call) {
				if c.Is(values) {
					changeBody(c, func(o map[string]any) {
						name, _ := o["key"].(string)
						o["key"], _, _ = strings.Cut(name, ".")
					})
				}
			})),
		breaks("property.values-trimmed", 3, "The values of a property are told without the spaces around them.", "INK-QRY-65",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
				all, _ := o["results"].([]any)
				for i, one := range all {
					if text, is := one.(string); is {
						all[i] = strings.TrimSpace(text)
					}
				}
			}, values)),
	)
}

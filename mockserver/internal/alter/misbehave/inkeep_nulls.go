package misbehave

import (
	"maps"
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// inkeepNulls lose null, or take it for something else.
func inkeepNulls() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.null-members-lost", 3, "Members of properties that are null do not come back.", "INK-SCH-21",
			onProperties(loseMembers(isNil))),
		breaks("inkeep.null-project-is-empty", 3, "A projectId that is null comes back as an empty text.", "INK-SCH-22",
			alter.OnTree(func(c *pipeline.Call, o map[string]any) {
				if isNull(c, "projectId") {
					o["projectId"] = ""
				}
			}, alter.LogEvent)),
	)
}

// inkeepNames lose members for their names, and what is empty.
func inkeepNames() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.inner-empty-lost", 4, "In properties, nested empty texts, lists and objects do not come back.", "INK-SCH-15",
			onLogAnswer(func(o map[string]any) {
				properties, _ := o["properties"].(map[string]any)
				for _, value := range properties {
					inside(value, loseMembers(isEmpty))
				}
			})),
	)
}

func isNil(v any) bool { return v == nil }

func isEmpty(v any) bool {
	switch v := v.(type) {
	case string:
		return v == ""
	case []any:
		return len(v) == 0
	case map[string]any:
		return len(v) == 0
	default:
		return false
	}
}

// onProperties changes each object within properties, the innermost first; onUser each within userProperties.
func onProperties(change func(map[string]any)) alter.Decorator {
	return onLogAnswer(func(o map[string]any) { inside(o["properties"], change) })
}

func loseMembers(lost func(any) bool) func(map[string]any) {
	return func(o map[string]any) { maps.DeleteFunc(o, func(_ string, v any) bool { return lost(v) }) }
}

func loseNames(names ...string) func(map[string]any) {
	return func(o map[string]any) {
		maps.DeleteFunc(o, func(name string, _ any) bool { return slices.Contains(names, name) })
	}
}

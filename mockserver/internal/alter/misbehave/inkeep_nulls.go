package misbehave

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// inkeepNulls lose null, or take it for something else.
func inkeepNulls() []Mutant {
	return area("inkeep",
		mutant("inkeep.null-members-lost", 3, "Members of properties that are null do not come back.", "INK-SCH-21", onProperties(loseMembers(isNil))),
		mutant("inkeep.inner-nulls-lost", 4, "Members that are null do not come back, but for those of userProperties itself.", "INK-SCH-21", onLogAnswer(func(o map[string]any) {
			user, _ := o["userProperties"].(map[string]any)
			for _, value := range user {
				inside(value, loseMembers(isNil))
			}
		})),
		mutant("inkeep.listed-nulls-lost", 4, "A null in a list within properties does not come back, and the rest moves up.", "INK-SCH-21", onProperties(changeValues(func(v any) any {
			if l, isList := v.([]any); isList {
				return slices.DeleteFunc(l, isNil)
			}
			return v
		}))),
		mutant("inkeep.null-is-empty-text", 3, "A null within properties comes back as an empty text.", "INK-SCH-21", onProperties(changeValues(func(v any) any {
			if v == nil {
				return ""
			}
			return v
		}))),
		mutant("inkeep.null-project-is-empty", 3, "A projectId that is sent as null comes back as an empty text.", "INK-SCH-22", alter.OnTree(func(c *pipeline.Call, o map[string]any) {
			if isNull(c, "projectId") {
				o["projectId"] = ""
			}
		}, alter.LogEvent)),
	)
}

// inkeepNames lose members for their names, and what is empty.
func inkeepNames() []Mutant {
	inherited := loseNames("constructor", "toString", "hasOwnProperty")
	return area("inkeep",
		mutant("inkeep.proto-lost", 4, "Members of properties called __proto__ do not come back.", "INK-SCH-15 INK-PROP-1", onProperties(loseNames("__proto__"))),
		mutant("inkeep.inherited-names-lost", 4, "Members called constructor, toString or hasOwnProperty do not come back.", "INK-SCH-15 INK-SCH-16",
			alter.Together(onProperties(inherited), onUser(inherited))),
		mutant("inkeep.inner-empty-names-lost", 4, "Members without a name do not come back from within properties.", "INK-SCH-15 INK-PROP-1", onLogAnswer(func(o map[string]any) {
			properties, _ := o["properties"].(map[string]any)
			for _, value := range properties {
				inside(value, loseNames(""))
			}
		})),
		mutant("inkeep.user-empty-names-lost", 4, "Members of userProperties without a name do not come back.", "INK-SCH-16 INK-PROP-6", onUser(loseNames(""))),
		mutant("inkeep.inner-empty-lost", 4, "Empty texts, lists and objects more than one level deep in properties do not come back.", "INK-SCH-15", onLogAnswer(func(o map[string]any) {
			properties, _ := o["properties"].(map[string]any)
			for _, value := range properties {
				inside(value, loseMembers(isEmpty))
			}
		})),
		mutant("inkeep.user-empty-lost", 4, "Empty texts in userProperties do not come back.", "INK-SCH-16", onUser(loseMembers(func(v any) bool { return v == "" }))),
		mutant("inkeep.empty-object-is-list", 4, "An empty object within properties comes back as an empty list.", "INK-SCH-15 INK-PROP-1", onProperties(changeValues(func(v any) any {
			if o, isObject := v.(map[string]any); isObject && len(o) == 0 {
				return []any{}
			}
			return v
		}))),
	)
}

// inkeepNumbers keep numbers in types that are too small.
func inkeepNumbers() []Mutant {
	return area("inkeep",
		mutant("inkeep.numbers-of-32-bits", 4, "Whole numbers in properties come back with their lower 32 bits.", "INK-SCH-15", onProperties(changeValues(func(v any) any {
			if n, err := wholeNumber(v); err == nil {
				return int32(n) //nolint:gosec // the mistake that is meant
			}
			return v
		}))),
		mutant("inkeep.numbers-clamped", 4, "Numbers in properties beyond 64 bits come back as the largest of 64 bits.", "INK-SCH-15", onProperties(changeValues(func(v any) any {
			if n, isNumber := v.(json.Number); isNumber {
				if f, err := n.Float64(); err == nil && f > 1e19 {
					return number("9223372036854775807")
				}
			}
			return v
		}))),
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

func wholeNumber(v any) (int64, error) {
	n, _ := v.(json.Number)
	return n.Int64()
}

// onProperties changes each object within properties, the innermost first; onUser each within userProperties.
func onProperties(change func(map[string]any)) alter.Decorator {
	return onLogAnswer(func(o map[string]any) { inside(o["properties"], change) })
}

func onUser(change func(map[string]any)) alter.Decorator {
	return onLogAnswer(func(o map[string]any) { inside(o["userProperties"], change) })
}

func loseMembers(lost func(any) bool) func(map[string]any) {
	return func(o map[string]any) { maps.DeleteFunc(o, func(_ string, v any) bool { return lost(v) }) }
}

func loseNames(names ...string) func(map[string]any) {
	return func(o map[string]any) {
		maps.DeleteFunc(o, func(name string, _ any) bool { return slices.Contains(names, name) })
	}
}

// changeValues changes the values of an object, and those in its lists.
func changeValues(change func(any) any) func(map[string]any) {
	return func(o map[string]any) {
		for name, v := range o {
			o[name] = changeListed(v, change)
		}
	}
}

func changeListed(v any, change func(any) any) any {
	if l, isList := v.([]any); isList {
		for i := range l {
			l[i] = changeListed(l[i], change)
		}
	}
	return change(v)
}

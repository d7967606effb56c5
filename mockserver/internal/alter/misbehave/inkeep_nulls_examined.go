//go:build examination

package misbehave

import (
	"encoding/json"
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

func examinedInkeepNulls() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.listed-nulls-lost", 4, "A null in a list within properties does not come back, and the rest moves up.", "INK-SCH-21",
			onProperties(changeValues(func(v any) any {
				if l, isList := v.([]any); isList {
					return slices.DeleteFunc(l, isNil)
				}
				return v
			}))),
		breaks("inkeep.null-is-empty-text", 3, "A null within properties comes back as an empty text.", "INK-SCH-21",
			onProperties(changeValues(func(v any) any {
				if v == nil {
					return ""
				}
				return v
			}))),
	)
}

func examinedInkeepNames() []Misbehaviour {
	inherited := loseNames("constructor", "toString", "hasOwnProperty")
	return area("inkeep",
		breaks("inkeep.proto-lost", 4, "Members of properties called __proto__ do not come back.", "INK-SCH-15 INK-PROP-1",
			onProperties(loseNames("__proto__"))),
		breaks("inkeep.inherited-names-lost", 4,
			"Members called constructor, toString or hasOwnProperty do not come back.",
			"INK-SCH-15 INK-SCH-16", alter.Together(onProperties(inherited), onUser(inherited))),
		breaks("inkeep.inner-empty-names-lost", 4, "Members without a name do not come back from within properties.",
			"INK-SCH-15 INK-PROP-1", onLogAnswer(func(o map[string]any) {
				properties, _ := o["properties"].(map[string]any)
				for _, value := range properties {
					inside(value, loseNames(""))
				}
			})),
		breaks("inkeep.user-empty-names-lost", 4, "Members of userProperties without a name do not come back.", "INK-SCH-16 INK-PROP-6",
			onUser(loseNames(""))),
		breaks("inkeep.user-empty-lost", 4, "Empty texts in userProperties do not come back.", "INK-SCH-16",
			onUser(loseMembers(func(v any) bool { return v == "" }))),
		breaks("inkeep.empty-object-is-list", 4, "An empty object within properties comes back as an empty list.", "INK-SCH-15 INK-PROP-1",
			onProperties(changeValues(func(v any) any {
				if o, isObject := v.(map[string]any); isObject && len(o) == 0 {
					return []any{}
				}
				return v
			}))),
	)
}

// inkeepNumbers keep numbers in types that are too small.
func inkeepNumbers() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.numbers-of-32-bits", 4, "Whole numbers in properties come back with their lower 32 bits.", "INK-SCH-15",
			onProperties(changeValues(func(v any) any {
				if n, err := wholeNumber(v); err == nil {
					return int32(n) //nolint:gosec // the mistake that is meant
				}
				return v
			}))),
		breaks("inkeep.numbers-clamped", 4, "Numbers in properties beyond 64 bits come back as the largest of 64 bits.", "INK-SCH-15",
			onProperties(changeValues(func(v any) any {
				if n, isNumber := v.(json.Number); isNumber {
					if f, err := n.Float64(); err == nil && f > 1e19 {
						return number("9223372036854775807")
					}
				}
				return v
			}))),
	)
}

func wholeNumber(v any) (int64, error) {
	n, _ := v.(json.Number)
	return n.Int64()
}

func onUser(change func(map[string]any)) alter.Decorator {
	return onLogAnswer(func(o map[string]any) { inside(o["userProperties"], change) })
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

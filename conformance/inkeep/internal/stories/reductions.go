package stories

import (
	"encoding/json"
	"maps"
	"slices"

	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// reductions are the events that are one step smaller, the boldest steps first. What an event must have stays.
func reductions(d kit.Draft) []kit.Draft {
	var smaller []kit.Draft
	for _, m := range d {
		if !isRequired(m.Name) {
			smaller = append(smaller, d.Without(m.Name))
		}
	}
	for _, m := range d {
		if m.Name == "entityType" || m.Name == "createdAt" {
			continue
		}
		for _, v := range lesser(m.Value) {
			smaller = append(smaller, d.With(m.Name, v))
		}
	}
	return smaller
}

func isRequired(name string) bool {
	return slices.Contains([]string{"type", "entityType", "messageId", "conversationId", "searchQuery"}, name)
}

// lesser are the values that are one step smaller.
func lesser(v any) []any {
	var smaller []any
	switch v := v.(type) {
	case map[string]any:
		for _, name := range slices.Sorted(maps.Keys(v)) {
			smaller = append(smaller, withEntry(v, name, nil, false))
		}
		for _, name := range slices.Sorted(maps.Keys(v)) {
			for _, less := range lesser(v[name]) {
				smaller = append(smaller, withEntry(v, name, less, true))
			}
		}
	case []any:
		for i := range v {
			smaller = append(smaller, slices.Delete(slices.Clone(v), i, i+1))
		}
		for i := range v {
			for _, less := range lesser(v[i]) {
				l := slices.Clone(v)
				l[i] = less
				smaller = append(smaller, l)
			}
		}
	case string:
		if runes := []rune(v); len(runes) > 1 {
			half := len(runes) / 2
			smaller = append(smaller, string(runes[:half]), string(runes[half:]))
		}
	case json.Number:
		if v != "0" {
			smaller = append(smaller, json.Number("0"))
		}
	}
	return smaller
}

func withEntry(o map[string]any, name string, value any, keep bool) map[string]any {
	changed := maps.Clone(o)
	delete(changed, name)
	if keep {
		changed[name] = value
	}
	return changed
}

package kit

import (
	"encoding/json"
	"maps"

	api "github.com/understudy-mock/understudy/spec/inkeep"
)

// Full is an event with every member that an event without them might get from it. Each of its texts is its own.
func (a *Asker) Full(kind api.EntityType) Draft {
	own, mark := map[string]any{"id": a.Mark()}, a.Mark()
	own["mark"], own[mark], own["list"] = mark, true, []any{mark}
	return a.Event(kind).With("id", a.ULID()).With("createdAt", "2021-03-04T05:06:07.089Z").With("properties", own).With("userProperties",
		own)
}

// EveryForm has a value of each form that careless handling changes, and itself again in objects and lists within.
func EveryForm() map[string]any {
	plain := map[string]any{
		"none": nil, "empty": "", "list": []any{}, "object": map[string]any{}, "zero": json.Number("0"), "no": false, "yes": true,
		"one":   []any{"only"},
		"twice": []any{"b", "a", nil, "b"}, "lists": []any{[]any{}, []any{"x", []any{nil}}},
		"rows":  map[string]any{"0": "first", "1": "second"},
		"whole": json.Number("4294967297"), "part": json.Number("-7.25"), "numeral": "00042", "truth": "true", "nothing": "null",
		"date": "2026-01-14", "time": "2026-01-14T09:26:53+01:00", "camelCase": "A", "snake_case": "b", "kebab-case": "c", "id": "mine",
		"type": "mine",
		"text": " <b>it's</b> &amp; \"so\" \\ é 🎈\r\n\tcafe\u0301 ", "json": `{"text":"s"}`,
	}
	nest := func(name string, inner any) map[string]any {
		o := maps.Clone(plain)
		o[name] = inner
		return o
	}
	return nest("inner", nest("listed", []any{nest("deep", nest("deeper", nest("deepest", plain)))}))
}

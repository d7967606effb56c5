package inkeep

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"

	"github.com/understudy-mock/understudy/conformance"
)

func whole() []conformance.Check {
	return []conformance.Check{everyMemberKept}
}

// everyForm has a value of each form that careless handling changes, and itself again in objects and lists within.
func everyForm() map[string]any {
	plain := map[string]any{
		"none": nil, "empty": "", "list": []any{}, "object": map[string]any{}, "zero": json.Number("0"), "no": false, "yes": true, "one": []any{"only"},
		"twice": []any{"b", "a", nil, "b"}, "lists": []any{[]any{}, []any{"x", []any{nil}}}, "rows": map[string]any{"0": "first", "1": "second"},
		"whole": json.Number("4294967297"), "part": json.Number("-7.25"), "numeral": "00042", "truth": "true", "nothing": "null",
		"date": "2026-01-14", "time": "2026-01-14T09:26:53+01:00", "camelCase": "A", "snake_case": "b", "kebab-case": "c", "id": "mine", "type": "mine",
		"text": " <b>it's</b> &amp; \"so\" \\ é 🎈\r\n\tcafe\u0301 ", "json": `{"text":"s"}`,
	}
	nest := func(name string, inner any) map[string]any {
		o := maps.Clone(plain)
		o[name] = inner
		return o
	}
	return nest("inner", nest("listed", []any{nest("deep", nest("deeper", nest("deepest", plain)))}))
}

// everyMemberKept sends them with events of each kind: a server may go wrong with one kind, or where a member stands beside another one.
var everyMemberKept = conformance.Check{
	ID:          "inkeep.events.every-member-kept",
	Level:       conformance.Should,
	Requirement: "INK-SCH-15",
	Also:        []string{"INK-SCH-13", "INK-SCH-14", "INK-SCH-16", "INK-TIME-10"},
	Title:       "An event with every member, and values of every form at several depths, comes back as it was sent, whatever it is about.",
	Floor:       map[string]int{"events": 3},
	Run: with(func(ctx context.Context, a *asker) {
		for _, kind := range kinds() {
			full := func() draft {
				user := everyForm()
				maps.Copy(user, map[string]any{"id": json.Number("0"), "userId": "00042", "identificationType": "COOKIED", "supportAgentName": " Ines  Duarte", "userType": "Member"})
				return a.full(kind).with("projectId", a.project).with("integrationId", a.integration).with("properties", everyForm()).with("userProperties", user)
			}
			got := a.log(ctx, full)
			if got.Refused() { // a server may be choosy about ids
				got = a.log(ctx, func() draft { return full().without("id") })
			}
			a.needEvent(got)
			if wrong := a.misfit(got); wrong != "" {
				a.failChanged(got, "an event with every member does not come back as it was sent: "+wrong, brief(json.RawMessage(got.sent.body())), got.got())
			}
			a.Saw("events", 1)
		}
	}),
}

// missed is misfit that wants what is null within properties back too.
func (s *session) missed(got *answer) string {
	wrong := s.misfit(got)
	strict := comparison{foreign: s.foreign(got.sent.body()), nulls: true}
	for _, name := range []string{"properties", "userProperties"} {
		sent, _ := got.sent.value(name)
		wrong = cmp.Or(wrong, strict.difference("/"+name, sent, got.event[name]))
	}
	return wrong
}

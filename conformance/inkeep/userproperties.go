package inkeep

import (
	"context"
	"encoding/json"

	"github.com/understudy-mock/understudy/conformance"
)

func userProperties() []conformance.Check {
	return []conformance.Check{userPropertiesAccepted, userPropertiesKept, userNumbersKept}
}

// users are values of userProperties: the known members with every type that they may have, and further ones. As in properties, names and
// texts are ordinary ones.
func users() []map[string]any {
	return []map[string]any{
		{"id": "u-2048", "identificationType": "COOKIED", "userId": "4711", "supportAgentName": "Ines Duarte"},
		{"id": json.Number("4711"), "userId": json.Number("815"), "identificationType": "SSO", "userType": "beta"},
		{"id": json.Number("-7.25"), "userId": json.Number("0")},
		{"supportAgentEmail": "ines.duarte@support.example", "userType": "member", "userId": "a-4711"},
		{"id": nil, "identificationType": nil, "userId": nil, "supportAgentName": nil, "supportAgentEmail": nil, "userType": nil},
		{"id": "u-1", "plan": "pro", "seats": json.Number("12"), "trial": false, "tags": []any{"a", "b"}, "company": map[string]any{"name": "Duarte", "size": json.Number("3")}},
	}
}

var userPropertiesAccepted = conformance.Check{
	ID:          "inkeep.events.user-properties-accepted",
	Level:       conformance.Must,
	Requirement: "INK-PROP-2",
	Also:        []string{"INK-PROP-3", "INK-PROP-4", "INK-PROP-5", "INK-PROP-6", "INK-PROP-7", "INK-PROP-8", "INK-EVT-14"},
	Title:       "userProperties may have the known members, of all their types, and others.",
	Floor:       map[string]int{"events": 6},
	Run: with(func(ctx context.Context, a *asker) {
		for _, u := range users() {
			a.accept(ctx, "an event with the userProperties "+brief(u), func() draft { return a.message().with("userProperties", u) })
		}
	}),
}

var userPropertiesKept = conformance.Check{
	ID:          "inkeep.events.user-properties-kept",
	Level:       conformance.Should,
	Requirement: "INK-SCH-16",
	Title:       "userProperties come back as they were sent, known members and others.",
	Floor:       map[string]int{"events": 6},
	Run: with(func(ctx context.Context, a *asker) {
		for i, u := range users() {
			kind := kinds()[i%3]
			a.kept(ctx, "userProperties", func() draft { return a.event(kind).with("userProperties", u) })
		}
	}),
}

var userNumbersKept = conformance.Check{
	ID:          "inkeep.events.user-numbers-kept",
	Level:       conformance.Should,
	Requirement: "INK-SCH-17",
	Title:       "A number in userProperties comes back as a number, a text as a text.",
	Floor:       map[string]int{"events": 3},
	Run: with(func(ctx context.Context, a *asker) {
		for _, u := range []map[string]any{
			{"id": json.Number("0"), "userId": json.Number("0")},
			{"id": "4711", "userId": "0"},
			{"id": json.Number("0.25"), "userId": json.Number("4.5")},
		} {
			a.kept(ctx, "userProperties", func() draft { return a.message().with("userProperties", u) })
		}
	}),
}

// kept logs an event and wants one member of it back as it was sent.
func (a *asker) kept(ctx context.Context, name string, next func() draft) {
	got := a.echoed(ctx, next)
	if wrong := a.changed(got, name); wrong != "" {
		a.failEcho(got, name, name+" does not come back as it was sent: "+wrong)
	}
}

// changed says how a member that was sent came back changed.
func (s *session) changed(got *answer, name string) string {
	sent, there := got.sent.value(name)
	back, came := got.event[name]
	foreign := s.foreign(got.sent.body())
	switch {
	case !there || sent == nil: // nothing, null and {} are the same then
		if came && foreign(string(encode(back))) {
			return "/" + name + ": not sent, got " + brief(back)
		}
		return ""
	case !came:
		return "/" + name + ": sent " + brief(sent) + ", got nothing"
	default:
		return comparison{foreign: foreign}.difference("/"+name, sent, back)
	}
}

package events

import (
	"context"
	"encoding/json"
	"maps"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// EveryMember are the checks of events with every member.
func EveryMember() []conformance.Check {
	return []conformance.Check{everyMemberKept}
}

// everyMemberKept sends them with events of each kind: a server may go wrong with one kind, or where a member stands beside another one.
var everyMemberKept = conformance.Check{
	ID:          "inkeep.events.every-member-kept",
	Level:       conformance.Should,
	Requirement: "INK-SCH-15",
	Also:        []string{"INK-SCH-13", "INK-SCH-14", "INK-SCH-16", "INK-TIME-10"},
	Title:       "An event with every member, and values of every form at several depths, comes back as it was sent, whatever it is about.",
	Floor:       map[string]int{"events": 3},
	Run: kit.With(func(ctx context.Context, a *kit.Asker) {
		for _, kind := range kit.Kinds() {
			full := func() kit.Draft {
				user := kit.EveryForm()
				maps.Copy(user, map[string]any{
					"id": json.Number("0"), "userId": "00042", "identificationType": "COOKIED",
					"supportAgentName": " Ines  Duarte", "userType": "Member",
				})
				return a.Full(kind).With("projectId", a.Project).With("integrationId", a.Integration).
					With("properties", kit.EveryForm()).With("userProperties", user)
			}
			got := a.Log(ctx, full)
			if got.Refused() { // a server may be choosy about ids
				got = a.Log(ctx, func() kit.Draft { return full().Without("id") })
			}
			a.NeedEvent(got)
			if wrong := a.Misfit(got); wrong != "" {
				a.FailChanged(got, "an event with every member does not come back as it was sent: "+wrong,
					kit.Brief(json.RawMessage(got.Draft.Body())), got.Shown())
			}
			a.Saw("events", 1)
		}
	}),
}

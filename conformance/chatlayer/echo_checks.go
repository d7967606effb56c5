package chatlayer

import "github.com/understudy-mock/understudy/conformance"

func echoChecks() []conformance.Check {
	operations := []string{"Echo"}
	return []conformance.Check{
		{
			ID: "chatlayer.echo.same-text", Title: "Echo answers the message that it was sent.",
			Level: conformance.Must, Requirement: "CHL-ECHO-3", Also: []string{"CHL-ECHO-1", "CHL-ECHO-2", "CHL-OPS-4", "CHL-OPS-6"},
			Operations: operations, Floor: map[string]int{"messages": 5}, Run: bare(echoSame),
		},
		{
			ID: "chatlayer.echo.own-answer", Title: "Echoes that run at once answer their own messages.",
			Level: conformance.Must, Requirement: "CHL-ECHO-3", Operations: operations, Floor: map[string]int{"messages": 10}, Run: bare(echoAtOnce),
		},
		{
			ID: "chatlayer.echo.message-needed", Title: "Echo without a message is not answered with 2xx.", Level: conformance.Should,
			Requirement: "CHL-ECHO-5", Operations: operations, Floor: map[string]int{"bodies": 1}, Run: bare(echoNeedsMessage),
		},
	}
}

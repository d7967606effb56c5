package misbehave

// Advice says what a test of a client can look at to notice the mistakes of an area; empty if there is no such area.
func Advice(area string) string { return advice()[area] }

func advice() map[string]string {
	return map[string]string{
		"attributes": "filter by an attribute in a test whose events differ in it, and look at which events come and whether they are " +
			"whole.",
		"auth": "give a wrong secret, no credentials and another team's in tests, and expect the refusal; never take an empty list for " +
			"one. " +
			"A client that is let in where it should not be cannot notice: keep credentials out of what it caches.",
		"conversations": "log a conversation, send it again, read it back by each way there is, and compare it whole with what was sent.",
		"queries":       "log events with times and values of your own, and compare what filters, groups and orders give with that.",
		"concurrency":   "send requests at the same time in one test, and compare each answer with that of the same request alone.",
		"cors":          "run one test in a real browser from the origin of the page; a test in Node.js does not see these headers.",
		"definitions": "track events of a new name, create its definition, walk the list on short pages, and compare it with what was " +
			"sent.",
		"feedback": "submit feedback about two messages, change it and read it back with the message that it is about; count what the " +
			"list has of either type.",
		"filters": "look at every event that a filtered list shows, not only at how many there are, and plant one that nearly matches: " +
			"another case of letters, a longer name, no value at all.",
		"funnel": "let a few users do the steps in turn, out of turn, twice and outside the range, and work out by hand how many come to " +
			"each.",
		"inkeep": "compare the answer member by member with what was sent, null and empty values included; expect refusals with " +
			"their body.",
		"input": "send what is wrong on purpose (a word for a number, a time without sense) and expect a refusal, not an empty list.",
		"isolation": "ask for another team's bot with your credentials, and expect a refusal; plant events in two bots and look for " +
			"strangers.",
		"limits": "send a body, and ask for a page, just over the documented limit.",
		"negotiation": "look at Content-Type and at the encoding before a body is read, and refuse what is not JSON with a message of " +
			"its own.",
		"paging": "walk a list whose events fill several pages, some of them of one instant; collect the ids, and expect each exactly " +
			"once " +
			"and an end.",
		"robustness": "ask once more after a request that was refused or broke off, and expect the same answer as before.",
		"schema": "hold answers to the OpenAPI document (`understudy specs`) in the tests of the client, and read an absent member, " +
			"an empty one and null alike.",
		"team":      "compare the team's list with those of its bots.",
		"time":      "put events exactly on start_time and on end_time, and ask with an offset as well as with Z.",
		"tracking":  "track an event, list it, and compare it with what was sent: names, attributes, time and id.",
		"values":    "give two attributes values that have nothing in common, and look for each where it should be and where not.",
		"transport": "let a request be cut, answered with 500 or late, and see what the client shows and whether it asks again.",
	}
}

package chatlayer

// Why whole areas of the catalogue have no checks.
const (
	noValues        = "about the values of attributes, which are not among the events operations that are judged"
	noDefinitions   = "about event definitions, which are not among the events operations that are judged"
	noFunnels       = "about funnels, which are not among the events operations that are judged"
	noSubscriptions = "about subscriptions, which are not among the events operations that are judged"
	noWebhooks      = "about what the publisher sends to a receiver: no request to the target shows it"
	noOthers        = "about series and reports, which are not among the events operations that are judged"
	noHosts         = "about the publisher's own hosts; a target is wherever its URL says"
)

// untestable says why a requirement has no check.
func untestable() map[string]string {
	reasons := map[string]string{
		"CHL-JSON-2": "it tells clients what to do without; a server cannot break it",
		"CHL-FLT-11": "servers may show members that nobody documents, so one that tells the campaign breaks nothing",
		"CHL-VER-1":  "what other values are answered with is not documented (CHL-VER-3); that the two are kept apart is CHL-FLT-7",
		"CHL-VER-2":  "what other values are answered with is not documented (CHL-VER-3); that the two are kept apart is CHL-FLT-7",
		"CHL-SCH-8":  "it tells clients what to do without; a server cannot break it",
		"CHL-TRK-10": "what a server does with members that nobody documents is its own affair (CHL-JSON-7)",
		"CHL-TEAM-5": "what a server does with parameters that nobody documents is its own affair (CHL-JSON-7)",
	}
	for reason, ids := range map[string][]string{
		noHosts: {
			"CHL-HOST-1", "CHL-HOST-2", "CHL-HOST-3", "CHL-HOST-4", "CHL-HOST-5",
		},
		noValues: {
			"CHL-VAL-1", "CHL-VAL-2",
		},
		noDefinitions: {
			"CHL-DEF-1", "CHL-DEF-2", "CHL-DEF-4", "CHL-DEF-5", "CHL-DEF-6", "CHL-DEF-7",
		},
		noFunnels: {
			"CHL-FUN-1", "CHL-FUN-2", "CHL-FUN-3", "CHL-FUN-4", "CHL-FUN-5", "CHL-FUN-6", "CHL-FUN-7", "CHL-FUN-11",
		},
		noSubscriptions: {
			"CHL-SUB-1", "CHL-SUB-2", "CHL-SUB-3", "CHL-SUB-4", "CHL-SUB-5", "CHL-SUB-6", "CHL-SUB-7", "CHL-SUB-8", "CHL-SUB-9",
		},
		noWebhooks: {
			"CHL-HOOK-1", "CHL-HOOK-2", "CHL-HOOK-3", "CHL-HOOK-4", "CHL-HOOK-5", "CHL-HOOK-6", "CHL-HOOK-7", "CHL-HOOK-8", "CHL-HOOK-9",
		},
		noOthers: {
			"CHL-OTH-1", "CHL-OTH-2", "CHL-OTH-3", "CHL-OTH-4", "CHL-OTH-5", "CHL-OTH-6", "CHL-OTH-7", "CHL-OTH-8", "CHL-OTH-9",
			"CHL-OTH-10", "CHL-OTH-11", "CHL-OTH-12", "CHL-OTH-13", "CHL-OTH-14", "CHL-OTH-15", "CHL-OTH-16", "CHL-OTH-17", "CHL-OTH-18",
			"CHL-OTH-19",
		},
	} {
		for _, id := range ids {
			reasons[id] = reason
		}
	}
	return reasons
}

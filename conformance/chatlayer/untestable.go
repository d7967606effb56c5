package chatlayer

// Why groups of requirements have no check.
const (
	ofHosts   = "about the publisher's own hosts; a target is wherever its URL says"
	ofClients = "it tells clients what to do or to do without; a server cannot break it"
)

// untestable says why a requirement has no check.
func untestable() map[string]string {
	return map[string]string{
		"CHL-HOST-1": ofHosts,
		"CHL-HOST-2": ofHosts,
		"CHL-HOST-3": ofHosts,
		"CHL-HOST-4": ofHosts,
		"CHL-HOST-5": ofHosts,
		"CHL-HOST-6": "about the publisher's own hosts; a target's URL may have any path before it",
		"CHL-JSON-2": ofClients,
		"CHL-TIME-7": "it leaves the form open; that the one in known use is taken is CHL-TIME-8",
		"CHL-PAGE-4": "it permits shorter pages; a server cannot break it",
		"CHL-PAGE-5": ofClients,
		"CHL-FLT-11": "servers may show members that nobody documents, so one that tells the campaign breaks nothing",
		"CHL-VER-1":  "what other values are answered with is not documented (CHL-VER-3); that the two are kept apart is CHL-FLT-7",
		"CHL-VER-2":  "what other values are answered with is not documented (CHL-VER-3); that the two are kept apart is CHL-FLT-7",
		"CHL-SCH-8":  ofClients,
		"CHL-TRK-10": "what a server does with members that nobody documents is its own affair (CHL-JSON-7)",
		"CHL-FUN-5":  "no operator is documented (CHL-FUN-10), so that a server may refuse each filter that a check can send",
		"CHL-TEAM-5": "what a server does with parameters that nobody documents is its own affair (CHL-JSON-7)",
	}
}

// weaker says why no check of a requirement is of its level.
func weaker() map[string]string {
	const (
		required  = "it says what a client has to send; that a request without it is refused only follows (CHL-TIME-14)"
		operators = "there is no operator that a server is known to take (CHL-ATTR-4), so it may refuse each filter that a check can send"
	)
	return map[string]string{
		"CHL-OPS-9":  required,
		"CHL-TIME-3": required,
		"CHL-TIME-4": required,
		"CHL-TIME-5": required,
		"CHL-TIME-6": required,
		"CHL-ATTR-1": operators,
		"CHL-ATTR-2": operators,
		"CHL-ATTR-3": operators,
		"CHL-HTTP-8": "a server without a clock sends no Date, and no known client reads it",
	}
}

package inkeep

// ofTheSDK says why a requirement about the official SDK has no check.
const ofTheSDK = "it says what the SDK does with an answer; what a server owes it is "

// untestable says why a requirement has no check.
func untestable() map[string]string {
	return map[string]string{
		"INK-BASE-3": "it says what clients let their users set; a target is wherever its URL says",
		"INK-AUTH-5": "a key does not tell what it is of: one that does not read may be another; that it may send is part of " +
			"inkeep.auth.either-key",
		"INK-SCH-12": "it is a sample, and no target has to answer with its values; what it is a sample of are INK-SCH-1 to INK-SCH-11",
		"INK-ERR-11": "no request is sure to be answered with 403; inkeep.schema.problem-code judges one that comes",
		"INK-ERR-13": "no request is sure to be answered with 500; inkeep.schema.problem-code judges one that comes",
		"INK-ERR-17": "it allows other statuses and asks for nothing; the checks of refusals leave such answers alone",
		"INK-QRY-4":  "it says what a query cannot ask for; that the figures are true is INK-QRY-23",
		"INK-SDK-3":  "it is about what a client sends; a server sees one key in one header, as in every other request",
		"INK-SDK-5":  ofTheSDK + "INK-SCH-1 and INK-SCH-2",
		"INK-SDK-6":  ofTheSDK + "INK-ERR-1, INK-ERR-7 and INK-ERR-8",
		"INK-SDK-7":  ofTheSDK + "INK-SCH-7 to INK-SCH-9, INK-ID-1 and INK-TIME-8",
		"INK-SDK-8":  "it says where the SDK puts them; that they come back is INK-SCH-16",
		"INK-CLI-3":  "it says what a client looks at; that such events are refused is INK-BODY-8",
	}
}

// weaker says why no check of a requirement is of its level.
func weaker() map[string]string {
	return map[string]string{
		"INK-ERR-15": "any other 4xx may come (INK-ERR-17), a 404 from a gateway too",
		"INK-SDK-4": "that a request without a key is refused is INK-AUTH-12; a refusal that the SDK can read only follows, since a " +
			"gateway may answer",
		"INK-HTTP-8": "a server without a clock sends no Date, and no known client reads it",
	}
}

package inkeep

// untestable says why a requirement has no check.
func untestable() map[string]string {
	reasons := map[string]string{
		"INK-AUTH-5": "retrieving is outside the events API; that such a key may send is part of inkeep.auth.either-key",
		"INK-AUTH-6": "retrieving is outside the events API; that such a key may send is part of inkeep.auth.either-key",
		"INK-ERR-11": "no request is sure to be answered with 403; inkeep.schema.problem-code judges one that comes",
		"INK-ERR-13": "no request is sure to be answered with 500; inkeep.schema.problem-code judges one that comes",
		"INK-ERR-17": "it allows other statuses and asks for nothing; the checks of refusals leave such answers alone",
		"INK-SDK-3":  "it is about what a client sends; a server sees one key in one header, as in every other request",
	}
	outside := "outside the events API: it is about operations that this suite does not call"
	for _, id := range []string{
		"INK-AUTH-7", "INK-AUTH-10", "INK-LIM-5", "INK-ERR-14", "INK-SDK-11", "INK-CLI-5", "INK-CLI-6", "INK-CLI-7", "INK-CLI-8",
		"INK-QRY-1", "INK-QRY-2", "INK-QRY-4", "INK-QRY-5", "INK-QRY-7", "INK-QRY-8", "INK-QRY-9", "INK-QRY-10", "INK-QRY-12", "INK-QRY-13",
		"INK-QRY-14", "INK-QRY-15", "INK-QRY-17", "INK-QRY-18", "INK-QRY-20", "INK-QRY-22", "INK-QRY-23", "INK-QRY-24", "INK-QRY-25",
		"INK-QRY-26", "INK-QRY-27", "INK-QRY-28", "INK-QRY-30", "INK-QRY-31", "INK-QRY-32", "INK-QRY-33", "INK-QRY-35", "INK-QRY-36",
		"INK-CONV-1", "INK-CONV-2", "INK-CONV-3", "INK-CONV-4", "INK-CONV-5", "INK-CONV-6", "INK-CONV-7", "INK-CONV-8", "INK-CONV-9",
		"INK-CONV-10", "INK-CONV-11", "INK-FEED-1", "INK-FEED-2", "INK-FEED-3", "INK-FEED-4", "INK-FEED-5", "INK-FEED-6",
	} {
		reasons[id] = outside
	}
	return reasons
}

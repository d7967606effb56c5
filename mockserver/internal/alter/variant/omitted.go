package variant

// Omission is a choice of the published list of variants that has no entry in All.
type Omission struct {
	Row    string // such as L33
	Choice string
	Reason string
}

const asThePlainMock = "the mock without any variant does this"

// Omitted lists the choices without a variant, in the order of the rows.
func Omitted() []Omission {
	return []Omission{
		{"L01", `next_page_token is "" at the end`, asThePlainMock},
		{"L02", "oldest first", asThePlainMock},
		{"L06", "50 events by default", asThePlainMock},
		{"L09", "a token with other parameters is refused with 400", asThePlainMock},
		{"L11", "3 digits and Z, more where an event has more", asThePlainMock},
		{"L12", "the client's timestamp is taken", asThePlainMock},
		{
			"L13",
			"many events share one timestamp",
			"a timestamp that a client gave comes back to the millisecond, so a clock of whole seconds is a mistake: clock.whole-seconds",
		},
		{"L17", `empty members are ""`, asThePlainMock},
		{"L18", "events is []", asThePlainMock},
		{"L19", "ids are UUIDs", asThePlainMock},
		{"L20", "refusals are 400", asThePlainMock},
		{"L21", "a foreign bot gives 403", asThePlainMock},
		{"L22", "unknown parameters are ignored", asThePlainMock},
		{"L23", "unknown members are ignored", asThePlainMock},
		{"L26", "gzip never", asThePlainMock},
		{"L30", "2,097,152 bytes, over it 413", asThePlainMock},
		{"L31", "any RFC 3339 time", asThePlainMock},
		{"L32", "never deduplicated", asThePlainMock},
		{"L33", "track refuses undeclared event names", "a list of declared names would have to hold those a client is going to use, " +
			"and the documents have no operation here by which it could declare them; a list that learns from the first events is " +
			"nothing real"},
		{"L35", "not-equal includes events that lack the key", asThePlainMock},
		{"L37", "filter values are case-sensitive", asThePlainMock},
		{"L41", "given ids are accepted as they are", asThePlainMock},
		{"L42", "the same event twice is 200 and one event", asThePlainMock},
		{"L43", "createdAt is RFC 3339", asThePlainMock},
	}
}

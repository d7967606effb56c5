package eventstore

// Source holds events in order: a *Store, or events that are made as they are looked at.
type Source interface {
	// Search starts a search for the events that meet q, from q.Start on and behind q.After. It sees the source as it is now.
	Search(q *Query) Cursor
}

// Cursor goes through what a search finds, in the order of events.
type Cursor interface {
	// Next goes on to the next event, at first to the first. It reports false at the end. What takes long is told to spend,
	// whose error ends the search.
	Next(spend Spend) (bool, error)
	// Position is where the event stands.
	Position() Position
	// Payload is what the event carries.
	Payload() string
}

// Pager is a Cursor that may know pages by heart.
type Pager interface {
	Cursor
	// Page is what walk finds: at most limit events, from the one on at which the cursor stands. It walks if it does not know them.
	Page(limit int, walk func() (Page, error)) (Page, error)
}

// Spend notes work done, in looks at an event and in bytes compared. The error is that of a search that shall end.
type Spend func(work int) error

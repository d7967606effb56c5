package kit

import "strings"

// Names makes the names of a run. Each holds the run's nonce, so that nobody else's data can have it, and is plain: letters, digits
// and underscores, which a server takes that limits its names in any way.
type Names struct{ run string }

// NamesOf makes names that hold a nonce.
func NamesOf(run string) Names { return Names{run} }

// misnomer is what a campaign's other members say: the id of another one, for those who look at them.
func (n Names) misnomer(id string) string {
	if id == n.Campaign() {
		return n.Literal()
	}
	return n.Campaign()
}

// Of makes a name from a word that says what it is for.
func (n Names) Of(word string) string { return n.odd(strings.ReplaceAll(word, "-", "_")) }

// odd makes a name that has the word as it is. A server may refuse it.
func (n Names) odd(word string) string { return "cf" + n.run + "_" + word }

// ofAnother reports whether an event is another run's, by its tag or by its names: a server may number its events anew in each version
// of a bot, so that ids alone tell two runs not apart.
func (n Names) ofAnother(e Event) bool {
	foreign := func(name, prefix string) bool {
		nonce, _, found := strings.Cut(strings.TrimPrefix(name, prefix), "_")
		return found && strings.HasPrefix(name, prefix) && len(nonce) == len(n.run) && nonce != n.run && !strings.ContainsFunc(nonce, noNonce)
	}
	return foreign(e.Attributes[TagKey], "") || foreign(e.UserID, "cf") || foreign(e.Event, "cf")
}

// noNonce reports whether a letter is in no nonce of a run.
func noNonce(r rune) bool { return (r < 'a' || r > 'z') && (r < '2' || r > '7') }

// IsOwn reports whether a name is one of the run's.
func (n Names) IsOwn(name string) bool { return strings.HasPrefix(name, "cf"+n.run) }

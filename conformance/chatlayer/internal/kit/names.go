package kit

import (
	"strings"

	"github.com/understudy-mock/understudy/conformance"
)

// Names makes the names of a run. Each holds the run's nonce, so that nobody else's data can have it, and is plain: letters, digits
// and underscores, which a server takes that limits its names in any way.
type Names struct{ run string }

// NamesOf makes names that hold a nonce.
func NamesOf(run string) Names { return Names{run} }

// names are those that the run gives, and tags its values of TagKey.
func (n Names) names() conformance.Names { return conformance.NamesOf("cf", n.run) }
func (n Names) tags() conformance.Names  { return conformance.NamesOf("", n.run) }

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
func (n Names) odd(word string) string { return n.names().Of(word) }

// ofAnother reports whether an event is another run's, by its tag or by its names: a server may number its events anew in each version
// of a bot, so that ids alone tell two runs not apart.
func (n Names) ofAnother(e Event) bool {
	return n.tags().OfAnother(e.Attributes[TagKey]) || n.names().OfAnother(e.UserID) || n.names().OfAnother(e.Event)
}

// IsOwn reports whether a name is one of the run's.
func (n Names) IsOwn(name string) bool { return n.names().Own(name) }

package conformance

import "strings"

// Names makes the names of what a run writes, and tells them from those of others. A server that is judged may be used by others meanwhile:
// what a list shows beside the run's own is no mistake of the server. Of what another run wrote, and of what has a name of no run, a check
// knows only what the server shows; it may hold the server to that, and not to what was sent.
//
// A name is the prefix, the nonce of the run, a line and a word.
type Names struct{ prefix, run string }

// NamesOf returns the names of a run: the prefix is the suite's choice and may be empty, run is T.Run or Env.Run.
func NamesOf(prefix, run string) Names { return Names{prefix, run} }

// Of makes a name from a word.
func (n Names) Of(word string) string { return n.prefix + n.run + "_" + word }

// Own reports whether a name is one of the run's.
func (n Names) Own(name string) bool { return strings.HasPrefix(name, n.prefix+n.run) }

// OfAnother reports whether a name is one of another run with the same prefix. A name that is neither own nor of another run is nobody's.
func (n Names) OfAnother(name string) bool {
	rest, prefixed := strings.CutPrefix(name, n.prefix)
	nonce, _, found := strings.Cut(rest, "_")
	return prefixed && found && len(nonce) == len(n.run) && nonce != n.run && !strings.ContainsFunc(nonce, noNonce)
}

// noNonce reports whether a letter is in no nonce of a run.
func noNonce(r rune) bool { return (r < 'a' || r > 'z') && (r < '2' || r > '7') }

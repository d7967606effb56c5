package kit

import (
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// Changed names the first member that is listed otherwise than it was sent, and how. A member or an attribute that was not sent is
// the server's to fill, and a member that no list ever shows is not lost, unless it comes under another name.
func (s *Session) Changed(k *Known, e Event) (name, want, got string) {
	for _, m := range []struct{ name, want, got string }{
		{"event", k.Event, e.Event},
		{"user_id", k.User, e.UserID},
		{"conversation_id", k.Conversation, e.ConversationID},
		{"version", k.Version, e.Version},
	} {
		switch {
		case m.want == "" || sameText(m.want, m.got):
		case showsMember(s, m.name):
			return m.name, m.want, Quoted(m.got)
		case e.under(m.want) != "":
			return m.name, m.want, "none, and " + e.under(m.want) + " has it"
		}
	}
	if !showsMember(s, "attributes") {
		return "", "", ""
	}
	for _, key := range slices.Sorted(maps.Keys(k.Attributes)) {
		want := k.Attributes[key]
		got, there := e.Attributes[key]
		switch {
		case !there:
			return "attribute " + Quoted(key), want, e.without(key)
		case !sameText(got, want):
			return "attribute " + Quoted(key), want, Quoted(got)
		}
	}
	return "", "", ""
}

// without says what an event shows for an attribute that has no text.
func (e Event) without(key string) string {
	attributes, _ := ReadObject(e.Raw["attributes"])
	if value, there := attributes[key]; there {
		return ShortJSON(value)
	}
	return "none"
}

// keptOtherwise is what servers do to texts before they keep them.
var keptOtherwise = []struct {
	how  string
	kept func(string) string
}{
	{" is kept in lower case", strings.ToLower},
	{" is kept without the spaces at its ends", strings.TrimSpace},
}

// KeptOtherwise names what turns the text of a member into the one that is listed; it is empty if it is nothing known.
func KeptOtherwise(member, sent, listed string) string {
	for _, otherwise := range keptOtherwise {
		if sent != listed && otherwise.kept(sent) == listed {
			return member + otherwise.how
		}
	}
	return ""
}

// sameText compares texts as Unicode does: whether a letter and its accent are in one piece or in two nobody says.
func sameText(a, b string) bool { return a == b || norm.NFC.String(a) == norm.NFC.String(b) }

// showsMember reports whether some list showed an event with that member, empty or not.
func showsMember(s *Session, name string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown[name]
}

// TellsUntagged reports whether lists show by what an event without a tag is known: its user, or the id that its track is answered with.
// Either may be left out.
func (s *Session) TellsUntagged() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.shown["user_id"] || slices.ContainsFunc(s.Planted, func(k *Known) bool { return k.EventID != "" && k.Listed.ID == k.EventID })
}

// What servers do that look an id up among too many.
const (
	AcrossBots     = "ids unique across bots"
	AcrossVersions = "ids unique across versions"
)

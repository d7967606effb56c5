package kit

import (
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// Changed names the first member that is listed otherwise than it was sent, and how. A member or an attribute that was not sent is
// the server's to fill, and a member that no list ever shows is not lost, unless it comes under another name.
func (s *Session) Changed(k *RunEvent, e Event) (name, want, got string) {
	version := PlainFilter{
		Name: "version", Sent: func(e Sent) string { return e.Version },
		Shown: func(e Event) string { return e.Version },
	}
	for _, f := range append(ShownFilters(), version) {
		switch want, got := f.Sent(k.Sent), f.Shown(e); {
		case want == "" || sameText(want, got):
		case showsMember(s, f.Name):
			return f.Name, want, Quoted(got)
		case e.under(want) != "":
			return f.Name, want, noneAnd + e.under(want) + " has it"
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

// OtherName is what goes wrong where a member of an event stands under another name than its own.
const OtherName = "a member of an event has another name"

// noneAnd begins what is listed of a member whose text another has.
const noneAnd = "none, and "

// renamed puts failures that show the text of a member under another name to those that are about that.
func (s *Session) renamed(failed []conformance.Case) []conformance.Cause {
	cause, found := conformance.Cause{Shows: OtherName, Requirement: "CHL-JSON-1"}, false
	for _, c := range failed {
		about := slices.ContainsFunc(c.Failure.Symptoms, func(one conformance.Symptom) bool { return one.Text == OtherName })
		if found = found || about; about || slices.ContainsFunc(c.Failure.Exchanges, s.showsRenamed) {
			cause.Explains = append(cause.Explains, c.Check.ID)
		}
	}
	if !found {
		return nil
	}
	return []conformance.Cause{cause}
}

// showsRenamed reports whether a list shows the text of a member under another name.
func (s *Session) showsRenamed(x *exchange.Exchange) bool {
	_, list := s.queryOf(x.Request)
	return list && slices.ContainsFunc(s.newPage(x).Events, func(e Event) bool {
		k := s.Identify(e)
		if k == nil || !k.Owned {
			return false
		}
		_, _, got := s.Changed(k, e)
		return strings.HasPrefix(got, noneAnd)
	})
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

// KeptOtherwise names what turns the text of a member into the one that is listed, if it does so with all texts that lists have shown; it
// is empty if it is nothing known.
func (s *Session) KeptOtherwise(member, sent, listed string) string {
	for _, otherwise := range keptOtherwise {
		if sent != listed && otherwise.kept(sent) == listed && !s.keptAsSent(member, otherwise.kept) {
			return member + otherwise.how
		}
	}
	return ""
}

// keptAsSent reports whether a list has shown the member of an event, or an attribute if it is one, otherwise than changed so.
func (s *Session) keptAsSent(member string, changed func(string) string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.byTag {
		seen := k.open.Load()
		if seen == nil || !k.Owned {
			continue
		}
		for _, f := range ShownFilters() {
			if sent, is := f.Sent(k.Sent), f.Shown(seen.Event); member == f.Name && sent != "" && !sameText(changed(sent), is) {
				return true
			}
		}
		for key, sent := range k.Attributes {
			is, there := seen.Attributes[key]
			if strings.HasPrefix(member, "attribute ") && there && !sameText(changed(sent), is) {
				return true
			}
		}
	}
	return false
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
	return s.shown["user_id"] ||
		slices.ContainsFunc(s.Planted, func(k *RunEvent) bool { return k.EventID != "" && k.Listed.ID == k.EventID })
}

// What servers do that look an id up among too many.
const (
	AcrossBots     = "ids unique across bots"
	AcrossVersions = "ids unique across versions"
)

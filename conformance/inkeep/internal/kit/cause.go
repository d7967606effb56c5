package kit

import (
	"bytes"
	"slices"
)

// Likely causes that several checks show. One cause has one text, so that a report can put its failures together. More of them are
// the names of slips and what looksLikeInstant says.
const (
	answersEmpty   = "answers are empty"
	answersCut     = "answers are cut short"
	answersSwapped = "an event is answered with what another said"
	leftOver       = "properties of another event come back"
	idReplaced     = "an id that was given is replaced"
)

// hollow names the cause why an answer to an event that was accepted holds none; it is empty if it holds one.
func (a *Answer) hollow() string {
	switch text := string(bytes.TrimSpace(a.Text)); {
	case a.cutShort():
		return answersCut
	case a.Good() && slices.Contains([]string{"", "null", "[]", "{}", `""`}, text) && !a.long:
		return answersEmpty
	default:
		return ""
	}
}

// Likely names the one cause of all that is wrong with the answer to an event that was accepted; it is empty if there are several, or
// none is known.
func (s *Session) Likely(got *Answer) string {
	if like := got.hollow(); like != "" || got.Draft == nil || s.Breaks(got.Draft) {
		return like
	}
	if s.swapped(got) {
		return answersSwapped
	}
	var causes []string
	for _, name := range echoedMembers() {
		if like, wrong := s.Cause(got, name); wrong && !slices.Contains(causes, like) {
			causes = append(causes, like)
		}
	}
	if len(causes) != 1 {
		return ""
	}
	return causes[0]
}

// swapped reports whether an answer has the type or the reference of another event of the run.
func (s *Session) swapped(got *Answer) bool {
	foreign := s.Foreign(got.Draft.Body())
	return slices.ContainsFunc([]string{"type", "messageId", "conversationId", "searchQuery"},
		func(name string) bool { return foreign(got.Member(name)) })
}

// Cause names the likely cause for which a member came back wrong, if one is known, and reports whether it did.
func (s *Session) Cause(got *Answer, name string) (like string, wrong bool) {
	sent, there := got.Draft.Value(name)
	back := got.Event[name]
	switch name {
	case "createdAt":
		violation, like, _ := OtherInstant(got)
		return like, violation != ""
	case "properties", "userProperties":
		switch {
		case s.Changed(got, name) == "":
			return "", false
		case s.Foreign(got.Draft.Body())(string(Encode(back))):
			return leftOver, true
		case back == nil || isEmptyObject(back):
			return name + " are dropped", true
		}
	default:
		if !there || back == sent {
			return "", false
		}
	}
	if like = s.whole.where(name, slipOf(sent, back)); like == "" {
		like = s.whole.where(name, slipOfUUID(sent, back))
	}
	if like == "" && name == "id" && back != nil {
		return idReplaced, true
	}
	return like, true
}

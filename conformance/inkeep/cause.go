package inkeep

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
func (a *answer) hollow() string {
	switch text := string(bytes.TrimSpace(a.text)); {
	case a.cutShort():
		return answersCut
	case a.good() && slices.Contains([]string{"", "null", "[]", "{}", `""`}, text) && !a.long:
		return answersEmpty
	default:
		return ""
	}
}

// likely names the one cause of all that is wrong with the answer to an event that was accepted; it is empty if there are several, or
// none is known.
func (s *session) likely(got *answer) string {
	if like := got.hollow(); like != "" || got.sent == nil {
		return like
	}
	if s.swapped(got) {
		return answersSwapped
	}
	var causes []string
	for _, name := range echoedMembers() {
		if like, wrong := s.cause(got, name); wrong && !slices.Contains(causes, like) {
			causes = append(causes, like)
		}
	}
	if len(causes) != 1 {
		return ""
	}
	return causes[0]
}

// swapped reports whether an answer has the type or the reference of another event of the run.
func (s *session) swapped(got *answer) bool {
	foreign := s.foreign(got.sent.body())
	return slices.ContainsFunc([]string{"type", "messageId", "conversationId", "searchQuery"}, func(name string) bool { return foreign(got.member(name)) })
}

// cause names the likely cause for which a member came back wrong, if one is known, and reports whether it did.
func (s *session) cause(got *answer, name string) (like string, wrong bool) {
	sent, there := got.sent.value(name)
	back := got.event[name]
	switch name {
	case "createdAt":
		fault, like, _ := otherInstant(got)
		return like, fault != ""
	case "properties", "userProperties":
		switch {
		case s.changed(got, name) == "":
			return "", false
		case s.foreign(got.sent.body())(string(encode(back))):
			return leftOver, true
		case back == nil || isEmptyObject(back):
			return name + " are dropped", true
		}
	default:
		if !there || back == sent {
			return "", false
		}
	}
	if like = looksLike(sent, back); like == "" && name == "id" && back != nil {
		return idReplaced, true
	}
	return like, true
}

package kit

import (
	"context"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// echoedMembers are the members that come back in an answer.
func echoedMembers() []string {
	return []string{"entityType", "type", "messageId", "conversationId", "searchQuery", "id", "createdAt", "properties", "userProperties"}
}

// Diagnose names what becomes of a member that does not come back as it was sent, if one slip explains all the failures that show it.
// Otherwise they have the member in common, and none of the slips that single answers look like is named.
func Diagnose(_ context.Context, from any, failed []conformance.Case) (causes []conformance.Cause) {
	s, _ := from.(*Session)
	if s == nil {
		return nil
	}
	explained := []string{}
	for _, name := range echoedMembers() {
		var ids, likes []string
		for _, c := range failed {
			if slices.Contains(explained, c.Check.ID) ||
				slices.Contains([]string{answersEmpty, answersCut, answersSwapped}, c.Failure.LooksLike) {
				continue
			}
			more, wrong := s.likenesses(c.Failure, name)
			if wrong {
				ids, likes = append(ids, c.Check.ID), append(likes, more...)
			}
		}
		slices.Sort(likes)
		switch likes = slices.Compact(likes); {
		case len(ids) < 2:
			continue
		case len(likes) == 1 && likes[0] != "":
			causes = append(causes, conformance.Cause{Name: likes[0], Explains: ids})
		default:
			causes = append(causes, conformance.Cause{Shows: notEchoed(name), Explains: ids})
		}
		explained = append(explained, ids...)
	}
	return append(causes, protocol.Served(failed)...)
}

func notEchoed(name string) string { return name + " does not come back as it was sent" }

// likenesses are the slips that a member looks like in the answers of a failure in which it is wrong, "" for one that is not known.
// Nobody says what comes back of an event that should have been refused.
func (s *Session) likenesses(f conformance.Failure, name string) (likes []string, wrong bool) {
	for _, x := range f.Exchanges {
		got, readable := s.readUncut(x)
		if !readable || !got.Good() || got.hollow() != "" || got.Event == nil || s.Breaks(got.Draft) {
			continue
		}
		if like, changed := s.Cause(got, name); changed {
			likes, wrong = append(likes, like), true
		}
	}
	return likes, wrong
}

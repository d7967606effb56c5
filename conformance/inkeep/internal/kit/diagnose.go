package kit

import (
	"context"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
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
	swapped := s.swaps(failed)
	explained := swapped.Explains
	if explained != nil {
		causes = append(causes, swapped)
	}
	for _, name := range echoedMembers() {
		var ids, likes []string
		for _, c := range failed {
			if slices.Contains(explained, c.Check.ID) ||
				slices.Contains([]string{answersEmpty, answersCut}, c.Failure.LooksLike) {
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

// swaps puts together the failures that show an event answered with what another said.
func (s *Session) swaps(failed []conformance.Case) conformance.Cause {
	cause := conformance.Cause{Name: answersSwapped}
	for _, c := range failed {
		if c.Failure.LooksLike == answersSwapped || slices.ContainsFunc(c.Failure.Exchanges, func(x *exchange.Exchange) bool {
			got, judged := s.judged(x)
			return judged && s.swapped(got)
		}) {
			cause.Explains = append(cause.Explains, c.Check.ID)
		}
	}
	return cause
}

func notEchoed(name string) string { return name + " does not come back as it was sent" }

// likenesses are the slips that a member looks like in the answers of a failure in which it is wrong, "" for one that is not known.
func (s *Session) likenesses(f conformance.Failure, name string) (likes []string, wrong bool) {
	for _, x := range f.Exchanges {
		got, judged := s.judged(x)
		if !judged {
			continue
		}
		if like, changed := s.Cause(got, name); changed {
			likes, wrong = append(likes, like), true
		}
	}
	return likes, wrong
}

// judged reads the answer to a good event. Nobody says what comes back of an event that should have been refused.
func (s *Session) judged(x *exchange.Exchange) (got *Answer, ok bool) {
	got, readable := s.readUncut(x)
	return got, readable && got.Good() && got.hollow() == "" && got.Event != nil && !s.Breaks(got.Draft)
}

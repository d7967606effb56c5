package kit

import (
	"cmp"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// Symptoms are the symptoms that the exchanges of a failure have by themselves, whatever the check was about: they tell which failures
// go together.
func Symptoms(from any, f conformance.Failure) (all []conformance.Symptom) {
	s, _ := from.(*Session)
	if s == nil {
		return nil
	}
	for _, x := range f.Exchanges {
		if strings.HasPrefix(x.Request.Path, QueryPath+"/") {
			all = append(all, s.queried.shows()...)
		}
		if got, readable := s.readUncut(x); readable {
			for _, text := range s.shownBy(got) {
				all = append(all, conformance.Symptom{Text: text})
			}
		}
	}
	return all
}

// queried are the symptoms of events that queries ask about. It is safe for concurrent use; the zero value has none.
type queried struct {
	mu    sync.Mutex
	texts []string
}

// Queried notes the answer to an event that queries ask about: what comes back of it otherwise than it was sent may be why they find
// something else.
func (s *Session) Queried(got *Answer) {
	s.queried.mu.Lock()
	defer s.queried.mu.Unlock()
	s.queried.texts = append(s.queried.texts, s.shownBy(got)...)
}

func (q *queried) shows() (all []conformance.Symptom) {
	q.mu.Lock()
	defer q.mu.Unlock()
	for _, text := range q.texts {
		all = append(all, conformance.Symptom{Text: text})
	}
	return all
}

// readUncut reads an exchange that logged something, with what was sent, if nothing of it was cut off to be kept.
func (s *Session) readUncut(x *exchange.Exchange) (got *Answer, ok bool) {
	came, _ := x.Came()
	if x.Request.Method != http.MethodPost || x.Request.Path != "/events" || x.Busy() || came > len(x.Body) ||
		x.Sent() > len(x.Request.Body) {
		return nil, false
	}
	got = NewAnswer(Draft{}, x)
	sent, err := exchange.JSON(x.Request.Body)
	if object, isObject := sent.(map[string]any); err == nil && isObject {
		for _, name := range slices.Sorted(maps.Keys(object)) {
			got.Draft = append(got.Draft, Member{name, object[name]})
		}
	}
	return got, true
}

// shownBy are the symptoms of one answer.
func (s *Session) shownBy(got *Answer) (all []string) {
	wrong := s.wrongWith(got.Request.Body)
	if hollow := got.hollow(); hollow != "" {
		return []string{hollow}
	}
	if got.Refused() && !got.Request.Hostile && got.Request.Authorization != "" && len(wrong) == 0 {
		return []string{protocol.Refused().Text}
	}
	if !got.Good() {
		return nil
	}
	if len(wrong) > 0 { // nobody says what comes back of it
		return []string{"events are taken although something is wrong at " + placeOf(wrong[0].Pointer, got)}
	}
	for _, name := range echoedMembers() {
		if _, changed := s.Cause(got, name); changed && got.Event != nil {
			all = append(all, notEchoed(name))
		}
	}
	for _, v := range s.wrongAbout(got) {
		all = append(all, "answers break the contract at "+cmp.Or(v.Pointer, "their top"))
	}
	return all
}

// placeOf calls the place of what is wrong with an event so that one mistake has one name: where there is no event at all, and whichever
// reference of its kind it lacks.
func placeOf(pointer string, sent *Answer) string {
	switch {
	case pointer == "" || !exchange.IsJSON(sent.Request.Body):
		return "the top of their body"
	case slices.Contains([]string{"/messageId", "/conversationId", "/searchQuery"}, pointer):
		return "their reference"
	default:
		return pointer
	}
}

package kit

import (
	"sync"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// whole is which texts came back as they were sent, by their member: a slip that changes all texts would have changed these. The zero
// value is ready to use.
type whole struct {
	mu    sync.Mutex
	texts map[string]map[string]bool
}

// textMembers are those whose values are texts.
func textMembers() []string {
	return []string{"type", "messageId", "conversationId", "searchQuery", "id"}
}

// note keeps the texts of an event that came back in its answer, but for many and very long ones.
func (w *whole) note(x *exchange.Exchange, back map[string]any) {
	const most, longest = 500, 100_000
	v, err := exchange.JSON(x.Request.Body)
	sent, isObject := v.(map[string]any)
	if err != nil || !isObject {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, name := range textMembers() {
		text, isText := sent[name].(string)
		if !isText || back[name] != sent[name] || len(text) > longest || len(w.texts[name]) == most {
			continue
		}
		if w.texts == nil {
			w.texts = map[string]map[string]bool{}
		}
		if w.texts[name] == nil {
			w.texts[name] = map[string]bool{}
		}
		w.texts[name][text] = true
	}
}

// where names a slip that a member looks like, with the member if those of others were spared; it is empty if one of its own was.
func (w *whole) where(member string, s slip) string {
	if s.name == "" {
		return ""
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	named := s.name
	for name, texts := range w.texts {
		for text := range texts {
			switch {
			case s.change(text) == text:
			case name == member:
				return ""
			default:
				named = s.name + ", in " + member
			}
		}
	}
	return named
}

package variant

import (
	"maps"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// composed writes letters with an accent in one piece, as far as the tests of anybody go.
func composed(s string) string {
	return strings.NewReplacer("e\u0301", "é", "e\u0300", "è", "a\u0308", "ä",
		"o\u0308", "ö", "u\u0308", "ü", "n\u0303", "ñ", "A\u030a", "Å").
		Replace(s)
}

func composeTexts(_ *pipeline.Call, t *chatlayerworld.Track) error {
	e := &t.Event
	e.Event, e.UserID, e.ConversationID = composed(e.Event), composed(e.UserID), composed(e.ConversationID)
	e.Attributes = maps.Clone(e.Attributes)
	for key, value := range e.Attributes {
		e.Attributes[key] = composed(value)
	}
	return nil
}

// composedAlike asks the store for more and leaves the rest out, because the store compares exactly.
func composedAlike(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
	var where []eventstore.Equal
	wanted := map[string]string{}
	for _, w := range l.Query.Where {
		switch w.Field {
		case chatlayerworld.FieldEvent, chatlayerworld.FieldConversation, chatlayerworld.FieldUser:
			wanted[w.Field] = composed(w.Value)
		default:
			where = append(where, w)
		}
	}
	if len(wanted) == 0 {
		return next(l)
	}
	l.Query.Where = where
	return alter.Sift(next, l, func(e event) bool {
		has := map[string]string{
			chatlayerworld.FieldEvent: e.Event, chatlayerworld.FieldConversation: e.ConversationID, chatlayerworld.FieldUser: e.UserID,
		}
		for field, value := range wanted {
			if composed(has[field]) != value {
				return false
			}
		}
		return true
	})
}

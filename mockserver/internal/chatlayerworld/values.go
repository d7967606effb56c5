package chatlayerworld

import (
	"context"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// AttributeValues are the lowest values that an attribute has in a bot's events of both versions, at most so many, of those that hold a
// text in either case of letters. The error is that of ctx.
// CHL-VAL-3.
func AttributeValues(ctx context.Context, w *world.World, bot, attribute, holding string, most int) ([]string, error) {
	st, found := of(w), lowest{most: most, place: itself}
	holding = strings.ToLower(holding)
	add := func(value string) {
		if strings.Contains(strings.ToLower(value), holding) {
			found.add(value)
		}
	}
	seeded, err := st.seeded().timeline([]string{bot}, &eventstore.Query{}, nil)
	if err != nil {
		return nil, err
	}
	for value := range seeded.Values(attribute) {
		add(value)
	}
	from, to := always()
	q := eventstore.Query{Start: from, End: to, Where: []eventstore.Equal{{Field: fieldBot, Value: bot}}}
	for _, store := range st.written {
		err := store.Tally(ctx, q, eventstore.By{Label: attribute}, func(part eventstore.Tally) error {
			add(part.Value)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return found.texts, nil
}

func itself(text string) string { return text }

package variant

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

func filters() []Variant {
	return []Variant{
		legal("L34", "filter.other-operators", "Attribute operators are called EQUAL_TO and NOT_EQUAL_TO; other names are refused.",
			onFilters(otherNames)),
		legal("", "filter.none", "A list with attribute filters is refused with 400.", onFilters(noFilter)),
		legal("L35", "filter.not-equal-wants-the-key", "A not-equal filter skips events that lack the attribute.",
			alter.BeforeQuery(wantKey)),
		legal("L36", "filter.one-value", "An attribute filter with several values is refused.", onFilters(oneValue)),
		legal("", "filter.at-most-3", "A list with more than 3 attribute filters is refused with 400.", alter.AfterDecode(atMost3)),
		legal("", "filter.repeated-ignored", "A filter that stands in the query twice is ignored.", alter.ChangeSent(dropRepeated)),
		legal("", "track.names-composed", "Letters with an accent are stored in one piece, and looked for so.",
			alter.Together(alter.BeforeTrack(composeTexts), alter.AroundList(composedAlike))),
		legal("", "filter.unknown-name-is-404", "A filter by a name that no event of the bot has is refused with 404.",
			alter.AroundList(unknownNameRefused)),
		legal("", "filter.attributes-alone", "A list with attribute filters and other filters is refused with 400.",
			alter.AfterDecode(attributesAlone)),
		legal(
			"",
			"filter.empty-list-refused",
			"An empty list of attribute filters is refused with 400.",
			alter.AfterDecode(emptyListRefused),
		).against("CHL-ATTR-16"),
		legal("", "filter.empty-is-refused", "A filter that is an empty text is refused with 400.", alter.AfterDecode(emptyFilterRefused)),
		legal("", "filter.empty-means-empty", "A filter that is an empty text finds events that have none.",
			alter.AroundList(emptyMeansEmpty)),
	}
}

// onFilters changes or refuses every attribute filter of a list.
func onFilters(change func(filter map[string]any) error) alter.Decorator {
	return alter.AfterDecode(func(c *pipeline.Call) error {
		for _, f := range spec.MembersOf(c.Body.Map()).Objects("filters") {
			if err := change(f.Map()); err != nil {
				return err
			}
		}
		return nil
	})
}

func filtersOf(c *pipeline.Call) []any {
	list, _ := c.Body.Map()["filters"].([]any)
	return list
}

func otherNames(filter map[string]any) error {
	switch filter["operator"] {
	case "EQUAL_TO":
		filter["operator"] = "eq"
	case "NOT_EQUAL_TO":
		filter["operator"] = "neq"
	default:
		return alter.Refuse(http.StatusBadRequest, "filters: got the operator %v, expected EQUAL_TO or NOT_EQUAL_TO", filter["operator"])
	}
	return nil
}

func noFilter(map[string]any) error {
	return alter.Refuse(
		http.StatusBadRequest,
		"filters: got some, expected none; this server filters by event, conversation, user and campaign only",
	)
}

func oneValue(filter map[string]any) error {
	if values, _ := filter["value"].([]any); len(values) > 1 {
		return alter.Refuse(http.StatusBadRequest, "filters: got %d values, expected one", len(values))
	}
	return nil
}

func atMost3(c *pipeline.Call) error {
	const most = 3
	if n := len(filtersOf(c)); n > most {
		return alter.Refuse(http.StatusBadRequest, "filters: got %d, expected at most %d", n, most)
	}
	return nil
}

func wantKey(l *chatlayersteps.Lookup) {
	labels := slices.Clone(l.Query.Labels)
	for _, c := range l.Query.Labels {
		if c.Op == eventstore.NoneOf {
			labels = append(labels, eventstore.Condition{Key: c.Key, Op: eventstore.Exists})
		}
	}
	l.Query.Labels = labels
}

// dropRepeated takes a list of values for no value.
func dropRepeated(c *pipeline.Call) {
	q, err := url.ParseQuery(c.RawQuery)
	if err != nil || !alter.IsList(c) {
		return
	}
	for _, name := range filterNames() {
		if len(q[name]) > 1 {
			q.Del(name)
			c.RawQuery = q.Encode()
		}
	}
}

// unknownNameRefused is a server with a list of event names, which are those of its events.
func unknownNameRefused(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
	if name := l.Where(chatlayerworld.FieldEvent); name != "" {
		ever := *l
		ever.Query.Start, ever.Query.End, ever.Query.Labels = time.Time{}, time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC), nil
		ever.Query.Where = []eventstore.Equal{{Field: chatlayerworld.FieldEvent, Value: name}}
		if all, err := next.All(&ever); err == nil && len(all) == 0 {
			return chatlayersteps.Page{}, alter.Refuse(http.StatusNotFound, "event: got %q, which no event of the bot is called", name)
		}
	}
	return next(l)
}

func attributesAlone(c *pipeline.Call) error {
	for _, name := range filterNames() {
		if len(filtersOf(c)) > 0 && c.Args().Text(name) != "" {
			return alter.Refuse(http.StatusBadRequest, "filters: got attribute filters beside %s, expected either", name)
		}
	}
	return nil
}

func emptyListRefused(c *pipeline.Call) error {
	if list, given := c.Body.Map()["filters"].([]any); given && len(list) == 0 {
		return alter.Refuse(http.StatusBadRequest, "filters: got none, expected at least one, or no list")
	}
	return nil
}

// filterNames are the filters that are plain texts: all fields that can be asked for but the version, which every list names.
func filterNames() []string {
	return slices.DeleteFunc(chatlayerworld.Fields(), func(name string) bool { return name == chatlayerworld.FieldVersion })
}

func sentEmpty(c *pipeline.Call, name string) bool {
	value, there := c.Args().Map()[name]
	return there && value == ""
}

func emptyFilterRefused(c *pipeline.Call) error {
	if !alter.IsList(c) {
		return nil
	}
	for _, name := range filterNames() {
		if sentEmpty(c, name) {
			return alter.Refuse(http.StatusBadRequest, "%s: got an empty text, expected one that is not, or none", name)
		}
	}
	return nil
}

// emptyMeansEmpty leaves campaigns alone, of which an event does not tell.
func emptyMeansEmpty(next chatlayersteps.List, l *chatlayersteps.Lookup) (chatlayersteps.Page, error) {
	name, conversation, user := sentEmpty(l.Call, "event"), sentEmpty(l.Call, "conversation_id"), sentEmpty(l.Call, "user_id")
	if !name && !conversation && !user {
		return next(l)
	}
	return alter.Sift(next, l, func(e event) bool {
		return (!name || e.Event == "") && (!conversation || e.ConversationID == "") && (!user || e.UserID == "")
	})
}

package misbehave

import (
	"encoding/json"
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// trackIDs change ids that clients give, or take some for others.
func trackIDs() []Mutant {
	uuid := regexp.MustCompile(`(?i)^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$`)
	changing := func(change func(string) string) alter.Decorator {
		return alter.ChangeTracked(func(t *world.Track) { t.Event.ID = change(t.Event.ID) })
	}
	return area("tracking",
		mutant("id.case-folded", 4, "An id that the bot has in another case of letters is acknowledged and not stored.", "CHL-TRK-17 CHL-LAW-1", func(p *pipeline.Pipeline) {
			seen := alter.NewMemory[string]()
			dropWhen(func(_ int64, t world.Track) bool {
				if t.Event.ID == "" {
					return false
				}
				name := strings.Join([]string{t.Event.BotID, t.Event.Version, strings.ToLower(t.Event.ID)}, " ")
				first, there := seen.Get(name)
				if !there {
					seen.Put(name, t.Event.ID)
				}
				return there && first != t.Event.ID
			})(p)
		}),
		mutant("id.uuid-lower-case", 4, "An id that is a UUID is stored in lower case.", "CHL-TRK-17", changing(func(id string) string {
			if uuid.MatchString(id) {
				return strings.ToLower(id)
			}
			return id
		})),
		mutant("id.taken-is-500", 3, "A tracked event whose id the bot has is answered with 500.", "CHL-ROB-1", func(p *pipeline.Pipeline) {
			next := p.Track
			p.Track = func(c *pipeline.Call, t world.Track) (world.Tracked, error) {
				stored, err := next(c, t)
				if err == nil && !stored.Added && stored.Owner == t.Team {
					return stored, alter.Refuse(http.StatusInternalServerError, "duplicate key")
				}
				return stored, err
			}
		}),
		mutant("id.zeros-cut", 4, "Zeros at the beginning of an id that is a numeral are cut.", "CHL-TRK-17 CHL-LAW-1", changing(func(id string) string {
			if strings.Trim(id, "0123456789") == "" {
				return strings.TrimLeft(id, "0")
			}
			return id
		})),
		mutant("id.listed-as-number", 4, "An id that is a numeral is listed as a number.", "CHL-SCH-2 CHL-TRK-17", alter.OnEventTrees(func(e map[string]any) {
			if id := alter.Text(e, "id"); id != "" && strings.Trim(id, "0123456789") == "" {
				e["id"] = json.Number(strings.TrimLeft(id, "0"))
			}
		})),
		mutant("id.trimmed", 4, "Spaces around an id are cut.", "CHL-TRK-17", changing(strings.TrimSpace)),
		mutant("id.inherited-taken", 4, "Ids that every object of JavaScript has, such as constructor, are taken for ones that the bot has.", "CHL-TRK-17 CHL-LAW-1",
			dropWhen(func(_ int64, t world.Track) bool {
				return slices.Contains([]string{"constructor", "toString", "valueOf", "hasOwnProperty", "__proto__"}, t.Event.ID)
			})),
	)
}

// trackCharacters lose what is hard to see, or what a language writes otherwise.
func trackCharacters() []Mutant {
	const broken = "CHL-LAW-2 CHL-TRK-2"
	decimal := regexp.MustCompile(`^\d+\.\d+$`)
	losingFromNames := func(lost string) alter.Decorator {
		without := func(s string) string { return strings.ReplaceAll(s, lost, "") }
		return alter.ChangeTracked(func(t *world.Track) {
			t.Event.Event, t.Event.UserID, t.Event.ConversationID = without(t.Event.Event), without(t.Event.UserID), without(t.Event.ConversationID)
		})
	}
	return area("tracking",
		mutant("track.tabs-lost-from-names", 4, "Tabs in names, users and conversations are lost.", broken, losingFromNames("\t")),
		mutant("track.zero-width-lost-from-names", 4, "Spaces without width in names, users and conversations are lost.", broken, losingFromNames("\u200b")),
		mutant("track.tabs-are-spaces", 4, "A tab in the value of an attribute becomes a space.", "CHL-LAW-2 CHL-TRK-4", eachValue(func(v string) string { return strings.ReplaceAll(v, "\t", " ") })),
		mutant("track.capital-booleans-lowered", 4, "The values True and False, as text, become true and false.", "CHL-LAW-2 CHL-TRK-4", eachValue(func(v string) string {
			if v == "True" || v == "False" {
				return strings.ToLower(v)
			}
			return v
		})),
		mutant("track.addresses-lowered", 4, "A user_id with an @ is stored in lower case.", broken, alter.ChangeTracked(func(t *world.Track) {
			if strings.Contains(t.Event.UserID, "@") {
				t.Event.UserID = strings.ToLower(t.Event.UserID)
			}
		})),
		mutant("track.hyphens-are-underscores", 4, "A hyphen in the name of an attribute becomes an underscore.", "CHL-LAW-2 CHL-TRK-4", onAttributes(func(attributes map[string]string) {
			for _, name := range sortedKeys(attributes) {
				value := attributes[name]
				delete(attributes, name)
				attributes[strings.ReplaceAll(name, "-", "_")] = value
			}
		})),
		mutant("track.decimals-shortened", 4, "Of a value that is a decimal fraction the zeros at the end are lost.", "CHL-LAW-2 CHL-TRK-4", eachValue(func(v string) string {
			if decimal.MatchString(v) {
				return strings.TrimRight(strings.TrimRight(v, "0"), ".")
			}
			return v
		})),
		mutant("track.numbered-attributes-are-a-list", 4, "Attributes whose names count up from 0 are listed as an array.", "CHL-LAW-2 CHL-SCH-3", alter.OnEventTrees(func(e map[string]any) {
			attributes, _ := e["attributes"].(map[string]any)
			list := []any{}
			for value, there := attributes["0"]; there; value, there = attributes[strconv.Itoa(len(list))] {
				list = append(list, value)
			}
			if len(list) > 0 && len(list) == len(attributes) {
				e["attributes"] = list
			}
		})),
		mutant("track.null-attributes-kept", 4, "An attribute that is null is taken and listed as null.", "CHL-TRK-4 CHL-SCH-3", nullAttributesKept),
	)
}

// nullAttributesKept stores a text in place of null and shows null in its place.
func nullAttributesKept(p *pipeline.Pipeline) {
	const stored = "understudy null"
	replace := func(o map[string]any, from, to any) {
		attributes, _ := o["attributes"].(map[string]any)
		for key, value := range attributes {
			if value == from {
				attributes[key] = to
			}
		}
	}
	alter.Together(
		alter.ChangeSent(func(c *pipeline.Call) {
			if o := alter.Tree(c.Sent); c.Is(alter.TrackEvent) && o != nil {
				replace(o, nil, stored)
				c.Sent = alter.Write(o)
			}
		}),
		alter.OnEventTrees(func(e map[string]any) { replace(e, stored, nil) }),
	)(p)
}

// answersKept gives the first answer to a list again, for ever.
func answersKept() []Mutant {
	return area("paging", mutant("list.kept-for-ever", 4, "A list that was asked for before is answered as it was then.", "CHL-LAW-1", func(p *pipeline.Pipeline) {
		kept := alter.NewMemory[pipeline.Page]()
		alter.AroundList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
			key := fmt.Sprint(l.Team, l.Asked, l.Bots, l.Bound, l.Query.Limit, l.Token)
			if page, there := kept.Get(key); there {
				return page, nil
			}
			page, err := next(l)
			if err == nil {
				kept.Put(key, pipeline.Page{Events: slices.Clone(page.Events), Next: page.Next})
			}
			return page, err
		})(p)
	}))
}

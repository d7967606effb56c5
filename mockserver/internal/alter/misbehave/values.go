package misbehave

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

func values() []Misbehaviour {
	return area("values",
		breaks("values.bare-texts", 1, "The values of an attribute are bare texts, without a key.", "CHL-VAL-2",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
				texts := []any{}
				for _, v := range spec.MembersOf(o).Objects("attributes") {
					texts = append(texts, v.Text("value"))
				}
				o["attributes"] = texts
			}, alter.ListValues)),
		breaks("values.lower-case", 2, "The values of an attribute are told in lower case.", "CHL-VAL-4",
			alter.AroundValues(func(next chatlayersteps.Values, c *pipeline.Call, v chatlayersteps.ValueLookup) ([]string, error) {
				found, err := next(c, v)
				for i, text := range found {
					found[i] = strings.ToLower(text)
				}
				return found, err
			})),
		breaks("values.any-attribute", 2, "The values of an attribute are those of all attributes that were tracked.", "CHL-VAL-5",
			ofNames(func(string, string) bool { return true })),
		breaks("values.other-bots", 3, "The values of an attribute are those in the events of all bots of the team.", "CHL-VAL-5",
			func(p *pipeline.Pipeline) {
				severalValues(func(c *pipeline.Call, v chatlayersteps.ValueLookup) (all []chatlayersteps.ValueLookup) {
					for _, bot := range append(slices.Clone(chatlayerworld.Bots(p.World, c.Who.Team)), v.Bot) {
						all = append(all, chatlayersteps.ValueLookup{Bot: bot, Attribute: v.Attribute, Holding: v.Holding})
					}
					return all
				})(p)
			}),
		breaks("values.query-is-pattern", 3, "% and _ in a query for the values of an attribute stand for any text.", "CHL-VAL-6",
			amongAll(func(query string) (*regexp.Regexp, error) {
				return regexp.Compile("(?is)" + strings.NewReplacer("%", ".*", "_", ".").Replace(regexp.QuoteMeta(query)))
			})),
		breaks("values.query-is-regexp", 3, "A query for the values of an attribute is a regular expression.", "CHL-VAL-6 CHL-VAL-4",
			amongAll(func(query string) (*regexp.Regexp, error) { return regexp.Compile("(?is)" + query) })),
		breaks("values.first-hundred", 4, "The values of an attribute are looked for among the first hundred.", "CHL-VAL-4",
			alter.AroundValues(func(next chatlayersteps.Values, c *pipeline.Call, v chatlayersteps.ValueLookup) ([]string, error) {
				query := strings.ToLower(v.Holding)
				v.Holding = ""
				all, err := next(c, v)
				return slices.DeleteFunc(all, func(text string) bool { return !strings.Contains(strings.ToLower(text), query) }), err
			})),
		breaks("values.key-any-case", 4, "The values of an attribute are those of all whose names differ by the case of letters alone.",
			"CHL-VAL-5", ofNames(strings.EqualFold)),
		breaks("values.query-ignored", 2, "The query for the values of an attribute is ignored.", "CHL-VAL-6",
			alter.AroundValues(func(next chatlayersteps.Values, c *pipeline.Call, v chatlayersteps.ValueLookup) ([]string, error) {
				v.Holding = ""
				return next(c, v)
			})),
	)
}

// severalValues tells the values of several lookups in place of one.
func severalValues(of func(*pipeline.Call, chatlayersteps.ValueLookup) []chatlayersteps.ValueLookup) alter.Decorator {
	return alter.AroundValues(func(next chatlayersteps.Values, c *pipeline.Call, v chatlayersteps.ValueLookup) ([]string, error) {
		var all []string
		for _, lookup := range of(c, v) {
			found, err := next(c, lookup)
			if err != nil {
				return nil, err
			}
			all = append(all, found...)
		}
		slices.Sort(all)
		return slices.Compact(all), nil
	})
}

// amongAll looks for what a query means among all values. One that means nothing finds none.
func amongAll(meaning func(query string) (*regexp.Regexp, error)) alter.Decorator {
	const all, most = 1 << 20, 100
	return func(p *pipeline.Pipeline) {
		chatlayersteps.Of(p).Values = func(c *pipeline.Call, v chatlayersteps.ValueLookup) ([]string, error) {
			wanted, wrong := meaning(v.Holding)
			found, err := chatlayerworld.AttributeValues(c.Context, p.World, v.Bot, v.Attribute, "", all)
			found = slices.DeleteFunc(found, func(text string) bool { return wrong != nil || !wanted.MatchString(text) })
			return found[:min(most, len(found))], err
		}
	}
}

// ofNames tells the values of all attributes whose names match. It notes which there are as they are tracked.
func ofNames(match func(name, asked string) bool) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		var mu sync.Mutex
		known := map[string]bool{}
		alter.ChangeTracked(func(t *chatlayerworld.Track) {
			mu.Lock()
			defer mu.Unlock()
			for name := range t.Event.Attributes {
				known[name] = true
			}
		})(p)
		severalValues(func(_ *pipeline.Call, v chatlayersteps.ValueLookup) []chatlayersteps.ValueLookup {
			mu.Lock()
			defer mu.Unlock()
			all := []chatlayersteps.ValueLookup{v}
			for _, name := range sortedKeys(known) {
				if match(name, v.Attribute) {
					all = append(all, chatlayersteps.ValueLookup{Bot: v.Bot, Attribute: name, Holding: v.Holding})
				}
			}
			return all
		})(p)
	}
}

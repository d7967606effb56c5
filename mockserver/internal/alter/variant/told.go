package variant

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/google/uuid"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/funnel"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

type definitionPage = chatlayer.ListEventDefinitionsResponse

// told are about what is told of events as a whole: their definitions, the values of their attributes, and funnels.
func told() []Variant {
	return slices.Concat(toldDefinitions(), toldValues(), toldFunnels())
}

func toldDefinitions() []Variant {
	return []Variant{
		legal("", "told.nothing", "There are no definitions, values and funnels: their paths are answered with 404.",
			alter.OnWire(toldNothing)),
		legal("", "definitions.created-only", "Events have no definition unless it is created.", createdOnly),
		legal("", "definitions.later", "A definition is listed half a second after it was created, or an event of its name was tracked.",
			definitionsLater(500*time.Millisecond)),
		legal("", "definitions.of-team",
			"A definition that is created with a team_id is in the list of its bot only when that is asked for with the team_id.",
			definitionsOfTeam),
		legal("", "definitions.backwards", "Each page of definitions is in the reverse order.",
			aroundPage(func(page *definitionPage) { slices.Reverse(page.EventDefinitions) })),
		legal("", "definitions.bare", "A definition lacks what is empty, created_at and what tells of its events.",
			alter.OnDefinitions(func(d map[string]any) {
				for _, name := range []string{"created_at", "last_seen_at", "volume_30_day"} {
					delete(d, name)
				}
				for name, value := range d {
					if value == "" {
						delete(d, name)
					}
				}
			})),
	}
}

func toldValues() []Variant {
	return []Variant{
		legal("", "values.repeated", "A value of an attribute is told several times.",
			alter.AroundValues(func(next chatlayersteps.Values, c *pipeline.Call, v chatlayersteps.ValueLookup) ([]string, error) {
				found, err := next(c, v)
				return slices.Concat(found, found), err
			})),
		legal("", "values.by-beginning", "A query finds the values that begin with it, in the same case of letters.",
			alter.AroundValues(func(next chatlayersteps.Values, c *pipeline.Call, v chatlayersteps.ValueLookup) ([]string, error) {
				found, err := next(c, v)
				return slices.DeleteFunc(found, func(text string) bool { return !strings.HasPrefix(text, v.Holding) }), err
			})),
		legal("", "values.of-words", "A query looks for words: one without a letter or a digit finds nothing.",
			alter.AroundValues(func(next chatlayersteps.Values, c *pipeline.Call, v chatlayersteps.ValueLookup) ([]string, error) {
				inWord := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
				if v.Holding != "" && !strings.ContainsFunc(v.Holding, inWord) {
					return nil, nil
				}
				return next(c, v)
			})),
	}
}

func toldFunnels() []Variant {
	return []Variant{
		legal("", "funnel.no-empty-filters", "A funnel with an empty list of filters is refused with 400.",
			alter.AfterDecode(noEmptyFilters)),
		legal("", "funnel.by-definition", "The event_id of a step is the id of a definition, and never a name.", byDefinition),
		legal("", "funnel.definitions-only", "A funnel needs two steps, and is refused if an event_id is the id of no definition.",
			definitionsOnly),
		legal("", "funnel.later", "A funnel counts events half a second after the first of their name was tracked.",
			funnelsLater(500*time.Millisecond)),
		legal("", "funnel.by-step", "The counts of a funnel stand together by steps, each with the value of its cohort.",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) { o["result"] = bySteps(o) }, alter.CountFunnel)),
		legal("", "funnel.one-order", "A strict funnel counts like a sequential one.",
			alter.ChangeFunnel(func(_ *pipeline.Call, f *chatlayerworld.Funnel) { f.Strict = false })),
		legal("", "funnel.order-is-text", "The order of a step's count is a text, as many servers write an int64.",
			alter.OnFunnelCounts(func(count map[string]any) { count["order"] = fmt.Sprint(count["order"]) })),
		legal("", "funnel.zeros-left-out", "A funnel leaves out the steps to which nobody came.",
			alter.OnTree(func(_ *pipeline.Call, o map[string]any) {
				for _, cohort := range spec.MembersOf(o).Objects("result") {
					all, _ := cohort.Map()["values"].([]any)
					cohort.Map()["values"] = slices.DeleteFunc(all, func(v any) bool {
						count, _ := v.(map[string]any)
						return fmt.Sprint(count["count"]) == "0"
					})
				}
			}, alter.CountFunnel)),
		legal("", "funnel.no-cohorts", "A breakdown_property is the name of nothing that events have, so that there is one cohort.",
			alter.ChangeFunnel(func(_ *pipeline.Call, f *chatlayerworld.Funnel) { f.Breakdown = "" })),
	}
}

var toldPaths = regexp.MustCompile(`/events/(definitions|funnel|attributes/[^/]+/values)$`)

func toldNothing(next http.Handler, w http.ResponseWriter, r *http.Request) {
	if toldPaths.MatchString(r.URL.Path) {
		proxyPage(w, http.StatusNotFound)
		return
	}
	next.ServeHTTP(w, r)
}

// aroundPage changes each page of definitions.
func aroundPage(change func(*definitionPage)) alter.Decorator {
	return alter.AroundDefinitions(func(next chatlayersteps.Definitions, l *chatlayersteps.DefinitionLookup) (definitionPage, error) {
		page, err := next(l)
		change(&page)
		return page, err
	})
}

func createdOnly(p *pipeline.Pipeline) {
	var created sync.Map
	alter.ChangeDefinition(func(d *chatlayerworld.DefineEvent) { created.Store(d.Bot+" "+d.Event, true) })(p)
	aroundPage(func(page *definitionPage) {
		page.EventDefinitions = slices.DeleteFunc(page.EventDefinitions, func(d chatlayer.EventDefinition) bool {
			_, is := created.Load(d.BotID + " " + d.Event)
			return !is
		})
	})(p)
}

// definitionsOfTeam leaves those that were created with a team_id out of the list of a bot that is asked for without one.
func definitionsOfTeam(p *pipeline.Pipeline) {
	var wide sync.Map
	steps := chatlayersteps.Of(p)
	define := steps.Define
	steps.Define = func(c *pipeline.Call, d chatlayerworld.DefineEvent) (chatlayerworld.Defined, error) {
		if alter.Text(alter.Tree(c.Sent), "team_id") != "" {
			wide.Store(d.Bot+" "+d.Event, true)
		}
		return define(c, d)
	}
	alter.AroundDefinitions(func(next chatlayersteps.Definitions, l *chatlayersteps.DefinitionLookup) (definitionPage, error) {
		page, err := next(l)
		if _, given := alter.Argument(l.Call, "team_id"); !given && l.Call.Is(alter.ListDefinitions) {
			page.EventDefinitions = slices.DeleteFunc(page.EventDefinitions, func(d chatlayer.EventDefinition) bool {
				_, is := wide.Load(d.BotID + " " + d.Event)
				return is
			})
		}
		return page, err
	})(p)
}

func noEmptyFilters(c *pipeline.Call) error {
	if filters, are := alter.Tree(c.Sent)["properties"].([]any); c.Is(alter.CountFunnel) && are && len(filters) == 0 {
		return alter.Refuse(http.StatusBadRequest, "properties is a list of one filter at least")
	}
	return nil
}

// newNames tells which names of a bot's events came less than a delay ago for the first time, tracked or defined.
func newNames(p *pipeline.Pipeline, delay time.Duration) func(bot, event string) bool {
	var came sync.Map
	watch := startStopwatch()
	alter.ChangeTracked(func(t *chatlayerworld.Track) { came.LoadOrStore(t.Event.BotID+" "+t.Event.Event, watch()) })(p)
	alter.ChangeDefinition(func(d *chatlayerworld.DefineEvent) { came.LoadOrStore(d.Bot+" "+d.Event, watch()) })(p)
	return func(bot, event string) bool {
		at, known := came.Load(bot + " " + event)
		return known && watch()-at.(time.Duration) < delay //nolint:forcetypeassert // nothing else is stored
	}
}

func definitionsLater(delay time.Duration) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		isNew := newNames(p, delay)
		aroundPage(func(page *definitionPage) {
			page.EventDefinitions = slices.DeleteFunc(page.EventDefinitions, func(d chatlayer.EventDefinition) bool {
				return isNew(d.BotID, d.Event)
			})
		})(p)
	}
}

// funnelsLater has no events for a step whose name is new.
func funnelsLater(delay time.Duration) alter.Decorator {
	return func(p *pipeline.Pipeline) {
		isNew := newNames(p, delay)
		alter.ChangeFunnel(func(_ *pipeline.Call, f *chatlayerworld.Funnel) {
			for i := range f.Steps {
				if isNew(f.Bot, f.Steps[i].Event) {
					f.Steps[i].Event = ""
				}
			}
		})(p)
	}
}

// byDefinition gives a step that names events an event that there is not.
func byDefinition(p *pipeline.Pipeline) {
	alter.AroundFunnel(func(next chatlayersteps.Funnel, c *pipeline.Call, f chatlayerworld.Funnel) ([]funnel.Cohort, error) {
		named := namesIn(c)
		for i, step := range f.Steps {
			if named[step.Event] {
				f.Steps[i].Event = ""
			}
		}
		return next(c, f)
	})(p)
}

// namesIn are the event_ids of a funnel's steps that are names of events.
func namesIn(c *pipeline.Call) map[string]bool {
	named := map[string]bool{}
	for _, step := range spec.MembersOf(alter.Tree(c.Sent)).Objects("steps") {
		if id := step.Text("event_id"); uuid.Validate(id) != nil {
			named[id] = true
		}
	}
	return named
}

// definitionsOnly refuses funnels of names and those of one step.
func definitionsOnly(p *pipeline.Pipeline) {
	alter.AroundFunnel(func(next chatlayersteps.Funnel, c *pipeline.Call, f chatlayerworld.Funnel) ([]funnel.Cohort, error) {
		if len(namesIn(c)) > 0 || len(f.Steps) < 2 {
			return nil, pipeline.Refused(http.StatusBadRequest, spec.Violation{
				Side: spec.SideRequest, In: spec.InBody, Pointer: "/steps", Expected: "two ids of definitions",
			})
		}
		return next(c, f)
	})(p)
}

// bySteps are the counts of a funnel's cohorts by their steps.
func bySteps(o map[string]any) []any {
	var steps [][]any
	for _, cohort := range spec.MembersOf(o).Objects("result") {
		for i, count := range cohort.Objects("values") {
			if i == len(steps) {
				steps = append(steps, nil)
			}
			steps[i] = append(steps[i], count.Map())
		}
	}
	result := []any{}
	for _, counts := range steps {
		result = append(result, map[string]any{"values": counts})
	}
	return result
}

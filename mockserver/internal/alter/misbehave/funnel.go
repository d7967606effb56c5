package misbehave

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/funnel"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func funnels() []Misbehaviour {
	return area("funnel",
		breaks("funnel.counts-are-texts", 1, "The counts of a funnel are texts.", "CHL-FUN-7 CHL-FUN-6",
			alter.OnFunnelCounts(func(count map[string]any) { count["count"] = fmt.Sprint(count["count"]) })),
		breaks("funnel.default-strict", 3, "A funnel without an order_type is a strict one.", "CHL-FUN-3",
			alter.ChangeFunnel(func(c *pipeline.Call, f *chatlayerworld.Funnel) {
				f.Strict = f.Strict || alter.Tree(c.Sent)["order_type"] == nil
			})),
		breaks("funnel.order-is-text", 4, "The numbers of a funnel's steps are ordered as texts: 10 comes before 2.", "CHL-FUN-16",
			alter.ChangeSent(func(c *pipeline.Call) {
				if c.Is(alter.CountFunnel) {
					changeBody(c, stepsAsTexts)
				}
			})),
		breaks("funnel.event-is-every-step", 4, "An event that several steps of a funnel are about is all of them at once.", "CHL-FUN-16",
			alter.AroundFunnel(everyStepAtOnce)),
		breaks("funnel.steps-unneeded", 3, "A funnel without steps is answered with no counts.", "CHL-FUN-21",
			alter.OnAnswer(func(c *pipeline.Call, a *pipeline.Answer) {
				if _, there := alter.Tree(c.Sent)["steps"]; c.Is(alter.CountFunnel) && !there && a.Status == http.StatusBadRequest {
					a.Status, a.Body = http.StatusOK, []byte(`{"result":[]}`)
				}
			})),
		breaks("funnel.steps-apart", 2, "Each step of a funnel is counted by itself, whoever did those before it.",
			"CHL-FUN-16 CHL-FUN-17", alter.AroundFunnel(stepsApart)),
		breaks("funnel.counts-events", 2, "A funnel counts events and not those who did them.", "CHL-FUN-17", countEvents),
		breaks("funnel.window-ignored", 2, "A funnel counts what happened at any time.", "CHL-FUN-18",
			alter.ChangeFunnel(func(_ *pipeline.Call, f *chatlayerworld.Funnel) {
				f.Start, f.End = time.Unix(0, 0), f.End.AddDate(100, 0, 0)
			})),
		breaks("funnel.cohorts-mixed", 3, "The counts of each cohort of a funnel are shown as those of the next.", "CHL-FUN-20",
			alter.AroundFunnel(func(next chatlayersteps.Funnel, c *pipeline.Call, f chatlayerworld.Funnel) ([]funnel.Cohort, error) {
				all, err := next(c, f)
				for i := range len(all) - 1 {
					all[i].Name, all[i+1].Name = all[i+1].Name, all[i].Name
				}
				return all, err
			})),
	)
}

// stepsAsTexts gives steps the places that their numbers have as texts.
func stepsAsTexts(o map[string]any) {
	all, _ := o["steps"].([]any)
	number := func(step any) string {
		one, _ := step.(map[string]any)
		return fmt.Sprint(one["order"])
	}
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b any) int { return strings.Compare(number(a), number(b)) })
	for i, step := range sorted {
		if one, is := step.(map[string]any); is && one["order"] != nil {
			one["order"] = i + 1
		}
	}
}

// everyStepAtOnce counts a step that is the one before once more for whoever came to that.
func everyStepAtOnce(next chatlayersteps.Funnel, c *pipeline.Call, f chatlayerworld.Funnel) ([]funnel.Cohort, error) {
	all, err := next(c, f)
	for _, cohort := range all {
		for i := 1; i < len(f.Steps) && i < len(cohort.Counts); i++ {
			if f.Steps[i].Event == f.Steps[i-1].Event {
				cohort.Counts[i] = cohort.Counts[i-1]
			}
		}
	}
	return all, err
}

func stepsApart(next chatlayersteps.Funnel, c *pipeline.Call, f chatlayerworld.Funnel) ([]funnel.Cohort, error) {
	all, err := next(c, f)
	if len(all) != 1 {
		return all, err
	}
	for i, step := range f.Steps {
		alone := f
		alone.Steps = []chatlayerworld.FunnelStep{step}
		cohorts, err := next(c, alone)
		if err != nil {
			return nil, err
		}
		if all[0].Counts[i] = 0; len(cohorts) > 0 {
			all[0].Counts[i] = cohorts[0].Counts[0]
		}
	}
	return all, err
}

// countEvents counts by the list of each step's events.
func countEvents(p *pipeline.Pipeline) {
	alter.AroundFunnel(func(next chatlayersteps.Funnel, c *pipeline.Call, f chatlayerworld.Funnel) ([]funnel.Cohort, error) {
		all, err := next(c, f)
		if len(all) != 1 {
			return all, err
		}
		for i, step := range f.Steps {
			events, err := chatlayersteps.Of(p).List.All(&chatlayersteps.Lookup{
				Call: c, Team: c.Who.Team, Asked: f.Bot, Bots: []string{f.Bot},
				Query: eventstore.Query{Start: f.Start, End: f.End, Where: []eventstore.Equal{
					{Field: chatlayerworld.FieldVersion, Value: f.Version}, {Field: chatlayerworld.FieldEvent, Value: step.Event},
				}},
			})
			if err != nil {
				return nil, err
			}
			all[0].Counts[i] = len(events)
		}
		return all, err
	})(p)
}

package isolation

import (
	"bytes"
	"context"
	"net/http"
	"net/url"
	"regexp"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

var foreignTold = conformance.Check{
	ID:          "chatlayer.isolation.foreign-told",
	Level:       conformance.Must,
	Requirement: "CHL-AUTH-4",
	Also:        []string{"CHL-AUTH-2", "CHL-AUTH-8"},
	Title:       "Definitions, values and funnels are told to nobody without the team's credentials.",
	Operations:  []string{kit.Definitions, kit.TeamDefinitions, "GetEventAttributeValues", "ComputeEventsFunnel"},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"answers that could leak": 1, "refusals": 1},
	Run:         kit.WithPlanted(runForeignTold),
}

// runForeignTold asks for what names the run's events with the credentials of the team, and where that tells them, without and with those
// of another team.
func runForeignTold(ctx context.Context, p *kit.Probe) {
	from, to := p.PlantedWindow()
	bot := "/v1/bots/" + url.PathEscape(p.Bot) + "/events/"
	funnel := map[string]any{
		"version": "LIVE", "start_time": kit.Bound(from), "end_time": kit.Bound(to),
		"steps": []any{map[string]any{"order": 1, "event_id": p.Names.Event()}},
	}
	requests := []exchange.Request{
		p.DefinitionsRequest(kit.DefinitionQuery{Size: 100}),
		p.Question(http.MethodPost, bot+"attributes/"+kit.TagKey+"/values", "", map[string]any{"query": p.Run()}),
		p.Question(http.MethodPost, bot+"funnel", "", funnel),
	}
	if p.HasTeam() {
		requests = append(requests, p.DefinitionsRequest(kit.DefinitionQuery{Op: kit.TeamDefinitions, Size: 100}))
	}
	callers := []string{""}
	if p.OtherAuth != "" {
		callers = append(callers, p.OtherAuth)
	}
	leaks := false
	for _, r := range requests {
		if !tells(p, p.Do(ctx, r)) {
			continue
		}
		leaks = true
		p.Saw("answers that could leak", 1)
		for _, caller := range callers {
			r.Authorization, r.Hostile = caller, true
			x := p.Do(ctx, r)
			if tells(p, x) {
				f := conformance.Failure{
					Message:  r.Method + " " + r.Path + " tells of the team's events without the team's credentials",
					Expected: "401, or another refusal", Got: kit.Gist(x), Exchanges: []*exchange.Exchange{x},
				}
				if caller == "" {
					f.Symptoms = protocol.Strangers()
				}
				p.Fail(f)
			}
			if x.Refused() {
				p.Saw("refusals", 1)
			}
		}
	}
	if !leaks {
		p.NotApplicable("nothing that the target tells of events as a whole names those of the run")
	}
}

// tells reports whether an answer names the run's events. A funnel names them anyway: it has to count some.
func tells(p *kit.Probe, x *exchange.Exchange) bool {
	body, err := x.Plain()
	names := x.OK() && err == nil && bytes.Contains(body, []byte(p.Run()))
	return names && (!bytes.Contains(body, []byte(`"count"`)) || someCount.Match(body))
}

var someCount = regexp.MustCompile(`"count":\s*"?[1-9]`)

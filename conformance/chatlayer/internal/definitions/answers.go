package definitions

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// broken is what all answers about definitions have in common that are not what the contract says.
func broken() []conformance.Symptom {
	return []conformance.Symptom{{Text: "answers about event definitions break the contract", Requirement: "CHL-DEF-7"}}
}

var answers = conformance.Check{
	ID:          "chatlayer.definitions.answers",
	Level:       conformance.Must,
	Requirement: "CHL-DEF-2",
	Also:        []string{"CHL-DEF-1", "CHL-DEF-6", "CHL-DEF-7", "CHL-OPS-4", "CHL-OPS-6"},
	Title:       "Lists of event definitions take the documented parameters and answer with a page of definitions.",
	Operations:  []string{kit.Definitions, kit.TeamDefinitions},
	Unplanted:   true,
	Floor:       map[string]int{"answers": 2},
	Run:         kit.WithoutPlanted(runAnswers),
}

// runAnswers asks for the definitions of the bot and of the team, if one is named, with and without what they may be asked for.
func runAnswers(ctx context.Context, p *kit.Probe) {
	queries := []kit.DefinitionQuery{{}, {Size: 10}}
	if p.HasTeam() {
		queries = append(queries, kit.DefinitionQuery{Within: p.Team, Size: 10},
			kit.DefinitionQuery{Op: kit.TeamDefinitions}, kit.DefinitionQuery{Op: kit.TeamDefinitions, Within: p.Bot, Size: 10})
	}
	lacking := ""
	for _, q := range queries {
		x := p.Do(ctx, p.DefinitionsRequest(q))
		if x.Err != nil || x.Busy() {
			p.Inconclusive("the way to the target failed: %s", kit.Gist(x))
		}
		if why := kit.Unoffered(x); why != "" {
			lacking = why
			continue
		}
		fits(p, x)
		p.Saw("answers", 1)
	}
	if lacking != "" {
		p.NotApplicable("%s", lacking)
	}
}

// fits fails the check unless an answer is a page of definitions.
func fits(p *kit.Probe, x *exchange.Exchange) {
	page := kit.ReadDefinitions(kit.ReadReply(x))
	problem := page.Problem
	if problem == "" {
		problem = kit.Misfit(page.Members, map[string]kit.Form{"next_page_token": kit.AText})
	}
	for _, d := range page.List {
		if problem == "" {
			problem = kit.MisfitDefinition(d.Told)
		}
	}
	if problem != "" {
		p.Fail(conformance.Failure{
			Message: "a list of event definitions is not answered with a page of definitions: " + problem, Got: kit.Gist(x),
			Expected:  "status 200, with the array event_definitions and the string next_page_token",
			Exchanges: []*exchange.Exchange{x}, Symptoms: broken(),
		})
	}
}

var created = conformance.Check{
	ID:          "chatlayer.definitions.created",
	Level:       conformance.Must,
	Requirement: "CHL-DEF-5",
	Also:        []string{"CHL-DEF-4", "CHL-DEF-7", "CHL-OPS-4", "CHL-OPS-6"},
	Title:       "An event definition is created and answered.",
	Operations:  []string{kit.Define},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Unplanted:   true,
	Floor:       map[string]int{"definitions": 3},
	Run:         kit.WithoutPlanted(runCreated),
}

// runCreated looks at the answers to the definitions that the run creates.
func runCreated(ctx context.Context, p *kit.Probe) {
	for _, c := range createdOnes(ctx, p) {
		problem := c.Problem
		if raw := c.Members["event_definition"]; problem == "" && raw != nil {
			o, err := kit.ReadObject(raw)
			if problem = kit.MisfitDefinition(o); err != nil {
				problem = "event_definition is no object"
			}
		}
		if problem != "" {
			p.Fail(conformance.Failure{
				Message: "a definition is not answered as the documents say: " + problem, Got: kit.Gist(c.X),
				Expected:  "status 200, with the object event_definition",
				Exchanges: []*exchange.Exchange{c.X}, Symptoms: broken(),
			})
		}
		p.Saw("definitions", 1)
	}
}

var asSent = conformance.Check{
	ID:          "chatlayer.definitions.as-sent",
	Level:       conformance.Should,
	Requirement: "CHL-DEF-14",
	Title:       "An event definition comes back as it was created: its event, its description, its bot and its team.",
	Operations:  []string{kit.Define, kit.Definitions},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Unplanted:   true,
	Floor:       map[string]int{"definitions": 3},
	Run:         kit.WithoutPlanted(runAsSent),
}

// runAsSent compares definitions with what was sent, in the answers and in the list. What is not told is no other value.
func runAsSent(ctx context.Context, p *kit.Probe) {
	all := mustHaveCreated(ctx, p)
	list, pages := p.DefinitionWalk(ctx, kit.DefinitionQuery{Size: 100})
	for _, c := range all {
		compare(p, c, c.Definition, c.X)
		for _, d := range list {
			if c.Is(d) {
				compare(p, c, d, pages[len(pages)-1].X)
			}
		}
	}
}

func compare(p *kit.Probe, c kit.Created, d kit.Definition, x *exchange.Exchange) {
	sent := map[string]string{"event": c.Name, "description": c.Meaning, "bot_id": p.Bot}
	if p.HasTeam() {
		sent["team_id"] = p.Team
	}
	for _, name := range []string{"event", "description", "bot_id", "team_id"} {
		came, there := d.Told[name]
		want, asked := sent[name]
		text := kit.TextOf(d.Told, name)
		if same := text == want || name == "bot_id" && kit.SameBot(text, want); there && asked && !same {
			p.Fail(conformance.Failure{
				Message: name + " of a definition does not come back as it was created", Expected: kit.Quoted(want), Got: string(came),
				Exchanges: []*exchange.Exchange{x, c.X},
				Symptoms:  []conformance.Symptom{{Text: name + " of a definition does not come back as it was created"}},
			})
		}
	}
}

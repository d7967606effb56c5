package definitions

import (
	"context"
	"fmt"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

func notListed() conformance.Symptom {
	return conformance.Symptom{Text: "an event definition that was created is not listed", Requirement: "CHL-DEF-15"}
}

// listed runs alone, so that no event of the run moves what pages show.
var listed = conformance.Check{
	ID:          "chatlayer.definitions.listed",
	Level:       conformance.Should,
	Requirement: "CHL-DEF-15",
	Also:        []string{"CHL-DEF-1"},
	Title:       "A created event definition is in the list of its bot once, under its id, however long the pages are.",
	Operations:  []string{kit.Define, kit.Definitions},
	Needs:       kit.Writes(),
	Phase:       conformance.Alone,
	Unplanted:   true,
	Floor:       map[string]int{"definitions": 3, "pages": 2},
	Run:         kit.WithoutPlanted(runListed),
}

// runListed walks with long pages and with short ones. Whether a definition that names a team is in the list of its bot without that team's
// team_id nobody says. What others define meanwhile may move a page under a walk, so that a walk which has
// something wrong is made again.
func runListed(ctx context.Context, p *kit.Probe) {
	all := mustHaveCreated(ctx, p)
	list, _ := p.DefinitionWalk(ctx, kit.DefinitionQuery{Size: 100})
	for _, size := range []int{100, max(2, len(list)/4)} {
		var wrong string
		var pages []kit.DefinitionPage
		var symptoms []conformance.Symptom
		if !p.Await(ctx, func() bool {
			list, pages = p.DefinitionWalk(ctx, kit.DefinitionQuery{Size: size})
			if wrong, symptoms = amiss(all, list, pages, size); symptoms == nil || !p.HasTeam() {
				return wrong == ""
			}
			list, pages = p.DefinitionWalk(ctx, kit.DefinitionQuery{Within: p.Team, Size: size})
			lacks, _ := amiss(all, list, pages, size)
			return lacks == ""
		}) {
			p.Fail(conformance.Failure{
				Message: wrong, Expected: "each of " + english.Count(len(all), "definition") + " that the run created, once",
				Got:       fmt.Sprintf("%s on %s", english.Count(len(list), "definition"), english.Count(len(pages), "page")),
				Exchanges: lastOf(pages, 2), Symptoms: symptoms,
			})
		}
		p.Saw("pages", len(pages))
	}
}

// amiss says what is wrong with a walk; it is empty if nothing is.
func amiss(all own, list []kit.Definition, pages []kit.DefinitionPage, size int) (wrong string, symptoms []conformance.Symptom) {
	for _, page := range pages {
		if len(page.List) > size {
			return fmt.Sprintf("a page has %s although page_size is %d", english.Count(len(page.List), "definition"), size), nil
		}
	}
	for _, c := range all {
		found := slices.DeleteFunc(slices.Clone(list), func(d kit.Definition) bool { return !c.Is(d) })
		switch {
		case len(found) == 0:
			return "an event definition that was created is not listed: " + c.Name, []conformance.Symptom{notListed()}
		case len(found) > 1:
			return "an event definition is listed more than once: " + c.Name, nil
		case found[0].ID != c.ID && found[0].ID != "" && c.ID != "":
			return "an event definition is listed under another id than it was created with: " + c.Name, nil
		}
	}
	return twice(list), nil
}

// twice says which definition a list has twice, be it the run's own or not.
func twice(list []kit.Definition) string {
	seen := map[string]bool{}
	for _, d := range list {
		if d.ID != "" && seen[d.ID] {
			return "an event definition is listed more than once: " + d.Event
		}
		seen[d.ID] = true
	}
	return ""
}

// lastOf are the exchanges of the last pages.
func lastOf(pages []kit.DefinitionPage, most int) (all []*exchange.Exchange) {
	for _, page := range pages[max(0, len(pages)-most):] {
		all = append(all, page.X)
	}
	return all
}

var ofTheBot = conformance.Check{
	ID:          "chatlayer.definitions.bot",
	Level:       conformance.Should,
	Requirement: "CHL-DEF-17",
	Title:       "The definitions of a bot are not those of another.",
	Operations:  []string{kit.Define, kit.Definitions},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Unplanted:   true,
	Floor:       map[string]int{"definitions": 1, "answers": 1},
	Run:         kit.WithoutPlanted(runOfTheBot),
}

// runOfTheBot looks for a definition of the bot in the list of another bot.
func runOfTheBot(ctx context.Context, p *kit.Probe) {
	noneOf(ctx, p, mustBeAlone(ctx, p), kit.DefinitionQuery{Bot: p.Elsewhere(), Size: 100}, "the list of "+p.ElsewhereName())
}

// alone is a definition of the run's that several checks look for elsewhere.
type alone kit.Created

// mustBeAlone creates a definition without a team, if no check has: one that names a team may be for all of its bots, since nobody says
// what that means.
func mustBeAlone(ctx context.Context, p *kit.Probe) own {
	c := kit.Created(*kit.SharedBy[alone](p).Get(func() *alone {
		made := alone(p.CreateDefinition(ctx, "defined_alone", "of one bot", ""))
		return &made
	}))
	mustBeCreated(p, c)
	return own{c}
}

// noneOf asks for a list that may have none of the definitions, or may be refused.
func noneOf(ctx context.Context, p *kit.Probe, all own, q kit.DefinitionQuery, about string) {
	r := p.DefinitionsRequest(q)
	r.Hostile = true
	x := p.Do(ctx, r)
	for _, d := range kit.ReadDefinitions(kit.ReadReply(x)).List {
		if slices.ContainsFunc(all, func(c kit.Created) bool { return c.Is(d) }) {
			foreign(p, about+" has a definition of the bot", d, []*exchange.Exchange{x})
		}
	}
	if x.Err == nil && !x.Busy() {
		p.Saw("answers", 1)
	}
}

func foreign(p *kit.Probe, message string, d kit.Definition, proof []*exchange.Exchange) {
	p.Fail(conformance.Failure{
		Message: message, Expected: "none, or a refusal", Got: kit.ShortJSON(d.Told), Exchanges: proof,
		Symptoms: []conformance.Symptom{{Text: "definitions of one bot are listed for another", Requirement: "CHL-DEF-17"}},
	})
}

var ofTheTeam = conformance.Check{
	ID:          "chatlayer.definitions.team",
	Level:       conformance.Should,
	Requirement: "CHL-DEF-18",
	Also:        []string{"CHL-DEF-6"},
	Title:       "The definitions that were created for a team are in its list, and with bot_id no others than that bot's.",
	Operations:  []string{kit.Define, kit.TeamDefinitions},
	Needs:       append([]conformance.Capability{kit.NamedTeam}, kit.Writes()...),
	Phase:       conformance.Writing,
	Unplanted:   true,
	Floor:       map[string]int{"definitions": 3, "answers": 3},
	Run:         kit.WithoutPlanted(runOfTheTeam),
}

// runOfTheTeam looks for the run's definitions in the list of the team, as a whole and of one bot.
func runOfTheTeam(ctx context.Context, p *kit.Probe) {
	kit.MustAnswerTeam(p)
	all := mustHaveCreated(ctx, p)
	for _, bot := range []string{"", p.Bot} {
		q := kit.DefinitionQuery{Op: kit.TeamDefinitions, Within: bot, Size: 100}
		var list []kit.Definition
		var pages []kit.DefinitionPage
		var lacks kit.Created
		if !p.Await(ctx, func() bool {
			list, pages = p.DefinitionWalk(ctx, q)
			i := slices.IndexFunc(all, func(c kit.Created) bool { return !slices.ContainsFunc(list, c.Is) })
			if i >= 0 {
				lacks = all[i]
			}
			return i < 0
		}) {
			p.Fail(conformance.Failure{
				Message: "the team's list lacks a definition that was created for the team", Expected: lacks.Name + " among them",
				Got: english.Count(len(list), "definition") + " without it", Exchanges: append(lastOf(pages, 1), lacks.X),
				Symptoms: []conformance.Symptom{notListed()},
			})
		}
		for _, d := range list {
			if bot != "" && d.Bot != "" && !kit.SameBot(d.Bot, bot) {
				foreign(p, "with bot_id the team's list has a definition of another bot", d, lastOf(pages, 1))
			}
		}
		p.Saw("answers", len(pages))
	}
	noneOf(ctx, p, mustBeAlone(ctx, p), kit.DefinitionQuery{Op: kit.TeamDefinitions, Within: p.Elsewhere(), Size: 100},
		"the team's list with bot_id of "+p.ElsewhereName())
}

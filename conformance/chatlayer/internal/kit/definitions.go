package kit

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
	"github.com/understudy-mock/understudy/spec"
)

// The operations about definitions.
const (
	Definitions     = "ListEventDefinitions"
	TeamDefinitions = "ListTeamEventDefinitions"
	Define          = "CreateEventDefinition"
)

// Definition is an EventDefinition as the target tells it.
type Definition struct {
	Told map[string]json.RawMessage // its members

	ID, Team, Bot, Event, Description string
	Seen                              time.Time // zero if it is not told
	Volume                            int       // -1 if it is not told
}

func definitionOf(o map[string]json.RawMessage) Definition {
	d := Definition{
		Told: o, ID: TextOf(o, "id"), Team: TextOf(o, "team_id"), Bot: TextOf(o, "bot_id"), Event: TextOf(o, "event"),
		Description: TextOf(o, "description"), Volume: NumberOf(o, "volume_30_day"),
	}
	if at, err := spec.ParseDateTime(TextOf(o, "last_seen_at")); err == nil {
		d.Seen = at.UTC()
	}
	return d
}

// MisfitDefinition names a member of a definition that has another form than the documents say; it is empty if there is none.
func MisfitDefinition(o map[string]json.RawMessage) string {
	return Misfit(o, map[string]Form{
		"id": AText, "team_id": AText, "bot_id": AText, "event": AText, "description": AText,
		"created_at": AnInstant, "last_seen_at": AnInstant, "volume_30_day": AnInt32,
	})
}

// DefinitionQuery is what a list of definitions is asked for. The zero value of a member is not sent, and is the target's own bot.
type DefinitionQuery struct {
	Op     string // Definitions or TeamDefinitions; "" is the first
	Bot    string // of the first; "" is the target's
	Within string // the team_id of the first, or the bot_id of the second
	Size   int
	Token  string
}

// DefinitionsRequest makes the request of a list of definitions.
func (s *Session) DefinitionsRequest(q DefinitionQuery) exchange.Request {
	path, filter := DefinitionsPath(q.Bot), "team_id"
	switch {
	case q.Op == TeamDefinitions:
		path, filter = "/v1/teams/"+url.PathEscape(s.Team)+"/events/definitions", "bot_id"
	case q.Bot == "":
		path = DefinitionsPath(s.Bot)
	}
	var pairs []string
	for _, p := range []parameter{{filter, q.Within}, {"page_size", sizeText(q.Size)}, {"page_token", q.Token}} {
		if p.value != "" {
			pairs = append(pairs, p.name+"="+Escape(p.value))
		}
	}
	return s.Question(http.MethodGet, path, strings.Join(pairs, "&"), nil)
}

// DefinitionsPath is the path of the definitions of a bot.
func DefinitionsPath(bot string) string {
	return "/v1/bots/" + url.PathEscape(bot) + "/events/definitions"
}

// DefinitionPage is one answer of a list of definitions.
type DefinitionPage struct {
	Reply
	List []Definition
	Next string // "" if absent or empty: there are no more pages
}

// ReadDefinitions reads an answer as a page of definitions.
func ReadDefinitions(got Reply) DefinitionPage {
	page := DefinitionPage{Reply: got}
	if got.Problem != "" {
		return page
	}
	list, problem := Objects(got.Members, "event_definitions")
	for _, o := range list {
		page.List = append(page.List, definitionOf(o))
	}
	page.Problem, page.Next = problem, TextOf(got.Members, "next_page_token")
	return page
}

// mostDefinitions is how many pages of definitions are read, each with a token that did not come before, and of how many bytes.
const (
	mostDefinitions     = 200
	mostDefinitionBytes = 4 << 20
)

// DefinitionWalk reads a list of definitions to its end, and ends the check if that cannot be read.
func (p *Probe) DefinitionWalk(ctx context.Context, q DefinitionQuery) (all []Definition, pages []DefinitionPage) {
	all, pages, why := p.TryDefinitions(ctx, q)
	if why != "" {
		last := pages[len(pages)-1]
		p.Told(last.X)
		p.mustRead(last.Reply, "chatlayer.definitions.answers")
		p.Inconclusive("%s", why)
	}
	return all, pages
}

// TryDefinitions is DefinitionWalk that does not end the check: it says why the list was not read to its end. Of all pages but the last two
// it keeps no more than what they list and the beginning of the answer.
func (p *Probe) TryDefinitions(ctx context.Context, q DefinitionQuery) (all []Definition, pages []DefinitionPage, why string) {
	seen, read := map[string]bool{}, 0
	for len(pages) < mostDefinitions && read < mostDefinitionBytes {
		page := ReadDefinitions(ReadReply(p.Do(ctx, p.DefinitionsRequest(q))))
		all, pages, read = append(all, page.List...), append(pages, page), read+len(page.X.Body)
		if i := len(pages) - 3; i >= 0 {
			pages[i].X, pages[i].Members = pages[i].X.Bare(), nil
		}
		switch {
		case page.Problem != "" || page.Next == "":
			return all, pages, page.Problem
		case seen[page.Next]:
			return all, pages, "the list of definitions goes round in circles: a page token came a second time"
		}
		q.Token, seen[page.Next] = page.Next, true
	}
	return all, pages, fmt.Sprintf("the list of definitions did not end after %s and %d bytes", english.Count(len(pages), "page"), read)
}

// Created is a definition that the run created.
type Created struct {
	Reply
	Definition // as it was answered

	Name, Meaning string // as it was sent
}

// CreateDefinition creates the definition of events that nobody else has, for a team unless that is empty. Like a track it is never
// sent twice: when the target has no time, another one is created.
func (p *Probe) CreateDefinition(ctx context.Context, word, meaning, team string) Created {
	made := Created{Meaning: meaning}
	x := p.client.Again(ctx, mostTries, func(attempt int) (*exchange.Exchange, bool) {
		made.Name = p.Names.Of(word + strings.TrimPrefix(p.NextTag(), p.run))
		body := map[string]string{"event": made.Name, "description": meaning}
		if team != "" {
			body["team_id"] = team
		}
		r := p.Question(http.MethodPost, DefinitionsPath(p.Bot), "", body)
		r.Safe = false
		x := p.Do(ctx, r)
		return x, !Answered(x, attempt)
	})
	made.Reply = p.Told(x)
	if o, err := ReadObject(made.Members["event_definition"]); err == nil {
		made.Definition = definitionOf(o)
	}
	return made
}

// HasTeam reports whether a team is named whose list is not refused.
func (s *Session) HasTeam() bool { return s.Team != "" && s.TeamRefused == 0 }

// Is reports whether a definition is the one that was created, by its event or, where that is not told, by its id.
func (c Created) Is(d Definition) bool {
	return d.Event == c.Name || d.Event == "" && d.ID != "" && d.ID == c.ID
}

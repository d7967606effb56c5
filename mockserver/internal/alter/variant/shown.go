package variant

import (
	"net/http"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"

	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// showings differ in what lists show, and in which list.
func showings() []Variant {
	return []Variant{
		legal("", "team.one-bot", "The list of a team shows one of its bots only.", alter.BeforeQuery(alter.When(alter.On(alter.ListOfTeam), firstBot))),
		legal("", "team.nothing", "The list of a team shows none of what is tracked for its bots.", alter.AroundList(noTeamEvents)),
		legal("", "schema.attributes-missing-in-teams", "In the list of a team events have no attributes.", alter.OnEvents(withoutMembers("attributes"), alter.ListOfTeam)),
		legal("L15", "visibility.replica-later", "A replica that learns of a tracked event up to 1.5 seconds late answers one list in three.", replicaLater),
		legal("", "token.names-the-list", "A page token alone names the list that goes on, whatever bot of the team the call is for.", namesTheList),
		legal("", "json.no-names", "Events are listed without user_id and conversation_id.", alter.OnEvents(withoutMembers("user_id", "conversation_id"))),
		legal("", "track.stored-twice", "One tracked event in twenty is stored twice, under two ids.", storedTwice).
			against("CHL-LAW-1", "CHL-LAW-4", "CHL-PAGE-32"),
		legal("", "filter.attributes-alone", "A list with attribute filters and other filters is refused with 400.", alter.AfterDecode(attributesAlone)),
		legal("", "filter.empty-list-refused", "An empty list of attribute filters is refused with 400.", alter.AfterDecode(emptyListRefused)).against("CHL-ATTR-16"),
	}
}

func firstBot(l *pipeline.Lookup) { l.Bots = l.Bots[:min(1, len(l.Bots))] }

func noTeamEvents(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
	if l.Call.Is(alter.ListOfTeam) {
		return pipeline.Page{}, nil
	}
	return next(l)
}

func withoutMembers(names ...string) func(alter.Object) alter.Object {
	return func(o alter.Object) alter.Object {
		for _, name := range names {
			o = o.Without(func(m alter.Member) bool { return m.Name == name })
		}
		return o
	}
}

func replicaLater(p *pipeline.Pipeline) {
	const longest = 1500 * time.Millisecond
	var asked atomic.Uint64
	newArrivals(startStopwatch(), longest).decorate(p, func(*pipeline.Lookup) (uint64, bool) {
		return 0, alter.HashNumbers(p.Seed, asked.Add(1))%3 == 0
	})
}

// namesTheList remembers what each token was given for, as a cursor on the server does. A token stays the caller's team's.
func namesTheList(p *pipeline.Pipeline) {
	known := alter.NewMemory[pipeline.Lookup]()
	alter.AroundList(func(next pipeline.List, l *pipeline.Lookup) (pipeline.Page, error) {
		if was, there := known.Get(l.Token); there {
			if was.Team != l.Team {
				return pipeline.Page{}, pagetoken.ErrMalformed
			}
			was.Query.Limit = l.Query.Limit
			l.Bots, l.Query, l.Bound = was.Bots, was.Query, was.Bound
		}
		page, err := next(l)
		if page.Next != "" {
			known.Put(page.Next, pipeline.Lookup{Team: l.Team, Bots: l.Bots, Query: l.Query, Bound: l.Bound})
		}
		return page, err
	})(p)
}

// storedTwice repeats a write as a queue does that delivers at least once.
func storedTwice(p *pipeline.Pipeline) {
	const oneIn = 20
	next := p.Track
	p.Track = func(c *pipeline.Call, t world.Track) (world.Tracked, error) {
		stored, err := next(c, t)
		if err == nil && stored.Added && alter.Hash(stored.ID)%oneIn == 0 {
			t.Event.ID = stored.ID + "-again"
			_, err = next(c, t)
		}
		return stored, err
	}
}

func attributesAlone(c *pipeline.Call) error {
	for _, name := range []string{"event", "conversation_id", "user_id", "campaign_id"} {
		if len(filtersOf(c)) > 0 && c.Args().Text(name) != "" {
			return alter.Refuse(http.StatusBadRequest, "filters: got attribute filters beside %s, expected either", name)
		}
	}
	return nil
}

func emptyListRefused(c *pipeline.Call) error {
	if list, given := c.Body["filters"].([]any); given && len(list) == 0 {
		return alter.Refuse(http.StatusBadRequest, "filters: got none, expected at least one, or no list")
	}
	return nil
}

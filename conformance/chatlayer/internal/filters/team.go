package filters

import (
	"context"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

var teamUser = conformance.Check{
	ID:          "chatlayer.filters.team-user",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-5",
	Title:       "The team's list by user_id holds the events of that user and no others.",
	Operations:  []string{kit.Team},
	Needs:       []conformance.Capability{kit.NamedTeam},
	Floor:       map[string]int{"matching": 1, "others": 1},
	Run:         kit.WithPlanted(runTeamUser),
}

// runTeamUser asks the team's list for one user: nobody else's events come, and all that the list shows of that user without the
// filter. Which bots and versions it shows is the target's choice.
func runTeamUser(ctx context.Context, p *kit.Probe) {
	p.MustHaveTeam()
	values := []string{p.ValueOf(kit.ByUser)}
	if values[0] == "" {
		p.NotApplicable("none of the events that were found has a user_id")
	}
	if !p.Target().ReadOnly {
		literal := p.Names.Literal()
		values = append(values, literal[:len(literal)-1]) // a part of other users' ids
	}
	open := p.ListSample()
	open.Op = kit.Team
	whole := p.MustWalk(ctx, open)
	if all := p.Seen(whole); p.Target().ReadOnly &&
		!slices.ContainsFunc(p.PlantedIn(all), func(k *kit.RunEvent) bool { return k.User != values[0] }) {
		p.NotApplicable("the events that were found do not differ in user_id")
	}
	for _, value := range values { // right after each other: a cache may not forget the user
		w := p.MustWalk(ctx, kit.ByUser.AddTo(whole.Query, value))
		p.Sound(ctx, w, "a user's events in the team's list, right after another's")
	}
	for _, value := range values {
		teamOf(ctx, p, value, whole)
	}
}

// teamOf holds the team's list by one user to the one without a filter.
func teamOf(ctx context.Context, p *kit.Probe, user string, whole kit.Walk) {
	q := kit.ByUser.AddTo(whole.Query, user)
	q.Size = 5
	part := p.MustWalk(ctx, q)
	p.Sound(ctx, part, "a user's events in the team's list")
	var want []*kit.RunEvent
	all, others := p.Seen(whole), 0
	for _, k := range p.OfBothBots() {
		switch {
		case all[k] && k.User == user:
			want = append(want, k)
		case all[k]:
			others++
		}
	}
	if lost := kit.Unseen(p.Seen(part), want); len(lost) > 0 {
		p.Fail(conformance.Failure{
			Message:  "the team's list leaves out events of a user when it is asked for that user",
			Expected: "all events of the user that it shows unfiltered",
			Got:      "missing " + lost[0].Label(), Symptoms: kit.LostEvents(lost[0]),
			Exchanges: append(kit.LastOf(whole, 1), kit.LastOf(part, 1)...),
		})
	}
	p.Saw("matching", len(want))
	p.Saw("others", others)
	teamBounds(ctx, p, q, want)
}

// teamBounds asks the team's list for a user's events from the third of those that it shows to the last but two.
func teamBounds(ctx context.Context, p *kit.Probe, q kit.Query, shown []*kit.RunEvent) {
	var at []time.Time
	for _, k := range shown {
		at = append(at, k.When())
	}
	slices.SortFunc(at, time.Time.Compare)
	if at = slices.CompactFunc(at, time.Time.Equal); len(at) < 6 {
		return
	}
	q.Start, q.End, q.Size = kit.Bound(at[2]), kit.Bound(at[len(at)-3]), 100
	p.Hold(ctx, p.MustWalk(ctx, q), shown, "a user's events in the team's list with both bounds on events")
}

var teamNobody = conformance.Check{
	ID:          "chatlayer.filters.team-nobody",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-5",
	Title:       "The team's list by a user_id that nobody has holds no event.",
	Operations:  []string{kit.Team},
	Needs:       []conformance.Capability{kit.NamedTeam},
	Floor:       map[string]int{"others": 1},
	Run:         kit.WithPlanted(runTeamNobody),
}

// runTeamNobody asks the team's list for a user that nobody is.
func runTeamNobody(ctx context.Context, p *kit.Probe) {
	p.MustHaveTeam()
	q := kit.ByUser.AddTo(p.ListPlanted(kit.Team), p.Names.Of("nobody"))
	p.Sound(ctx, p.MustWalk(ctx, q), "a user_id that no event has (team's list)")
	_, others := p.Wanted(q, p.Planted)
	p.Saw("others", others)
}

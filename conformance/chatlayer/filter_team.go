package chatlayer

import (
	"context"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

var filterTeamUser = conformance.Check{
	ID:          "chatlayer.filters.team-user",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-5",
	Title:       "The team's list by user_id holds the events of that user and no others.",
	Operations:  []string{team},
	Needs:       []conformance.Capability{conformance.Team},
	Floor:       map[string]int{"matching": 1, "others": 1},
	Run:         with(teamUser),
}

// teamUser asks the team's list for one user: nobody else's events come, and all that the list shows of that user without the
// filter. Which bots and versions it shows is the target's choice.
func teamUser(ctx context.Context, p *probe) {
	p.needTeam()
	values := []string{p.valueOf(byUser)}
	if values[0] == "" {
		p.NotApplicable("none of the events that were found has a user_id")
	}
	if !p.Target().ReadOnly {
		literal := p.s.names.literal()
		values = append(values, literal[:len(literal)-1]) // a part of other users' ids
	}
	open := p.sample()
	open.Op = team
	whole := p.WholeWalk(ctx, open)
	if all := p.seen(whole); p.Target().ReadOnly && !slices.ContainsFunc(p.liveOf(all), func(k *Known) bool { return k.User != values[0] }) {
		p.NotApplicable("the events that were found do not differ in user_id")
	}
	for _, value := range values {
		teamOf(ctx, p, value, whole)
	}
}

// teamOf holds the team's list by one user to the one without a filter.
func teamOf(ctx context.Context, p *probe, user string, whole Walk) {
	q := byUser.with(whole.Query, user)
	q.Size = 5
	part := p.WholeWalk(ctx, q)
	p.sound(ctx, part, "a user's events in the team's list")
	var want []*Known
	all, others := p.seen(whole), 0
	for _, k := range p.s.ofBothBots() {
		switch {
		case all[k] && k.User == user:
			want = append(want, k)
		case all[k]:
			others++
		}
	}
	if lost := unseen(p.seen(part), want); len(lost) > 0 {
		p.Fail(conformance.Failure{
			Message:  "the team's list leaves out events of a user when it is asked for that user",
			Expected: "all events of the user that it shows unfiltered",
			Got:      "missing " + lost[0].label(), Symptoms: lostEvents(lost[0]), Exchanges: append(lastOf(whole, 1), lastOf(part, 1)...),
		})
	}
	p.Saw("matching", len(want))
	p.Saw("others", others)
	teamBounds(ctx, p, q, want)
}

// teamBounds asks the team's list for a user's events from the third of those that it shows to the last but two.
func teamBounds(ctx context.Context, p *probe, q Query, shown []*Known) {
	var at []time.Time
	for _, k := range shown {
		at = append(at, k.when())
	}
	slices.SortFunc(at, time.Time.Compare)
	if at = slices.CompactFunc(at, time.Time.Equal); len(at) < 6 {
		return
	}
	q.Start, q.End, q.Size = bound(at[2]), bound(at[len(at)-3]), 100
	p.Hold(ctx, p.WholeWalk(ctx, q), shown, "a user's events in the team's list with both bounds on events")
}

var filterTeamNobody = conformance.Check{
	ID:          "chatlayer.filters.team-nobody",
	Level:       conformance.Should,
	Requirement: "CHL-FLT-5",
	Title:       "The team's list by a user_id that nobody has holds no event.",
	Operations:  []string{team},
	Needs:       []conformance.Capability{conformance.Team},
	Floor:       map[string]int{"others": 1},
	Run:         with(teamNobody),
}

// teamNobody asks the team's list for a user that nobody is.
func teamNobody(ctx context.Context, p *probe) {
	p.needTeam()
	q := byUser.with(p.inSeed(team), p.s.names.of("nobody"))
	p.sound(ctx, p.WholeWalk(ctx, q), "a user_id that no event has (team's list)")
	_, others := p.wanted(q, p.s.seed)
	p.Saw("others", others)
}

package chatlayer

import (
	"context"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
)

// needDrafts ends the check if the target holds no draft of the seed.
func needDrafts(p *probe) {
	if !slices.ContainsFunc(p.s.seed, func(k *Known) bool { return k.Version == "DRAFT" }) {
		p.NotApplicable("the target took no event of version DRAFT")
	}
}

var filterVersion = conformance.Check{
	ID:          "chatlayer.filters.version",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Title:       "DRAFT and LIVE events are never mixed.",
	Operations:  filterLists(),
	Needs:       filterWrites(),
	Floor:       map[string]int{"DRAFT": 10, "LIVE": 50},
	Run:         with(versionsApart),
}

// versionsApart wants the drafts alone for DRAFT and the live events alone for LIVE.
func versionsApart(ctx context.Context, p *probe) {
	needDrafts(p)
	for _, op := range []string{get, post} {
		for _, version := range []string{"DRAFT", "LIVE"} {
			q := p.inSeed(op)
			q.Version = version
			matching, _ := p.wanted(q, p.s.seed)
			p.Exactly(ctx, q, "events of version "+version+" ("+op+")")
			p.Saw(version, matching)
		}
	}
}

var versionFiltered = conformance.Check{
	ID:          "chatlayer.filters.version-filtered",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Also:        []string{"CHL-FLT-1", "CHL-FLT-2", "CHL-FLT-3"},
	Title:       "Filters on DRAFT list the drafts that meet them and no live event.",
	Operations:  filterLists(),
	Needs:       filterWrites(),
	Floor:       map[string]int{"matching": 4, "others": 20, "live ones of the same value": 4},
	Run:         with(draftsFiltered),
}

// draftsFiltered asks for drafts by filters whose values live events have too.
func draftsFiltered(ctx context.Context, p *probe) {
	needDrafts(p)
	for _, f := range shownFilters() {
		q := p.inSeed(get)
		q.Version = "DRAFT"
		q = f.with(q, frequentDraft(p, f))
		exactlyBoth(ctx, p, q, "drafts by "+f.name)
		live := q
		live.Version = "LIVE"
		shared, _ := p.wanted(live, p.s.seed)
		p.Saw("live ones of the same value", shared)
	}
	for _, op := range []string{get, post} {
		draft := p.inSeed(op)
		draft.Version = "DRAFT"
		soundOnce(ctx, p, byCampaign.with(draft, p.s.names.campaign()), "drafts by campaign_id", op)
	}
}

// frequentDraft is the value that most drafts have.
func frequentDraft(p *probe, f filter) string {
	times, best := map[string]int{}, ""
	for _, k := range p.s.seed {
		v := f.sent(k.Sent)
		if k.Version != "DRAFT" || v == "" {
			continue
		}
		if times[v]++; times[v] > times[best] {
			best = v
		}
	}
	return best
}

var otherVersion = conformance.Check{
	ID:          "chatlayer.filters.other-version",
	Level:       conformance.Info,
	Requirement: "CHL-VER-3",
	Title:       "What a version gives that is neither DRAFT nor LIVE.",
	Operations:  []string{get},
	Floor:       map[string]int{"answers": 1},
	Unproved:    "records only",
	Run:         with(unknownVersion),
}

// unknownVersion records what a version gives that no document names.
func unknownVersion(ctx context.Context, p *probe) {
	words := ""
	for _, version := range []string{"STAGING", "live"} {
		q := p.inSeed(get)
		q.Version = version
		r := p.s.request(q)
		r.Hostile = true
		_, answer := p.oddAnswer(ctx, r)
		words += version + ": " + answer + "; "
		p.Saw("answers", 1)
	}
	p.Record("%s", words[:len(words)-2])
}

package filters

import (
	"context"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

// needDrafts ends the check if the target holds no planted draft.
func needDrafts(p *kit.Probe) {
	if !slices.ContainsFunc(p.Planted, func(k *kit.RunEvent) bool { return k.Version == "DRAFT" }) {
		p.NotApplicable("the target took no event of version DRAFT")
	}
}

var version = conformance.Check{
	ID:          "chatlayer.filters.version",
	Level:       conformance.Must,
	Requirement: "CHL-FLT-7",
	Title:       "DRAFT and LIVE events are never mixed.",
	Operations:  kit.BotLists(),
	Needs:       kit.Writes(),
	Floor:       map[string]int{"DRAFT": 10, "LIVE": 50},
	Run:         kit.WithPlanted(versionsApart),
}

// versionsApart wants the drafts alone for DRAFT and the live events alone for LIVE.
func versionsApart(ctx context.Context, p *kit.Probe) {
	needDrafts(p)
	for _, op := range []string{kit.Get, kit.Post} {
		for _, version := range []string{"DRAFT", "LIVE"} {
			q := p.ListPlanted(op)
			q.Version = version
			matching, _ := p.Wanted(q, p.Planted)
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
	Operations:  kit.BotLists(),
	Needs:       kit.Writes(),
	Floor:       map[string]int{"matching": 4, "others": 20, "live ones of the same value": 4},
	Run:         kit.WithPlanted(draftsFiltered),
}

// draftsFiltered asks for drafts by filters whose values live events have too.
func draftsFiltered(ctx context.Context, p *kit.Probe) {
	needDrafts(p)
	for _, f := range kit.ShownFilters() {
		q := p.ListPlanted(kit.Get)
		q.Version = "DRAFT"
		q = f.AddTo(q, frequentDraft(p, f))
		exactlyBoth(ctx, p, q, "drafts by "+f.Name)
		live := q
		live.Version = "LIVE"
		shared, _ := p.Wanted(live, p.Planted)
		p.Saw("live ones of the same value", shared)
	}
	for _, op := range []string{kit.Get, kit.Post} {
		draft := p.ListPlanted(op)
		draft.Version = "DRAFT"
		soundOnce(ctx, p, kit.ByCampaign.AddTo(draft, p.Names.Campaign()), "drafts by campaign_id", op)
	}
}

// frequentDraft is the value that most drafts have.
func frequentDraft(p *kit.Probe, f kit.PlainFilter) string {
	times, best := map[string]int{}, ""
	for _, k := range p.Planted {
		v := f.Sent(k.Sent)
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
	Operations:  []string{kit.Get},
	Floor:       map[string]int{"answers": 1},
	NoMutant:    "records only",
	Run:         kit.WithPlanted(unknownVersion),
}

// unknownVersion records what a version gives that no document names.
func unknownVersion(ctx context.Context, p *kit.Probe) {
	words := ""
	for _, version := range []string{"STAGING", "live"} {
		q := p.ListPlanted(kit.Get)
		q.Version = version
		r := p.Request(q)
		r.Hostile = true
		_, answer := p.OddAnswer(ctx, r)
		words += version + ": " + answer + "; "
		p.Saw("answers", 1)
	}
	p.Record("%s", words[:len(words)-2])
}

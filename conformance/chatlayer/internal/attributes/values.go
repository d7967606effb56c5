package attributes

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

var ofNobody = conformance.Check{
	ID:          "chatlayer.attributes.nobody",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-5",
	Also:        []string{"CHL-ATTR-3"},
	Title:       "Whether keys and values that no event has list nothing.",
	Operations:  []string{kit.Post},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"filters": 5},
	NoMutant:    records,
	Run:         attributed(nobody),
}

// nobody asks for keys and values that no event has, and for a value under the key of another.
func nobody(ctx context.Context, p *kit.Probe, word string) {
	filters, refused := []kit.Filter{
		kit.OneValue("no-such-key", word, "red"), kit.OneValue("colour", word, "no such colour"), kit.OneValue("colour", word, "attribute"),
		kit.OneValue("user_id", word, "red"), kit.OneValue("size", word, "round"),
	}, 0
	for _, f := range filters {
		w, no := orRefused(ctx, p, p.ListSample(), f)
		if no {
			refused++
		} else {
			noneKnown(p, w, "the attribute filter "+f.Key+" "+kit.Quoted(f.Value[0]))
		}
		p.Saw("filters", 1)
	}
	p.Record("none of %s for a key or a value that no event has lists an event of this run; %d are refused",
		english.Count(len(filters), "filter"),
		refused)
}

var attributesAsTexts = conformance.Check{
	ID:          "chatlayer.attributes.texts",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-5",
	Title:       "Whether values are compared whole and as texts, not as numbers.",
	Operations:  []string{kit.Post},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"values": 6, "matching": 10, "others": 100},
	NoMutant:    records,
	Run:         attributed(texts),
}

// texts asks for values that many languages read as one number or as one truth value, and for one with which values begin.
func texts(ctx context.Context, p *kit.Probe, word string) {
	values := []string{"1", "01", "1.0", "true", "1 ", "00"}
	for _, value := range values {
		filteredExactly(ctx, p, p.ListPlanted(kit.Post), "events of size "+kit.Quoted(value), kit.OneValue("size", word, value))
		p.Saw("values", 1)
	}
	p.Record("each of the values %q finds the events that have the whole of it, letter for letter", values)
}

var memberName = conformance.Check{
	ID:          "chatlayer.attributes.member-name",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-5",
	Title:       "Whether an attribute that has the name of a member is kept apart from it.",
	Operations:  []string{kit.Post},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"matching": 5, "others": 20},
	NoMutant:    records,
	Run:         attributed(core),
}

// core filters by an attribute that has the name of a member.
func core(ctx context.Context, p *kit.Probe, word string) {
	filteredExactly(ctx, p, p.ListPlanted(kit.Post), "events by the attribute user_id", kit.OneValue("user_id", word, "attribute"))
	w, refused := orRefused(ctx, p, p.ListPlanted(kit.Post), kit.OneValue("user_id", word, p.Names.User()))
	if refused {
		p.Record("an attribute filter by user_id finds the attribute of that name; one with the id of a user is refused with status %d",
			w.Last().X.Status)
		return
	}
	noneKnown(p, w, "an attribute filter by user_id with the id of a user")
	p.Record("an attribute filter by user_id finds the attribute of that name and not the member")
}

var databaseTexts = conformance.Check{
	ID:          "chatlayer.attributes.injection",
	Level:       conformance.Should,
	Requirement: "CHL-ATTR-12",
	Title:       "Texts that mean something to databases stay texts.",
	Operations:  []string{kit.Post},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"filters": 9},
	Run:         attributed(injection),
}

// injection sends texts that mean something to databases. They stay texts: no event has them.
func injection(ctx context.Context, p *kit.Probe, word string) {
	for _, f := range []kit.Filter{
		kit.OneValue("colour", word, "red' OR '1'='1"), kit.OneValue("colour", word, `red" OR "1"="1`), kit.OneValue("colour", word, "%"),
		kit.OneValue("colour", word, "_ed"),
		kit.OneValue("colour", word, "re*"), kit.OneValue("colour", word, ".*"), kit.OneValue("colour", word, `{"$ne":null}`),
		kit.OneValue("colour' OR 1=1 --", word, "red"), kit.OneValue("*", word, "red"),
	} {
		if w, refused := orRefused(ctx, p, p.ListSample(), f); !refused {
			noneKnown(p, w, "the attribute filter "+kit.Quoted(f.Key)+" "+kit.Quoted(f.Operator)+" "+kit.Quoted(f.Value[0]))
		}
		p.Saw("filters", 1)
	}
}

// oddKeys are names of attributes with unusual signs, and two that differ in case alone.
func oddKeys() []string {
	return []string{"$price", "__proto__", "a space", "quote'\"", "größe-大", "a/b", "Shape", "shape", "constructor"}
}

var keysAsked = conformance.Check{
	ID:          "chatlayer.attributes.keys",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-5",
	Title:       "Whether attribute keys with unusual signs can be asked for, and their case counts.",
	Operations:  []string{"TrackEvent", kit.Post},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"matching": 2, "others": 2},
	NoMutant:    records,
	Run:         attributed(keys),
}

// keys tracks one event for each unusual key and asks for it.
func keys(ctx context.Context, p *kit.Probe, word string) {
	var own []*kit.RunEvent
	var filters []kit.Filter
	for _, key := range oddKeys() {
		at := p.Base.Add(28*time.Minute + time.Duration(len(own))*time.Second)
		k, _ := p.Track(ctx, labelled(p, "keys", map[string]string{key: "here"}, at))
		if k == nil {
			continue // whether the target must take it nobody says
		}
		own, filters = append(own, k), append(filters, kit.OneValue(key, word, "here"))
	}
	if len(own) == 0 {
		p.NotApplicable("the target took no event with an unusual attribute key")
	}
	if lost := p.SettleOwn(ctx, own...); len(lost) > 0 {
		p.Inconclusive("%s did not become visible", english.Of(len(lost), len(own), "event"))
	}
	from, to := p.EventWindow(own)
	for _, f := range filters {
		w, refused := orRefused(ctx, p, kit.Query{User: own[0].User, Start: kit.Bound(from), End: kit.Bound(to), Size: 100}, f)
		if refused {
			p.NotApplicable("an attribute filter beside user_id is refused with status %d", w.Last().X.Status)
		}
		holdAttributes(ctx, p, w, own, "events with the attribute "+kit.Quoted(f.Key), []kit.Filter{f})
	}
	p.Record("each of %s with unusual signs, or in another letter case, finds the event that has it alone",
		english.Count(len(filters), "attribute key"))
}

// labelled is an event with attributes, one of a group that a user of their own has.
func labelled(p *kit.Probe, group string, attributes map[string]string, at time.Time) kit.Sent {
	return kit.Sent{Version: "LIVE", Event: p.Names.Of(group), User: p.Names.Of(group), Attributes: attributes, At: at}
}

// likeValues are attributes of events. The first three are asked for; the others differ from one of them at the end or in how
// a letter is written. The third has a key that differs from others' at its end.
func likeValues() []map[string]string {
	long, key := strings.Repeat("value ", 50), strings.Repeat("key-", 12)
	return []map[string]string{
		{"long": long + "one"},
		{"word": "café 日"},
		{key + "one": "here"},
		{"long": long + "two"},
		{"long": long[:100] + "one"},
		{"long": long[:100] + "two"},
		{"word": "cafè 日"},
		{"word": "cafe\u0301 日"},
		{key + "two": "here"},
	}
}

var muchAlike = conformance.Check{
	ID:          "chatlayer.attributes.much-alike",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-5",
	Title:       "Whether values and keys that differ at their end or in an accent are kept apart.",
	Operations:  []string{"TrackEvent", kit.Post},
	Needs:       kit.Writes(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"matching": 1, "others": 2},
	NoMutant:    records,
	Run:         attributed(attributesApart),
}

// attributesApart tracks attributes that are much alike and wants a filter to find one event only. How long a key or a value of
// a filter may be nobody says, so one that is refused is left out, and a shorter one of its kind is asked for.
func attributesApart(ctx context.Context, p *kit.Probe, word string) {
	var own []*kit.RunEvent
	for i, attributes := range likeValues() {
		at := p.Base.Add(36*time.Minute + time.Duration(i)*time.Second)
		if k, _ := p.Track(ctx, labelled(p, "like", attributes, at)); k != nil {
			own = append(own, k) // whether the target must take it nobody says
		}
	}
	if len(own) < 2 {
		p.NotApplicable("the target took %s with long or accented attributes", english.Count(len(own), "event"))
	}
	if lost := p.SettleOwn(ctx, own...); len(lost) > 0 {
		p.Inconclusive("%s did not become visible", english.Of(len(lost), len(own), "event"))
	}
	from, to := p.EventWindow(own)
	asked, refused := map[string]bool{}, 0
	for _, k := range own {
		for key, value := range k.Attributes {
			kind, _, _ := strings.Cut(key, "-")
			if key == kit.TagKey || asked[kind] {
				continue
			}
			filter := kit.OneValue(key, word, value)
			w, no := orRefused(ctx, p, kit.Query{User: k.User, Start: kit.Bound(from), End: kit.Bound(to), Size: 100}, filter)
			if no {
				refused++
				continue
			}
			asked[kind] = true
			holdAttributes(ctx, p, w, own, "events that are much like others in the attribute "+kit.Quoted(key), []kit.Filter{filter})
		}
	}
	if len(asked) == 0 {
		p.NotApplicable("all of %s with long or accented texts are refused", english.Count(refused, "attribute filter"))
	}
	p.Record("attributes that differ from others at their end or in an accent are kept apart: %s; refused: %s",
		strings.Join(slices.Sorted(maps.Keys(asked)), ", "), english.Count(refused, "filter"))
}

var shownWhole = conformance.Check{
	ID:          "chatlayer.attributes.shown-whole",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-6",
	Also:        []string{"CHL-SCH-3", "CHL-TRK-4"},
	Title:       "An event that an attribute filter finds shows all its attributes.",
	Operations:  []string{kit.Post},
	Needs:       kit.Writes(),
	Floor:       map[string]int{"events": 10},
	Run:         attributed(runShownWhole),
}

// runShownWhole wants an event that an attribute filter finds to look as it does without one.
func runShownWhole(ctx context.Context, p *kit.Probe, word string) {
	red := kit.OneValue("colour", word, "red")
	w, refused := orRefused(ctx, p, p.ListPlanted(kit.Post), red)
	if refused {
		p.NotApplicable("an attribute filter over the whole window is refused with status %d", w.Last().X.Status)
	}
	w = ripeAttributes(ctx, p, w, p.Planted, []kit.Filter{red})
	for _, e := range w.Events() {
		k := p.Identify(e)
		if k == nil {
			continue
		}
		for key, value := range k.Listed.Attributes {
			if e.Attributes[key] != value {
				p.Fail(conformance.Failure{
					Message: "an attribute of an event is not shown as it is without a filter", Expected: key + " " + kit.Quoted(value),
					Got: kit.Quoted(e.Attributes[key]) + " in " + p.Label(e), Exchanges: kit.LastOf(w, 1),
				})
			}
		}
		p.Saw("events", 1)
	}
}

package chatlayer

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
)

var attributeOfNobody = conformance.Check{
	ID:          "chatlayer.attributes.nobody",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-5",
	Also:        []string{"CHL-ATTR-3"},
	Title:       "Whether keys and values that no event has list nothing.",
	Operations:  []string{post},
	Needs:       filterWrites(),
	Floor:       map[string]int{"filters": 5},
	Unproved:    records,
	Run:         attributed(attributeNobody),
}

// attributeNobody asks for keys and values that no event has, and for a value under the key of another.
func attributeNobody(ctx context.Context, p *probe, word string) {
	filters, refused := []Filter{
		oneValue("no-such-key", word, "red"), oneValue("colour", word, "no such colour"), oneValue("colour", word, "attribute"),
		oneValue("user_id", word, "red"), oneValue("size", word, "round"),
	}, 0
	for _, f := range filters {
		w, no := orRefused(ctx, p, p.sample(), f)
		if no {
			refused++
		} else {
			noneKnown(p, w, "the attribute filter "+f.Key+" "+quoted(f.Value[0]))
		}
		p.Saw("filters", 1)
	}
	p.Record("none of %s for a key or a value that no event has lists an event of this run; %d are refused", plural(len(filters), "filter"),
		refused)
}

var attributesAsTexts = conformance.Check{
	ID:          "chatlayer.attributes.texts",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-5",
	Title:       "Whether values are compared whole and as texts, not as numbers.",
	Operations:  []string{post},
	Needs:       filterWrites(),
	Floor:       map[string]int{"values": 6, "matching": 10, "others": 100},
	Unproved:    records,
	Run:         attributed(attributeTexts),
}

// attributeTexts asks for values that many languages read as one number or as one truth value, and for one with which values begin.
func attributeTexts(ctx context.Context, p *probe, word string) {
	values := []string{"1", "01", "1.0", "true", "1 ", "00"}
	for _, value := range values {
		filteredExactly(ctx, p, p.inSeed(post), "events of size "+quoted(value), oneValue("size", word, value))
		p.Saw("values", 1)
	}
	p.Record("each of the values %q finds the events that have the whole of it, letter for letter", values)
}

var memberName = conformance.Check{
	ID:          "chatlayer.attributes.member-name",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-5",
	Title:       "Whether an attribute that has the name of a member is kept apart from it.",
	Operations:  []string{post},
	Needs:       filterWrites(),
	Floor:       map[string]int{"matching": 5, "others": 20},
	Unproved:    records,
	Run:         attributed(attributeCore),
}

// attributeCore filters by an attribute that has the name of a member.
func attributeCore(ctx context.Context, p *probe, word string) {
	filteredExactly(ctx, p, p.inSeed(post), "events by the attribute user_id", oneValue("user_id", word, "attribute"))
	w, refused := orRefused(ctx, p, p.inSeed(post), oneValue("user_id", word, p.s.names.user()))
	if refused {
		p.Record("an attribute filter by user_id finds the attribute of that name; one with the id of a user is refused with status %d",
			w.Last().X.Status)
		return
	}
	noneKnown(p, w, "an attribute filter by user_id with the id of a user")
	p.Record("an attribute filter by user_id finds the attribute of that name and not the member")
}

var attributeDatabaseTexts = conformance.Check{
	ID:          "chatlayer.attributes.injection",
	Level:       conformance.Should,
	Requirement: "CHL-ATTR-12",
	Title:       "Texts that mean something to databases stay texts.",
	Operations:  []string{post},
	Needs:       filterWrites(),
	Floor:       map[string]int{"filters": 9},
	Run:         attributed(attributeInjection),
}

// attributeInjection sends texts that mean something to databases. They stay texts: no event has them.
func attributeInjection(ctx context.Context, p *probe, word string) {
	for _, f := range []Filter{
		oneValue("colour", word, "red' OR '1'='1"), oneValue("colour", word, `red" OR "1"="1`), oneValue("colour", word, "%"),
		oneValue("colour", word, "_ed"),
		oneValue("colour", word, "re*"), oneValue("colour", word, ".*"), oneValue("colour", word, `{"$ne":null}`),
		oneValue("colour' OR 1=1 --", word, "red"), oneValue("*", word, "red"),
	} {
		if w, refused := orRefused(ctx, p, p.sample(), f); !refused {
			noneKnown(p, w, "the attribute filter "+quoted(f.Key)+" "+quoted(f.Operator)+" "+quoted(f.Value[0]))
		}
		p.Saw("filters", 1)
	}
}

// oddKeys are names of attributes with unusual signs, and two that differ in case alone.
func oddKeys() []string {
	return []string{"$price", "__proto__", "a space", "quote'\"", "größe-大", "a/b", "Shape", "shape", "constructor"}
}

var attributeKeysAsked = conformance.Check{
	ID:          "chatlayer.attributes.keys",
	Level:       conformance.Info,
	Requirement: "CHL-ATTR-5",
	Title:       "Whether attribute keys with unusual signs can be asked for, and their case counts.",
	Operations:  []string{"TrackEvent", post},
	Needs:       filterWrites(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"matching": 2, "others": 2},
	Unproved:    records,
	Run:         attributed(attributeKeys),
}

// attributeKeys tracks one event for each unusual key and asks for it.
func attributeKeys(ctx context.Context, p *probe, word string) {
	var own []*Known
	var filters []Filter
	for _, key := range oddKeys() {
		at := p.s.base.Add(28*time.Minute + time.Duration(len(own))*time.Second)
		k, _ := p.Track(ctx, labelled(p, "keys", map[string]string{key: "here"}, at))
		if k == nil {
			continue // whether the target must take it nobody says
		}
		own, filters = append(own, k), append(filters, oneValue(key, word, "here"))
	}
	if len(own) == 0 {
		p.NotApplicable("the target took no event with an unusual attribute key")
	}
	if lost := p.settleOwn(ctx, own...); len(lost) > 0 {
		p.Inconclusive("%d of %d events did not become visible", len(lost), len(own))
	}
	from, to := p.s.span(own)
	for _, f := range filters {
		w, refused := orRefused(ctx, p, Query{User: own[0].User, Start: bound(from), End: bound(to), Size: 100}, f)
		if refused {
			p.NotApplicable("an attribute filter beside user_id is refused with status %d", w.Last().X.Status)
		}
		holdAttributes(ctx, p, w, own, "events with the attribute "+quoted(f.Key), []Filter{f})
	}
	p.Record("each of %s with unusual signs, or in another letter case, finds the event that has it alone",
		plural(len(filters), "attribute key"))
}

// labelled is an event with attributes, one of a group that a user of their own has.
func labelled(p *probe, group string, attributes map[string]string, at time.Time) Sent {
	return Sent{Version: "LIVE", Event: p.s.names.of(group), User: p.s.names.of(group), Attributes: attributes, At: at}
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
	Operations:  []string{"TrackEvent", post},
	Needs:       filterWrites(),
	Phase:       conformance.Writing,
	Floor:       map[string]int{"matching": 1, "others": 2},
	Unproved:    records,
	Run:         attributed(attributesApart),
}

// attributesApart tracks attributes that are much alike and wants a filter to find one event only. How long a key or a value of
// a filter may be nobody says, so one that is refused is left out, and a shorter one of its kind is asked for.
func attributesApart(ctx context.Context, p *probe, word string) {
	var own []*Known
	for i, attributes := range likeValues() {
		at := p.s.base.Add(36*time.Minute + time.Duration(i)*time.Second)
		if k, _ := p.Track(ctx, labelled(p, "like", attributes, at)); k != nil {
			own = append(own, k) // whether the target must take it nobody says
		}
	}
	if len(own) < 2 {
		p.NotApplicable("the target took %d events with long or accented attributes", len(own))
	}
	if lost := p.settleOwn(ctx, own...); len(lost) > 0 {
		p.Inconclusive("%d of %d events did not become visible", len(lost), len(own))
	}
	from, to := p.s.span(own)
	asked, refused := map[string]bool{}, 0
	for _, k := range own {
		for key, value := range k.Attributes {
			kind, _, _ := strings.Cut(key, "-")
			if key == tagKey || asked[kind] {
				continue
			}
			filter := oneValue(key, word, value)
			w, no := orRefused(ctx, p, Query{User: k.User, Start: bound(from), End: bound(to), Size: 100}, filter)
			if no {
				refused++
				continue
			}
			asked[kind] = true
			holdAttributes(ctx, p, w, own, "events that are much like others in the attribute "+quoted(key), []Filter{filter})
		}
	}
	if len(asked) == 0 {
		p.NotApplicable("all of %d attribute filters with long or accented texts are refused", refused)
	}
	p.Record("attributes that differ from others at their end or in an accent are kept apart: %s; %d filters are refused",
		strings.Join(slices.Sorted(maps.Keys(asked)), ", "), refused)
}

var attributeShownWhole = conformance.Check{
	ID:          "chatlayer.attributes.shown-whole",
	Level:       conformance.Should,
	Requirement: "CHL-LAW-6",
	Also:        []string{"CHL-SCH-3", "CHL-TRK-4"},
	Title:       "An event that an attribute filter finds shows all its attributes.",
	Operations:  []string{post},
	Needs:       filterWrites(),
	Floor:       map[string]int{"events": 10},
	Run:         attributed(shownWhole),
}

// shownWhole wants an event that an attribute filter finds to look as it does without one.
func shownWhole(ctx context.Context, p *probe, word string) {
	red := oneValue("colour", word, "red")
	w, refused := orRefused(ctx, p, p.inSeed(post), red)
	if refused {
		p.NotApplicable("an attribute filter over the whole window is refused with status %d", w.Last().X.Status)
	}
	w = ripeAttributes(ctx, p, w, p.s.seed, []Filter{red})
	for _, e := range w.Events() {
		k := p.s.identify(e)
		if k == nil {
			continue
		}
		for key, value := range k.Listed.Attributes {
			if e.Attributes[key] != value {
				p.Fail(conformance.Failure{
					Message: "an attribute of an event is not shown as it is without a filter", Expected: key + " " + quoted(value),
					Got: quoted(e.Attributes[key]) + " in " + p.s.label(e), Exchanges: lastOf(w, 1),
				})
			}
		}
		p.Saw("events", 1)
	}
}

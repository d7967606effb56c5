package explain

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/spec"
)

// hints say what was likely meant, the likeliest first.
func (k *look) hints() []string {
	found := k.left(len(k.conditions))
	if limit := k.list.Query.Limit; found > limit && limit > 0 {
		return []string{fmt.Sprintf("%s the conditions, and a page has at most %d; send next_page_token as page_token to read on",
			count(found, "event meets", "events meet"), limit)}
	}
	if found > 0 {
		return nil
	}
	var all []string
	for i := range k.conditions {
		if k.failed[1<<i] > 0 || k.empty(i) {
			all = append(all, k.hint(i))
		}
	}
	all = slices.DeleteFunc(all, func(hint string) bool { return hint == "" })
	if len(all) > 0 {
		return all
	}
	for i := range k.conditions { // more than one condition is wrong: the first that leaves nothing
		if k.left(i+1) == 0 {
			return []string{cmp.Or(k.hint(i), fmt.Sprintf("no event meets both %s and what stands before it", k.conditions[i].step))}
		}
	}
	return nil
}

// empty reports whether no event at all can meet a condition.
func (k *look) empty(i int) bool {
	c := &k.conditions[i]
	switch c.kind {
	case ofWindow:
		return !k.list.Query.Start.Before(k.list.Query.End)
	case ofField:
		return c.name == chatlayerworld.FieldCampaign && k.campaigns == 0 && k.left(1) > 0
	case ofAttribute:
		return len(c.asked) > 0 && k.keys[c.name] == 0 && k.left(1) > 0
	default:
		return false
	}
}

func (k *look) hint(i int) string {
	c := &k.conditions[i]
	switch c.kind {
	case ofBot:
		return k.botHint(i)
	case ofWindow:
		return k.windowHint()
	case ofToken:
		return "the page_token points behind the last event; send none to begin anew"
	case ofField:
		switch {
		case c.name == chatlayerworld.FieldVersion:
			return k.versionHint(i)
		case k.empty(i):
			return fmt.Sprintf("no event of the bot has a campaign, so %s can be met by none", c.step)
		}
	case ofAttribute:
		if k.keys[c.name] == 0 && k.left(1) > 0 {
			return k.keyHint(c)
		}
		if len(c.asked) == 0 {
			return fmt.Sprintf("%s all else, and not %s", count(k.failed[1<<i], "event meets", "events meet"), c.step)
		}
	}
	return k.valueHint(i)
}

func (k *look) botHint(i int) string {
	c := &k.conditions[i]
	which := fmt.Sprintf("the bot %q", c.asked[0])
	if c.step != "bot_id" {
		which = "the team"
	}
	if alone := k.alone[i]; len(alone) > 0 && len(k.conditions) > 1 {
		other := most(alone)
		return fmt.Sprintf("%s all else in the bot %q, not in %s", count(alone[other], "event meets", "events meet"), other, which)
	}
	if near := spec.Nearest(c.asked[0], slices.Sorted(maps.Keys(k.anywhere[i]))); near != "" && c.step == "bot_id" {
		return fmt.Sprintf("%s has no events; the nearest that has is %q", which, near)
	}
	return which + " has no events"
}

func (k *look) versionHint(i int) string {
	if len(k.alone[i]) == 0 {
		return k.valueHint(i)
	}
	other := most(k.alone[i])
	return fmt.Sprintf("%s all else with the version %s; %s leaves that out", count(k.alone[i][other], "event meets", "events meet"), other,
		k.conditions[i].step)
}

func (k *look) keyHint(c *condition) string {
	keys := slices.Sorted(maps.Keys(k.keys))
	for _, key := range keys {
		if plain(key) == plain(c.name) {
			return fmt.Sprintf("no event has the attribute %q; %s %q", c.name, count(k.keys[key], "event has", "events have"), key)
		}
	}
	if near := spec.Nearest(c.name, keys); near != "" {
		return fmt.Sprintf("no event has the attribute %q; the nearest is %q, which %s", c.name, near,
			count(k.keys[near], "event has", "events have"))
	}
	return fmt.Sprintf("no event of the bot has the attribute %q; there are %s", c.name, several(keys))
}

// valueHint tells what events have in place of the value that is asked for.
func (k *look) valueHint(i int) string {
	c := &k.conditions[i]
	if len(c.asked) == 0 {
		return ""
	}
	asked := fmt.Sprintf("%s %q", c.name, c.asked[0])
	if c.kind == ofAttribute {
		asked = fmt.Sprintf("the attribute %s%s%q", c.name, cmp.Or(c.like, "="), c.asked[0])
	}
	likely := k.likely(i)
	switch have := k.alone[i]; {
	case k.met(i) && likely == "": // what is asked for is there, and something else keeps it out
		return ""
	case k.met(i):
		return "no event that meets all else has " + asked + "; " + likely
	case likely == "" && len(have) > 0:
		likely = "those that meet all else have " + several(byCount(have))
	}
	if likely == "" {
		return "no event has " + asked
	}
	return "no event has " + asked + "; " + likely
}

// met reports whether any event meets a condition.
func (k *look) met(i int) bool {
	for failed := range k.failed {
		if failed&(1<<i) == 0 {
			return true
		}
	}
	return false
}

// likely names the value that is nearest to one that is asked for, of events that meet all else if there are any.
func (k *look) likely(i int) string {
	for _, have := range []values{k.alone[i], k.before[i], k.anywhere[i]} {
		texts := slices.Sorted(maps.Keys(have))
		for _, asked := range k.conditions[i].asked {
			for _, text := range texts {
				if plain(text) == plain(asked) {
					return fmt.Sprintf("there %s of %q", are(have[text]), text)
				}
			}
			if near := spec.Nearest(asked, texts); near != "" {
				return fmt.Sprintf("the nearest is %q, of which there %s", near, are(have[near]))
			}
		}
	}
	return ""
}

// windowHint tells where events are that are not in the window.
func (k *look) windowHint() string {
	q := &k.list.Query
	switch {
	case q.Start.Equal(q.End):
		return "start_time and end_time are the same instant, and end_time is exclusive: the range is empty"
	case k.oldest.IsZero():
		return ""
	case !q.End.After(k.oldest):
		return fmt.Sprintf("the range ends at %s, and the oldest event is at %s", show(q.End), show(k.oldest)) + k.zoneHint()
	case q.Start.After(k.newest):
		return fmt.Sprintf("the range starts at %s, and the newest event is at %s", show(q.Start), show(k.newest)) + k.zoneHint()
	case k.outside == 0:
		return ""
	case k.nearest == 0:
		return k.outsiders() + ", the nearest exactly at end_time, which is exclusive"
	case k.nearest < 0:
		return fmt.Sprintf("%s, the nearest %s before it", k.outsiders(), -k.nearest) + k.zoneHint()
	default:
		return fmt.Sprintf("%s, the nearest %s behind it", k.outsiders(), k.nearest) + k.zoneHint()
	}
}

func (k *look) outsiders() string {
	return count(k.outside, "event meets", "events meet") + " all else, outside of the range"
}

// farthestZone is how far clocks of the world are apart from UTC.
const farthestZone = 14 * time.Hour

// zoneHint speaks of time zones where one may be the reason.
func (k *look) zoneHint() string {
	if k.nearest == 0 || k.nearest.Abs() > farthestZone {
		return ""
	}
	args := k.list.Call.Args()
	for _, name := range []string{"start_time", "end_time"} {
		text := args.Text(name)
		at, err := spec.ParseTime(text)
		if err == nil && !strings.HasSuffix(text, "Z") && !strings.HasSuffix(text, "z") {
			return fmt.Sprintf("; %s %s is %s in UTC, in which events are shown", name, text, show(at))
		}
	}
	return "; times are in UTC: is a local time meant?"
}

func show(at time.Time) string { return at.UTC().Format(time.RFC3339Nano) }

// are says how many there are.
func are(n int) string {
	if n == 1 {
		return "is 1"
	}
	return fmt.Sprint("are ", n)
}

// count is a number with the words that go with it.
func count(n int, one, more string) string {
	words := more
	if n == 1 {
		words = one
	}
	return fmt.Sprint(n, " ", words)
}

// most is the value that is there most often, the first of several.
func most(v values) string { return byCount(v)[0] }

func byCount(v values) []string {
	return slices.SortedFunc(maps.Keys(v), func(a, b string) int { return cmp.Or(cmp.Compare(v[b], v[a]), cmp.Compare(a, b)) })
}

// several names a few of many texts.
func several(texts []string) string {
	const few = 3
	var quoted []string
	for _, text := range texts[:min(few, len(texts))] {
		quoted = append(quoted, fmt.Sprintf("%q", text))
	}
	named := strings.Join(quoted, ", ")
	if len(texts) > few {
		return fmt.Sprintf("%s and %d others", named, len(texts)-few)
	}
	return named
}

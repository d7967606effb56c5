package kit

import (
	"cmp"
	"regexp"
	"strings"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// What several checks can meet. Failures with one of them in common are one finding, if no mistake that is known explains them.

// LostEvents is what shows where a list lacks an event that another list has shown, or that was acknowledged.
func LostEvents(k *RunEvent) (all []conformance.Symptom) {
	if k.Seen {
		all = symptom(lacking+"that other lists show", "")
	}
	if k.Owned {
		all = append(all, symptom(lacking+"that were acknowledged", "CHL-LAW-1")...)
	}
	return all
}

// What is said of lists that lack events, and of members that are not what was tracked, begins so.
const (
	lacking = "lists lack events "
	changed = "events are listed with "
	// misplaced is said where it is not known which part of what was asked an event does not meet.
	misplaced = "lists show events that do not belong there"
)

// RepeatedEvents is what shows where a list has an event more than once.
func RepeatedEvents() []conformance.Symptom {
	return symptom("lists show events more than once", "CHL-LAW-1")
}

// TooLong is what shows where a page holds more events than it may.
func TooLong() []conformance.Symptom {
	return symptom("pages hold more events than they may", "CHL-PAGE-1")
}

// WithoutEnd is what shows where a walk along the page tokens never ends.
func WithoutEnd() []conformance.Symptom {
	return symptom("walks along the page tokens never end", "CHL-PAGE-24")
}

// ChangedMember is what shows where a member of an event is not what was tracked; lists by it go wrong too.
func ChangedMember(name string) []conformance.Symptom {
	all := symptom(changed+"another "+name+" than they were tracked with", "CHL-LAW-2")
	if strings.HasPrefix(name, "attribute") {
		return append(all, changedAttributes())
	}
	if by := ForbiddenSymptom(" " + name + " "); by.Requirement != "" {
		all = append(all, by)
	}
	return all
}

// changedAttributes is what changes of several attributes have in common.
func changedAttributes() conformance.Symptom {
	return conformance.Symptom{Text: changed + "other attributes than they were tracked with", Requirement: "CHL-LAW-2"}
}

// Unsteady is what shows where a member of an event differs from list to list.
func Unsteady(name string) []conformance.Symptom {
	all := symptom("lists do not agree on the "+name+" of an event", "CHL-LAW-5")
	if name == "id" {
		all = OtherIDs()
	}
	if strings.HasPrefix(name, "attributes.") {
		all = append(all, changedAttributes())
	}
	return all
}

// NoPage says why the answer to a query is no page, without what differs from answer to answer.
func NoPage(q Query, problem string) []conformance.Symptom {
	switch refused := strings.HasPrefix(problem, "the answer has status 4"); {
	case refused && q.Size > 100:
		return append(symptom("lists with a page_size above 100 are refused", "CHL-PAGE-3"), protocol.Refused())
	case refused:
		return append(symptom("valid lists are refused", exists(q.Op)), protocol.Refused())
	}
	return symptom("valid lists are not answered with a page: "+someEvent.ReplaceAllString(problem, "an event: "), "CHL-SCH-6")
}

// exists is the requirement that an operation lists events; no row says so of a team's list alone.
func exists(op string) string {
	return map[string]string{Get: "CHL-OPS-1", Post: "CHL-OPS-2"}[cmp.Or(op, Get)]
}

// OtherIDs is what shows where the id of an event is not everywhere its own.
func OtherIDs() []conformance.Symptom {
	return symptom("events are shown or acknowledged under ids that are not their own", "CHL-TRK-15")
}

func symptom(text, breaks string) []conformance.Symptom {
	return []conformance.Symptom{{Text: text, Requirement: breaks}}
}

var someEvent = regexp.MustCompile(`^events\[\d+\]: `)

// listsBy begins what is said of lists with a filter.
const listsBy = "lists by "

// ForbiddenSymptom sorts the reasons why an event may not be listed.
func ForbiddenSymptom(why string) conformance.Symptom {
	for _, kind := range []struct{ in, text, breaks string }{
		{"before start_time", "lists show events before start_time", inclusive},
		{"after end_time", "lists show events on or after end_time", exclusive},
		{" version ", "lists show events of another version", ofVersion},
		{" bot ", "lists show events of another bot", ofVersion},
	} {
		if strings.Contains(why, kind.in) {
			return conformance.Symptom{Text: kind.text, Requirement: kind.breaks}
		}
	}
	for _, f := range PlainFilters {
		if strings.Contains(why, " "+f.Name+" ") {
			return conformance.Symptom{Text: listsBy + f.Name + " show other events", Requirement: f.Breaks}
		}
	}
	return conformance.Symptom{Text: misplaced}
}

// shownSymptom is that of an event which breaks a rule; why is what Forbidden says, or what the rule has against it.
func shownSymptom(rule, why string) conformance.Symptom {
	if strings.HasPrefix(why, "it ") || strings.HasPrefix(why, "its ") {
		return ForbiddenSymptom(why)
	}
	return conformance.Symptom{Text: rule}
}

// Unmet is what shows where a list has an event that does not meet a filter, whichever.
func Unmet() []conformance.Symptom {
	return symptom("lists show events that do not meet a filter", combined)
}

// mistyped are the symptoms of a member that is no text: who compares it with what was tracked finds it changed.
func mistyped(got string) []conformance.Symptom {
	for _, name := range append(TextMembers(), "attribute") {
		if rest, found := strings.CutPrefix(strings.TrimPrefix(got, "the "), name+" "); found && !strings.HasPrefix(rest, "was") {
			return ChangedMember(name)
		}
	}
	return nil
}

// Symptoms are those of a walk that differs.
func (d Difference) Symptoms() []conformance.Symptom {
	var all []conformance.Symptom
	seen := map[string]bool{}
	for _, why := range d.Why {
		if s := ForbiddenSymptom(why); !seen[s.Text] {
			seen[s.Text] = true
			all = append(all, s)
		}
	}
	if len(d.Missing) > 0 {
		all = append(all, LostEvents(d.Missing[0])...)
	}
	if d.unmet != "" { // the list that has shown it may be the one that is wrong
		all = append(all, ForbiddenSymptom(" "+d.unmet+" "))
	}
	if len(d.Repeated) > 0 {
		all = append(all, RepeatedEvents()...)
	}
	return all
}

package schema

import (
	"context"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// Answers are the checks of every answer to a good event of the run.
func Answers() []conformance.Check {
	return []conformance.Check{statusIs200, answersAsWritten, originInAnswers}
}

var statusIs200 = conformance.Check{
	ID:          "inkeep.schema.status-200",
	Level:       conformance.Must,
	Requirement: "INK-SCH-1",
	Title:       "Success is status 200.",
	Phase:       conformance.Closing,
	Floor:       map[string]int{"answers": 3},
	Watch:       everyAnswer(status200),
	Run:         kit.With(toldOfAnswers),
}

var answersAsWritten = conformance.Check{
	ID:          "inkeep.schema.answers",
	Level:       conformance.Must,
	Requirement: "INK-SCH-3",
	Also: []string{
		"INK-SCH-2", "INK-SCH-4", "INK-SCH-5", "INK-SCH-6", "INK-SCH-7", "INK-SCH-8", "INK-SCH-9", "INK-SCH-10", "INK-SCH-11",
		"INK-ID-1", "INK-TIME-8", "INK-PROP-2", "INK-PROP-3", "INK-PROP-4", "INK-PROP-5", "INK-PROP-6", "INK-BASE-1",
	},
	Title: "Every answer to a good event is what the contract says.",
	Phase: conformance.Closing,
	Floor: map[string]int{"answers": 3},
	Watch: everyAnswer(answersFit),
	Run:   kit.With(toldOfAnswers),
}

var originInAnswers = conformance.Check{
	ID:          "inkeep.schema.origin-there",
	Level:       conformance.Must,
	Requirement: "INK-SCH-8",
	Also:        []string{"INK-SCH-9"},
	Title:       "projectId and integrationId are in every answer, as a text or null.",
	Phase:       conformance.Closing,
	Floor:       map[string]int{"answers": 3},
	Watch:       everyAnswer(originThere),
	Run:         kit.With(toldOfAnswers),
}

// everyAnswer makes the watcher of a check that holds every answer to a good event to a rule.
func everyAnswer(rule func(*kit.Answer) (message, expected, got string)) func() conformance.Watcher {
	return func() conformance.Watcher { return &kit.AnswerWatch{Of: kit.Logged, Judged: kit.Logged, Rule: rule} }
}

// toldOfAnswers reports what the check's watcher saw. If no other check brought answers about, it does.
func toldOfAnswers(ctx context.Context, a *kit.Asker) {
	w, _ := a.Watcher().(*kit.AnswerWatch)
	if w.Seen < 3 {
		for _, kind := range kit.Kinds() {
			a.Log(ctx, func() kit.Draft { return a.Event(kind) })
		}
	}
	a.Saw("answers", w.Seen)
	if w.Found != nil {
		a.Fail(*w.Found)
	}
	if w.Seen == 0 {
		a.Inconclusive("no good event of the run was accepted, so no answer could be looked at; the first was answered %s", a.First)
	}
}

func status200(got *kit.Answer) (message, expected, was string) {
	if got.Status != 200 {
		return "an event is accepted with another status than 200", "200", got.Shown()
	}
	return "", "", ""
}

func answersFit(got *kit.Answer) (message, expected, was string) {
	if got.Status != 200 { // another check tells
		return "", "", ""
	}
	if wrong := got.Session.Violations(got); wrong != "" {
		return "an answer breaks the contract: " + wrong, "", got.Shown()
	}
	return "", "", ""
}

func originThere(got *kit.Answer) (message, expected, was string) {
	for _, name := range []string{"projectId", "integrationId"} {
		value, there := got.Event[name]
		_, isText := value.(string)
		if !there || value != nil && !isText {
			return "the answer lacks " + name, name + ", a text or null", got.Shown()
		}
	}
	return "", "", ""
}

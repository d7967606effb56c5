package inkeep

import (
	"context"
	"net/http"

	"github.com/understudy-mock/understudy/conformance"
)

func answers() []conformance.Check {
	return []conformance.Check{
		{
			ID: "inkeep.schema.status-200", Title: "Success is status 200.", Level: conformance.Must,
			Requirement: "INK-SCH-1", Also: []string{"INK-SDK-5"},
			Phase: conformance.Closing, Floor: map[string]int{"answers": 3}, Run: with(status200),
		},
		{
			ID: "inkeep.schema.answers", Title: "Every answer to a good event is what the contract says.", Level: conformance.Must,
			Requirement: "INK-SCH-3",
			Also: []string{
				"INK-SCH-2", "INK-SCH-4", "INK-SCH-5", "INK-SCH-6", "INK-SCH-7", "INK-SCH-8", "INK-SCH-9", "INK-SCH-10", "INK-SCH-11", "INK-SCH-12",
				"INK-ID-1", "INK-TIME-8", "INK-PROP-2", "INK-PROP-3", "INK-PROP-4", "INK-PROP-5", "INK-PROP-6", "INK-SDK-5", "INK-SDK-7", "INK-BASE-1",
			},
			Phase: conformance.Closing, Floor: map[string]int{"answers": 3}, Run: with(answersFit),
		},
		{
			ID: "inkeep.schema.origin-there", Title: "projectId and integrationId are in every answer, as a text or null.", Level: conformance.Must,
			Requirement: "INK-SCH-8", Also: []string{"INK-SCH-9", "INK-SDK-7"},
			Phase: conformance.Closing, Floor: map[string]int{"answers": 3}, Run: with(originThere),
		},
	}
}

// goodAnswers are all answers of the run that accepted a good event. If no other check brought some about, it does.
func (a *asker) goodAnswers(ctx context.Context) []*answer {
	if good := a.goodTraffic(); len(good) >= 3 {
		return good
	}
	for _, kind := range kinds() {
		a.log(ctx, func() draft { return a.event(kind) })
	}
	return a.goodTraffic()
}

func (a *asker) goodTraffic() []*answer {
	var good []*answer
	for _, x := range a.T.Traffic() {
		if x.Request.Method != http.MethodPost || x.Request.Path != "/events" || x.Request.Hostile || x.Request.Authorization == "" {
			continue
		}
		if got := newAnswer(nil, x); got.good() {
			good = append(good, got)
		}
	}
	return good
}

func status200(ctx context.Context, a *asker) {
	for _, got := range a.goodAnswers(ctx) {
		if got.Status != 200 {
			a.fail(got, "an event is accepted with another status than 200", "200", got.got())
		}
		a.Saw("answers", 1)
	}
}

func answersFit(ctx context.Context, a *asker) {
	for _, got := range a.goodAnswers(ctx) {
		if got.Status != 200 {
			continue // another check tells
		}
		if wrong := a.violations(got); wrong != "" {
			a.fail(got, "an answer breaks the contract: "+wrong, "", got.got())
		}
		a.Saw("answers", 1)
	}
}

func originThere(ctx context.Context, a *asker) {
	for _, got := range a.goodAnswers(ctx) {
		for _, name := range []string{"projectId", "integrationId"} {
			value, there := got.event[name]
			_, isText := value.(string)
			if !there || value != nil && !isText {
				a.fail(got, "the answer lacks "+name, name+", a text or null", got.got())
			}
		}
		a.Saw("answers", 1)
	}
}

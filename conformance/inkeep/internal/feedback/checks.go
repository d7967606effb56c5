package feedback

import (
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// Checks are the checks of feedback. All of them submit some, about messages of conversations of their own, and delete both at their end.
func Checks() []conformance.Check {
	all := slices.Concat(accepted(), refused(), kept(), changed(), found(), about(), deleted(), access(), listed())
	for i := range all {
		all[i].Needs = append([]conformance.Capability{conformance.Writes}, all[i].Needs...)
		if all[i].Phase == conformance.Reading {
			all[i].Phase = conformance.Writing
		}
	}
	return all
}

// The operations, by operationId.
const (
	opSubmit = "SubmitFeedback"
	opList   = "ListFeedback"
	opGet    = "GetFeedback"
	opDelete = "DeleteFeedback"
)

// kinds are the types of feedback.
func kinds() []string { return []string{"positive", "negative"} }

// stored is what all of them are about.
func stored() kit.Stored { return kit.Stored{One: "feedback", All: "feedback"} }

// What several checks show, in the words of all of them.
func notFound() conformance.Symptom {
	return conformance.Symptom{Text: "feedback that was submitted is not found"}
}

func stillThere() conformance.Symptom { return stored().StillThere() }

func another() conformance.Symptom {
	return conformance.Symptom{Text: "feedback is answered with other feedback"}
}

func notKept(name string) conformance.Symptom { return stored().NotKept(name) }

func misfiled() conformance.Symptom {
	return conformance.Symptom{Text: "feedback is in the list of the other type"}
}

func aboutAnother() conformance.Symptom {
	return conformance.Symptom{Text: "feedback comes with another conversation or message than its own"}
}

// path is where feedback is, by its id.
func path(id string) string { return kit.Below(kit.FeedbackPath, id) }

package conversations

import (
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
)

// Checks are the checks of conversations. All of them log some, and delete them at their end.
func Checks() []conformance.Check {
	all := slices.Concat(accepted(), refused(), kept(), ids(), replaced(), found(), deleted(), access(), listed())
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
	opLog       = "LogConversation"
	opList      = "ListConversations"
	opGet       = "GetConversation"
	opGetByName = "GetConversationByExternalID"
	opDelete    = "DeleteConversation"
)

// stored is what all of them are about.
func stored() kit.Stored { return kit.Stored{One: "a conversation", All: "conversations"} }

// What several checks show, in the words of all of them.
func notFound() conformance.Symptom {
	return conformance.Symptom{Text: "a conversation that was logged is not found"}
}

func otherHistory() conformance.Symptom {
	return conformance.Symptom{Text: "the messages of a conversation do not come back as they were sent"}
}

func stillThere() conformance.Symptom { return stored().StillThere() }

func another() conformance.Symptom {
	return conformance.Symptom{Text: "a conversation is answered with another"}
}

func notKept(name string) conformance.Symptom { return stored().NotKept(name) }

// path is where a conversation is, by its id.
func path(id string) string { return kit.Below(kit.ConversationsPath, id) }

// pathByName is where a conversation is, by what the client calls it.
func pathByName(name string) string { return kit.Below(kit.ConversationsPath+"/external", name) }

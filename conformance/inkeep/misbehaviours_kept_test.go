package inkeep_test

import (
	"net/http"

	"github.com/understudy-mock/understudy/mockserver"
)

// mistaken is a mock that makes one of its mistakes: to bend answers is not enough where a server keeps what it is told.
func mistaken(name, check string) misbehaviour {
	return misbehaviour{name, "inkeep." + check, func(http.Handler) http.Handler {
		return mockserver.New(mockserver.Options{EventsPerBot: mockserver.NoEvents, Misbehave: name})
	}}
}

func conversationMisbehaviours() []misbehaviour {
	return []misbehaviour{
		mistaken("conversation.parts-refused", "conversations.openai-accepted"),
		mistaken("conversation.roles-listed", "conversations.support-accepted"),
		mistaken("conversation.tags-refused", "conversations.optional-accepted"),
		mistaken("conversation.format-missing", "conversations.answers"),
		mistaken("conversation.more-members-refused", "conversations.more-members"),
		mistaken("limit.none", "limits.conversation-too-large"),
		mistaken("conversation.empty-accepted", "conversations.wrong-refused"),
		mistaken("conversation.contents-trimmed", "conversations.messages-kept"),
		mistaken("conversation.parts-flattened", "conversations.parts-kept"),
		mistaken("conversation.tags-lost", "conversations.members-kept"),
		mistaken("conversation.message-properties-lost", "conversations.properties-kept"),
		mistaken("conversation.null-properties-lost", "conversations.nulls-kept"),
		mistaken("conversation.format-first-only", "conversations.openai-format"),
		mistaken("conversation.message-ids-counted", "conversations.ids-made"),
		mistaken("conversation.id-replaced", "conversations.id-kept"),
		mistaken("conversation.message-ids-replaced", "conversations.message-ids-kept"),
		mistaken("conversation.history-appended", "conversations.replaced"),
		mistaken("conversation.name-cached", "conversations.replaced-by-name"),
		mistaken("conversation.history-merged", "conversations.replaced-shorter"),
		mistaken("conversation.latest-first", "conversations.found"),
		mistaken("conversation.name-forgotten", "conversations.found-by-name"),
		mistaken("conversation.name-any-case", "conversations.names-apart"),
		mistaken("conversation.unknown-is-null", "conversations.unknown-not-found"),
		mistaken("conversation.not-found-code", "conversations.not-found-code"),
		mistaken("conversation.delete-forgotten", "conversations.deleted"),
		mistaken("conversation.delete-one-more", "conversations.others-stay"),
		mistaken("conversation.open", "conversations.key-needed"),
		mistaken("conversation.writers-read", "conversations.writers-do-not-read"),
		mistaken("conversation.other-projects", "conversations.other-project"),
		mistaken("conversation.deleted-stays-listed", "conversations.listed"),
		mistaken("conversation.list-count-of-all", "conversations.list-count"),
		mistaken("conversation.list-limit-ignored", "conversations.list-limit"),
		mistaken("conversation.list-page-size-fixed", "conversations.list-page-size"),
		mistaken("conversation.list-total-one-more", "conversations.list-total"),
		mistaken("conversation.list-offset-less", "conversations.list-offset"),
	}
}

func queryMisbehaviours() []misbehaviour {
	return []misbehaviour{
		mistaken("query.status-missing", "query.empty"),
		mistaken("query.last-lost", "query.found"),
		mistaken("query.total-of-all", "query.figures"),
		mistaken("query.numbers-stay", "query.results"),
		mistaken("query.notes-any", "query.notes"),
		mistaken("query.fields-any", "query.wrong-refused"),
		mistaken("query.open", "query.key-needed"),
		mistaken("query.reports-open", "query.key-needed"),
		mistaken("query.writers-ask", "query.writers-do-not-ask"),
		mistaken("query.writers-values", "query.writers-do-not-ask"),
		mistaken("limit.none", "limits.query-too-large"),
		mistaken("query.no-organization", "query.fields"),
		mistaken("query.no-weeks", "query.selections"),
		mistaken("query.no-contains", "query.filters"),
		mistaken("query.no-order-of-buckets", "query.orders"),
		mistaken("query.gte-is-gt", "query.operators"),
		mistaken("query.or-is-and", "query.nested"),
		mistaken("query.path-in-first-only", "query.paths"),
		mistaken("query.groups-lack-one", "query.groups"),
		mistaken("query.group-shown", "query.include-in-select"),
		mistaken("query.month-is-day", "query.buckets"),
		mistaken("query.sum-is-count", "query.aggregates"),
		mistaken("query.names-camel-case", "query.names"),
		mistaken("query.always-ascending", "query.ordered"),
		mistaken("query.texts-upper-case", "query.texts"),
		mistaken("query.no-first-message-time", "query.conversation-fields"),
		mistaken("query.conversations-of-chat", "query.conversations-found"),
		mistaken("query.feedback-without-integration", "query.feedback-fields"),
		mistaken("query.threads-without-total", "query.threads"),
		mistaken("export.plain-text", "query.exported"),
		mistaken("export.last-lost", "query.export-found"),
		mistaken("export.unquoted", "query.export-readable"),
		mistaken("query.deleted-conversations", "query.conversations-gone"),
		mistaken("query.deleted-feedback", "query.feedback-gone"),
		mistaken("query.each-feedback", "query.feedback-found"),
		mistaken("query.other-projects", "query.other-project"),
		mistaken("conversation.old-name-finds", "conversations.renamed"),
		mistaken("conversation.properties-merged", "conversations.properties-replaced"),
	}
}

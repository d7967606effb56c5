package inkeep_test

func feedbackMisbehaviours() []misbehaviour {
	return []misbehaviour{
		mistaken("feedback.reasons-wanted", "feedback.accepted"),
		mistaken("feedback.sources-refused", "feedback.optional-accepted"),
		mistaken("feedback.answer-201", "feedback.answers"),
		mistaken("feedback.type-unneeded", "feedback.wrong-refused"),
		mistaken("limit.none", "limits.feedback-too-large"),
		mistaken("feedback.details-lost", "feedback.kept"),
		mistaken("feedback.null-properties-lost", "feedback.properties-kept"),
		mistaken("feedback.id-replaced", "feedback.ids"),
		mistaken("feedback.update-unseen", "feedback.updated"),
		mistaken("feedback.always-positive", "feedback.found"),
		mistaken("feedback.unknown-is-null", "feedback.unknown-not-found"),
		mistaken("feedback.not-found-code", "feedback.not-found-code"),
		mistaken("feedback.of-first-message", "feedback.about"),
		mistaken("feedback.conversation-cached", "feedback.about-now"),
		mistaken("feedback.delete-forgotten", "feedback.deleted"),
		mistaken("feedback.delete-of-conversation", "feedback.others-stay"),
		mistaken("feedback.open", "feedback.key-needed"),
		mistaken("feedback.writers-read", "feedback.writers-do-not-read"),
		mistaken("feedback.other-projects", "feedback.other-project"),
		mistaken("feedback.list-mixed", "feedback.listed"),
		mistaken("feedback.list-count-one-more", "feedback.list-counts"),
		mistaken("feedback.list-limit-ignored", "feedback.list-limit"),
		mistaken("feedback.list-offset-pages", "feedback.list-offset"),
	}
}

func tellingMisbehaviours() []misbehaviour {
	return []misbehaviour{
		mistaken("property.results-bare", "query.property-answers"),
		mistaken("property.where-ignored", "query.property-keys"),
		mistaken("property.limit-ignored", "query.property-values"),
		mistaken("property.key-unneeded", "query.property-wrong"),
		mistaken("report.counts-are-numbers", "query.reports"),
		mistaken("report.searches-once", "query.top-searches"),
	}
}

package inkeepworld

import (
	"slices"

	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// annotated is what is made out in a field.
func (r *threadRow) annotated(field int) query.Value {
	if r.about == nil {
		if r.seeded == nil {
			return query.Value{}
		}
		a, there := r.seeded.Annotation(r.messages[0].ID)
		if !there {
			return query.Value{}
		}
		r.about = &a
	}
	a := r.about
	switch field {
	case 12:
		if a.Gap == "" {
			return query.Value{}
		}
		return query.TextOf(a.Gap)
	case 15, 16, 17:
		return list([][]string{a.Languages, a.FirstParty, a.ThirdParty}[field-15]...)
	case 13, 14, 18, 19, 20:
		return query.TextOf(map[int]string{13: a.Subject, 14: a.Category, 18: a.Emotion, 19: a.Sentiment, 20: a.Kind}[field])
	}
	return query.BoolOf([]bool{a.OnTopic, a.Clear, a.Documented, a.Supported, a.Confident}[field-7])
}

// verdict is which types of feedback there are about a message.
type verdict struct{ positive, negative bool }

// verdicts are those of all messages that have feedback.
func (v *opinionView) verdicts() map[string]verdict {
	all := map[string]verdict{}
	v.between(query.Span{}, func(o *opinion) bool {
		one := all[o.MessageID]
		all[o.MessageID] = verdict{
			positive: one.positive || o.Type == inkeep.FeedbackPositive, negative: one.negative || o.Type == inkeep.FeedbackNegative,
		}
		return true
	})
	return all
}

// judged reports whether there is feedback of a type about any message.
func (r *threadRow) judged(as verdict) bool {
	return slices.ContainsFunc(r.messages, func(m inkeep.Message) bool {
		said := r.said()[m.ID]
		return said.positive && as.positive || said.negative && as.negative
	})
}

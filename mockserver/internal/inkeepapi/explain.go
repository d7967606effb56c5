package inkeepapi

import (
	"fmt"
	"iter"
	"strings"

	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/query"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

// explainAnswer explains what lists and counts.
func explainAnswer(
	p *pipeline.Pipeline, c *pipeline.Call, refused bool, _ iter.Seq[pipeline.Neighbour],
) (ex pipeline.Explanation, is bool, err error) {
	explain := map[string]func(*pipeline.Pipeline, *pipeline.Call) (pipeline.Explanation, error){
		"QueryEvents": explainQuery(events()), "ExportEvents": explainQuery(events()),
		"QueryConversations": explainQuery(conversations()), "ExportConversations": explainQuery(conversations()),
		"QueryFeedback": explainQuery(feedback()), "ExportFeedback": explainQuery(feedback()),
		"QuerySemanticThreads": explainQuery(semanticThreads()), "ExportSemanticThreads": explainQuery(semanticThreads()),

		"GetTopSearchQueries": explainReport, "GetWeeklySearchUsers": explainReport,
		"QueryPropertyKeys": explainMembers(decodeKeys), "QueryPropertyValues": explainMembers(decodeValues),
		"ListConversations": explainConversations, "ListFeedback": explainFeedback,
	}[c.Op.ID]
	if explain == nil || refused {
		return ex, explain != nil, nil
	}
	c.Who.Project = fixtures.DemoProject // which every key is of
	ex, err = explain(p, c)
	return ex, true, unanswered(err)
}

// explainQuery explains a query or an export: how many rows were left by each of the filters that all have to hold, in turn, and what was
// likely meant by one for which no row holds.
func explainQuery(v view) func(*pipeline.Pipeline, *pipeline.Call) (pipeline.Explanation, error) {
	return func(p *pipeline.Pipeline, c *pipeline.Call) (ex pipeline.Explanation, err error) {
		in, err := decodeQuery(c)
		if err != nil {
			return ex, err
		}
		l := &look{steps: inkeepsteps.Of(p), call: c, views: []inkeepworld.View{v.name}, words: in.query.Words}
		return l.explain(in.query.Where)
	}
}

// explainReport explains a report by the searches that it is about.
func explainReport(p *pipeline.Pipeline, c *pipeline.Call) (ex pipeline.Explanation, err error) {
	in, err := decodeReport(c)
	if err != nil {
		return ex, err
	}
	l := &look{steps: inkeepsteps.Of(p), call: c, views: []inkeepworld.View{inkeepworld.EventsView}}
	return l.explain(in.searches)
}

// explainMembers explains the names of properties, or the values of one, by the rows that have it.
func explainMembers(
	decode func(*pipeline.Call) (membersInput, error),
) func(*pipeline.Pipeline, *pipeline.Call) (pipeline.Explanation, error) {
	return func(p *pipeline.Pipeline, c *pipeline.Call) (ex pipeline.Explanation, err error) {
		in, err := decode(c)
		if err != nil {
			return ex, err
		}
		has := &query.Condition{Field: in.asked.Field, Operator: query.IsNotNull}
		if in.asked.Key != nil {
			has.Path = []string{*in.asked.Key}
		}
		l := &look{steps: inkeepsteps.Of(p), call: c, views: inkeepworld.Having(p.World, c.Who.Project, in.views, in.asked.Where)}
		return l.explain(query.Filter{And: []query.Filter{in.asked.Where, {Condition: has}}})
	}
}

// explainConversations explains a page of conversations.
func explainConversations(p *pipeline.Pipeline, c *pipeline.Call) (ex pipeline.Explanation, err error) {
	return explainPage(c, defaultConversations, pipeline.Step{
		Name: "conversations", Events: inkeepsteps.Of(p).Conversations(c).Len(),
	})
}

// explainFeedback explains a page of feedback, in which either type has an offset of its own.
func explainFeedback(p *pipeline.Pipeline, c *pipeline.Call) (ex pipeline.Explanation, err error) {
	all := inkeepsteps.Of(p).Feedback(c)
	return explainPage(
		c, defaultFeedback,
		pipeline.Step{Name: "positive feedback", Events: all.Len(inkeep.FeedbackPositive)},
		pipeline.Step{Name: "negative feedback", Events: all.Len(inkeep.FeedbackNegative)},
	)
}

// explainPage explains a page of some lists together, each with how many there are in all.
func explainPage(c *pipeline.Call, absent int, lists ...pipeline.Step) (ex pipeline.Explanation, err error) {
	in, err := decodePage(absent)(c)
	if err != nil {
		return ex, err
	}
	most := 0
	for _, list := range lists {
		left := max(list.Events-in.offset, 0)
		ex.Found += left
		most = max(most, left)
		ex.Funnel = append(ex.Funnel, list, pipeline.Step{Name: fmt.Sprintf("%s from offset %d on", list.Name, in.offset), Events: left})
		if left == 0 && list.Events > 0 {
			ex.Hints = append(ex.Hints, fmt.Sprintf(
				"the offset %d lies behind the last: of %s there are %d, and the first has the offset 0", in.offset, list.Name, list.Events,
			))
		}
		if list.Events == 0 {
			ex.Hints = append(ex.Hints, "there is no "+strings.TrimSuffix(list.Name, "s"))
		}
	}
	if most > in.limit {
		ex.Hints = append(ex.Hints, fmt.Sprintf("a page has at most %d; the next has the offset %d", in.limit, in.offset+in.limit))
	}
	return ex, nil
}

package chatlayerapi

import (
	"iter"
	"net/url"

	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerapi/internal/explain"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// explainList explains the lists of bots and of teams.
func explainList(
	p *pipeline.Pipeline, c *pipeline.Call, refused bool, others iter.Seq[pipeline.Neighbour],
) (ex pipeline.Explanation, is bool, err error) {
	decode := map[string]func(*pipeline.Call) (*chatlayersteps.Lookup, error){
		"ListEvents": decodeBotList, "ListEventsWithFilters": decodeBotList, "GetTeamEvents": (&api{steps: p}).decodeTeamList,
	}[c.Op.ID]
	if decode == nil {
		return ex, false, nil
	}
	if refused {
		query, _ := url.ParseQuery(c.RawQuery) // what can be read of it
		return pipeline.Explanation{Hints: explain.Numbers(query, c.Sent)}, true, nil
	}
	l, err := decode(c)
	if err != nil {
		return ex, true, err
	}
	var after eventstore.Position
	if !l.First() {
		if after, err = chatlayersteps.Of(p).Tokens.Decode(l.Bound, l.Token); err != nil {
			return ex, true, badToken(c, l.Token, err)
		}
	}
	var asked []string
	if l.Asked != "" {
		asked = l.Bots
	}
	if ex, err = explain.List(l.Context(), l, after, chatlayerworld.Everything(p.World, asked...)); err != nil || ex.Found > 0 {
		return ex, true, err
	}
	elsewhere, err := explain.Elsewhere(l.Context(), l, others)
	ex.Hints = append(elsewhere, ex.Hints...)
	return ex, true, err
}

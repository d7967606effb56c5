package chatlayerapi

import (
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayersteps"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// histogram counts what a list of events asks for on all of its pages.
func histogram(p *pipeline.Pipeline, c *pipeline.Call, parts int) ([]world.Part, bool, error) {
	var l *chatlayersteps.Lookup
	var err error
	switch c.Op.ID {
	case "ListEvents", "ListEventsWithFilters":
		l, err = decodeBotList(c)
	case "GetTeamEvents":
		l, err = (&api{steps: p}).decodeTeamList(c)
	default:
		return nil, false, nil
	}
	if err != nil {
		return nil, true, err
	}
	counted, err := chatlayerworld.Histogram(c.Context, p.World, l.Query, parts, l.Bots...)
	return counted, true, err
}

package kit

import (
	"encoding/json"
	"slices"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// TrackAnswer reads the answer of a track; nil if it is no object.
func TrackAnswer(x *exchange.Exchange) map[string]json.RawMessage {
	body, err := x.Plain()
	if err != nil {
		return nil
	}
	members, _ := ReadObject(body)
	return members
}

// ValidTracks are the tracks that were not wrong on purpose.
func ValidTracks(exchanges []*exchange.Exchange) []*exchange.Exchange {
	return slices.DeleteFunc(slices.Clone(exchanges), func(x *exchange.Exchange) bool {
		_, ours := x.Request.Meta.(Sent)
		return !ours || x.Request.Hostile || x.Request.Authorization == ""
	})
}

// EventID reads the answer of a track.
func EventID(x *exchange.Exchange) (id string, ok bool) { return readText(TrackAnswer(x)["event_id"]) }

package chatlayer

import (
	"encoding/json"
	"slices"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// trackAnswer reads the answer of a track; nil if it is no object.
func trackAnswer(x *exchange.Exchange) map[string]json.RawMessage {
	body, err := x.Plain()
	if err != nil {
		return nil
	}
	members, _ := readObject(body)
	return members
}

// validTracks are the tracks that were not wrong on purpose.
func validTracks(traffic []*exchange.Exchange) []*exchange.Exchange {
	return slices.DeleteFunc(slices.Clone(traffic), func(x *exchange.Exchange) bool {
		_, ours := x.Request.Meta.(Sent)
		return !ours || x.Request.Hostile || x.Request.Authorization == ""
	})
}

// eventID reads the answer of a track.
func eventID(x *exchange.Exchange) (id string, ok bool) { return readText(trackAnswer(x)["event_id"]) }

//go:build examination

package variant

import (
	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedTracks() []Variant {
	return []Variant{
		legal("", "track.names-a-channel", "Tracked events are listed with a channel.", alter.BeforeTrack(namesChannel)),
	}
}

func namesChannel(_ *pipeline.Call, t *chatlayerworld.Track) error {
	t.Event.ChannelID, t.Event.ChannelType = "64f0c2a1b7d3e9581c6a4f20", "webHook"
	return nil
}

package variant

import (
	"github.com/understudy-mock/understudy/spec/chatlayer"
)

type event = chatlayer.TrackingEvent

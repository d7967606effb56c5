//go:build examination

package variant

import (
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/chatlayerworld"
)

func lags() []Variant {
	const soon = 1500 * time.Millisecond
	return []Variant{
		legal("L14", "visibility.bot-later", "A tracked event is in the list of its bot up to 1.5 seconds after that of its team.",
			delayed(soon, alter.On(alter.ListByGet, alter.ListByPost))),
		legal("L14", "visibility.post-later", "A tracked event is listed by POST up to 1.5 seconds after it is by GET.",
			delayed(soon, alter.On(alter.ListByPost))),
		legal("L14", "visibility.attributes-later",
			"A tracked event is found by attribute filters up to 1.2 seconds after it is by all others.",
			delayed(1200*time.Millisecond, alter.ByAttributes)),
		legal("L14", "visibility.draft-later", "A tracked event of the DRAFT is listed up to 1.5 seconds later, one of LIVE at once.",
			delayed(soon, alter.Asking(chatlayerworld.FieldVersion, "DRAFT"))),
		legal("L14", "visibility.each-its-own",
			"Each list learns of a tracked event in its own time: by GET within 0.6 seconds, by POST within 1.2, of a team within 2.4.",
			alter.Together(
				delayed(
					600*time.Millisecond,
					alter.On(alter.ListByGet),
				),
				delayed(1200*time.Millisecond, alter.On(alter.ListByPost)),
				delayed(2400*time.Millisecond, alter.On(alter.ListOfTeam)),
			)),
	}
}

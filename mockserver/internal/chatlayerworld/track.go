package chatlayerworld

import (
	"github.com/understudy-mock/understudy/fixtures"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// Track stores a tracked event, whose timestamp is set, for a team. The bot becomes the team's if it has no owner. An event
// without an id gets the world's next one; if the bot's version has an event with the given id already, nothing changes. The
// error is a *world.FullError.
type Track struct {
	Team  string                  `json:"team"`
	Event fixtures.ChatlayerEvent `json:"event"`
}

// Tracked is the outcome of Track.
type Tracked struct {
	ID    string // of the event that is stored now
	Added bool   // the event is new
	Owner string // of the bot; nothing was stored if it is another team
}

// Changed reports whether the event is new.
func (t Tracked) Changed() bool { return t.Added }

// Kind is that of the command.
func (Track) Kind() string { return "track" }

// ApplyTo stores the event.
func (c Track) ApplyTo(w *world.World) (Tracked, error) {
	st, e := of(w), c.Event
	owner, owned := st.teams.owner(e.BotID)
	if owned && owner != c.Team {
		return Tracked{Owner: owner}, nil
	}
	if e.ID != "" && st.tracked(&e) {
		return Tracked{ID: e.ID, Owner: c.Team}, nil // nothing is written, and so the bot has no new owner
	}
	size := sizeOf(&e)
	if !owned {
		size += sizeOfBot
	}
	if err := st.base.Take(size); err != nil {
		return Tracked{}, err
	}
	tracked, err := st.track(e, c.Team)
	if !tracked.Added {
		st.base.GiveBack(size)
	}
	return tracked, err
}

// What an event takes in memory beside its texts, in bytes, its campaign, each of its attributes, and the first of a bot. The texts stand
// once in what lists send and once, unless they are long or others have them too, in the index.
const (
	sizeOfBot       = 500
	sizeOfEvent     = 450
	sizeOfAttribute = 30
	sizeOfCampaign  = 30
)

func sizeOf(e *fixtures.ChatlayerEvent) int64 {
	size := sizeOfEvent + 3*e.TextBytes()/2 + sizeOfAttribute*len(e.Attributes)
	if c := e.Campaign; c != nil {
		size += sizeOfCampaign + 2*len(c.ID) + len(c.Source) + len(c.Medium) + len(c.Name) + len(c.Content) + len(c.Term)
	}
	return int64(size)
}

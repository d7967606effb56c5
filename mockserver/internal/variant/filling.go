package variant

import (
	"fmt"
	"maps"
	"net/http"
	"sync/atomic"

	"github.com/understudy-mock/understudy/mockserver/internal/seam"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

func fillings() []Variant {
	return []Variant{
		legal("", "filter.empty-is-refused", "A filter that is an empty text is refused with 400.", afterDecode(emptyFilterRefused)),
		legal("", "filter.empty-means-empty", "A filter that is an empty text finds events that have none.", onList(emptyMeansEmpty)),
		legal("", "track.invents-user", "A tracked event without a user or conversation gets one.", inventsUser),
		legal("", "track.drops-empty-attributes", "Attributes that are empty texts are not kept.", onTrack(dropEmptyAttributes)),
		legal("", "track.same-id-is-new", "A tracked event whose id the bot has is stored under a new one.", sameIDIsAnother).against("CHL-TRK-17"),
		legal("L19", "id.long", "Ids that the server makes have 200 characters.", made(longID)),
		legal("L19", "id.signs", "Ids that the server makes hold signs that mean something in a path or a query.", made(signsID)),
		legal("L19", "id.serial", "Ids that the server makes are 1, 2, 3 and so on.", made(func(_ *seam.Pipeline, n uint64) string { return fmt.Sprint(n) })),
	}
}

// filterNames are the filters that are plain texts.
func filterNames() []string { return []string{"event", "conversation_id", "user_id", "campaign_id"} }

func sentEmpty(c *seam.Call, name string) bool {
	value, there := c.Args()[name]
	return there && value == ""
}

func emptyFilterRefused(c *seam.Call) error {
	if !isList(c) {
		return nil
	}
	for _, name := range filterNames() {
		if sentEmpty(c, name) {
			return refuse(http.StatusBadRequest, "%s: got an empty text, expected one that is not, or none", name)
		}
	}
	return nil
}

// emptyMeansEmpty leaves campaigns alone, of which an event does not tell.
func emptyMeansEmpty(next seam.List, l *seam.Lookup) (seam.Page, error) {
	name, conversation, user := sentEmpty(l.Call, "event"), sentEmpty(l.Call, "conversation_id"), sentEmpty(l.Call, "user_id")
	if !name && !conversation && !user {
		return next(l)
	}
	return sieve(next, l, func(e event) bool {
		return (!name || e.Event == "") && (!conversation || e.ConversationID == "") && (!user || e.UserID == "")
	})
}

func inventsUser(p *seam.Pipeline) {
	var invented atomic.Uint64
	onTrack(func(_ *seam.Call, t *world.Track) error {
		n := hashOf(p.Seed, invented.Add(1))
		if t.Event.UserID == "" {
			t.Event.UserID = fmt.Sprintf("anonymous-%016x", n)
		}
		if t.Event.ConversationID == "" {
			t.Event.ConversationID = fmt.Sprintf("session-%016x", n)
		}
		return nil
	})(p)
}

func dropEmptyAttributes(_ *seam.Call, t *world.Track) error {
	t.Event.Attributes = maps.Clone(t.Event.Attributes)
	maps.DeleteFunc(t.Event.Attributes, func(_, value string) bool { return value == "" })
	return nil
}

func sameIDIsAnother(p *seam.Pipeline) {
	next := p.Track
	p.Track = func(c *seam.Call, t world.Track) (world.Tracked, error) {
		stored, err := next(c, t)
		if err != nil || stored.Added || stored.Owner != t.Team {
			return stored, err
		}
		t.Event.ID = ""
		return next(c, t)
	}
}

func longID(p *seam.Pipeline, n uint64) string {
	id := ""
	for i := range uint64(12) {
		id += fmt.Sprintf("%016x", hashOf(p.Seed, n, i))
	}
	return id + fmt.Sprintf("%08d", n)
}

func signsID(p *seam.Pipeline, n uint64) string {
	return fmt.Sprintf("evt:%d/+%x==&#?%%", n, hashOf(p.Seed, n))
}

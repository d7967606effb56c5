package tracking

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// mostAgain is how many tracks that were not acknowledged are tried once more.
const mostAgain = 5

var accepted = conformance.Check{
	ID:          "chatlayer.tracking.accepted",
	Level:       conformance.Must,
	Requirement: "CHL-TRK-1",
	Also:        append(whatTracksHold(), "CHL-OPS-3", "CHL-OPS-4", "CHL-OPS-7", "CHL-TRN-10"),
	Title:       "A valid event is answered with 200 and an object, whose event_id is a string.",
	Operations:  []string{"TrackEvent"},
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Closing,
	Floor:       map[string]int{"answers": 20},
	Run:         kit.WithoutPlanted(trackAccepted),
}

// trackAccepted looks at the answer of every valid track of the run. A server may know the event names that it takes and limit
// what it takes as a value, so a refusal counts only for an event of plain values, and only if others like it were taken. A server error
// counts only for such an event, too: what becomes of others is for tracking.given-id and odd-values. It may be an accident, and a
// refusal a lock-out after wrong credentials, so an event like it is sent once more.
func trackAccepted(ctx context.Context, p *kit.Probe) {
	var doubtful []*exchange.Exchange
	taken, oldest := 0, oldestTaken(p, p.Exchanges())
	for _, x := range kit.ValidTracks(p.Exchanges()) {
		sent, _ := x.Request.Meta.(kit.Sent)
		switch {
		case sent.Bot != "" || x.Request.Authorization != p.Auth: // into which other bots the run may write nobody promised
		case x.Err != nil || x.Busy():
		case x.Status == http.StatusOK && acknowledges(x):
			taken++
		case !x.Refused() && !x.Failed():
			p.Fail(notAcknowledged(x))
		case kit.IsPlain(sent) && (x.Failed() || !before(sent, oldest)):
			doubtful = append(doubtful, x)
		}
	}
	p.Saw("answers", taken)
	if taken <= 100 {
		doubtful = slices.DeleteFunc(doubtful, (*exchange.Exchange).Refused)
	}
	lastIfTaken(doubtful, p.Exchanges())
	for _, x := range doubtful[:min(len(doubtful), mostAgain)] {
		if !takenAgain(ctx, p, x) {
			p.Fail(notAcknowledged(x))
		}
	}
	if len(doubtful) > 0 {
		tried := min(len(doubtful), mostAgain)
		p.Record("%s with another answer, such as status %d; %s like them, sent later, taken",
			english.Count(len(doubtful), "valid track"), doubtful[0].Status, english.Count(tried, "event"))
	}
}

// lastIfTaken puts the tracks last of which the run sent the like again, and had it taken: they were accidents.
func lastIfTaken(doubtful, exchanges []*exchange.Exchange) {
	taken := map[string]bool{}
	for _, x := range kit.ValidTracks(exchanges) {
		if x.OK() {
			taken[form(x.Request.Meta.(kit.Sent))] = true
		}
	}
	last := func(x *exchange.Exchange) int {
		if taken[form(x.Request.Meta.(kit.Sent))] {
			return 1
		}
		return 0
	}
	slices.SortStableFunc(doubtful, func(a, b *exchange.Exchange) int { return last(a) - last(b) })
}

// form is what two tries to track an event have in common: all but the id and the tag.
func form(e kit.Sent) string {
	e.ID, e.Attributes = "", maps.Clone(e.Attributes)
	delete(e.Attributes, kit.TagKey)
	return fmt.Sprintf("%+v", e)
}

// takenAgain reports whether an event like one that was not acknowledged is. No other check runs meanwhile, and the event is listed
// before the next one does: a list that pages by offset would move under its walk when the event comes late. It is another event, so that
// exchange.Client.Again, which repeats a request, is not for it; nor for lostAgain.
func takenAgain(ctx context.Context, p *kit.Probe, x *exchange.Exchange) bool {
	sent, _ := x.Request.Meta.(kit.Sent)
	if sent.ID != "" {
		sent.ID += "_again"
	}
	track := p.Track
	if sent.Attributes[kit.TagKey] == "" {
		track = p.TrackUntagged
	}
	k, again := track(ctx, sent)
	if k == nil || !acknowledges(again) {
		return false
	}
	p.SettleOwn(ctx, k)
	return true
}

func notAcknowledged(x *exchange.Exchange) conformance.Failure {
	return conformance.Failure{
		Message:  "a valid event was not acknowledged as documented",
		Expected: "status 200 and an object, whose event_id is a string if it is there",
		Got:      kit.Gist(x), Exchanges: []*exchange.Exchange{x},
	}
}

// acknowledges reports whether an answer is an object without an event_id of another type. Null is for another check.
func acknowledges(x *exchange.Exchange) bool {
	members := kit.TrackAnswer(x)
	raw := members["event_id"]
	return members != nil && (len(raw) == 0 || raw[0] == '"' || string(raw) == "null")
}

var eventID = conformance.Check{
	ID:          "chatlayer.tracking.event-id",
	Level:       conformance.Should,
	Requirement: "CHL-TRK-27",
	Title:       "The answer of a track has an event_id.",
	Operations:  []string{"TrackEvent"},
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Closing,
	Floor:       map[string]int{"answers": 1},
	Run:         kit.WithoutPlanted(trackAnswersID),
}

// trackAnswersID wants the answers of tracks to have an event_id.
func trackAnswersID(_ context.Context, p *kit.Probe) {
	for _, x := range kit.ValidTracks(p.Exchanges()) {
		if !x.OK() || !acknowledges(x) {
			continue
		}
		p.Saw("answers", 1)
		if _, there := kit.EventID(x); !there {
			p.Fail(conformance.Failure{
				Message: "the answer of a track has no event_id", Expected: "a string event_id", Got: kit.Gist(x),
				Exchanges: []*exchange.Exchange{x},
			})
		}
	}
}

// oldestTaken is the earliest timestamp with which the target took an event, of the last hours; how old an event may be nobody
// says. If it took none with a timestamp, it is that of an event which is a little old.
func oldestTaken(p *kit.Probe, exchanges []*exchange.Exchange) time.Time {
	oldest := p.Began.Add(-10 * time.Minute)
	longAgo := p.Began.Add(-20 * time.Hour)
	for _, x := range kit.ValidTracks(exchanges) {
		if at := x.Request.Meta.(kit.Sent).At; x.OK() && at.Before(oldest) && !at.Before(longAgo) {
			oldest = at
		}
	}
	return oldest
}

// before reports whether an event lies so far back that a server may not want it any more.
func before(e kit.Sent, oldest time.Time) bool {
	return !e.At.IsZero() && e.At.Before(oldest)
}

var idMade = conformance.Check{
	ID:          "chatlayer.tracking.id-made",
	Level:       conformance.Should,
	Requirement: "CHL-TRK-15",
	Title:       "An event that is tracked without an id gets one of its own.",
	Operations:  []string{"TrackEvent"},
	Needs:       []conformance.Capability{conformance.Writes},
	Phase:       conformance.Closing,
	Floor:       map[string]int{"ids": 20},
	Run:         kit.WithoutPlanted(trackMadeIDs),
}

// trackMadeIDs wants ids that are there and, in one version of a bot, all different. Two bots may number their events alike.
func trackMadeIDs(_ context.Context, p *kit.Probe) {
	type madeID struct{ path, version, id string }
	first := map[madeID]*exchange.Exchange{}
	for _, x := range kit.ValidTracks(p.Exchanges()) {
		sent := x.Request.Meta.(kit.Sent)
		if !x.OK() || sent.ID != "" {
			continue
		}
		id, ok := kit.EventID(x)
		made := madeID{x.Request.Path, sent.Version, id}
		switch {
		case !ok: // for another check
		case id == "":
			p.Fail(conformance.Failure{
				Message: "the event_id is empty", Expected: "an id", Got: kit.Gist(x),
				Exchanges: []*exchange.Exchange{x},
			})
		case first[made] != nil:
			p.Fail(conformance.Failure{
				Message: "two events of one version of a bot got the same event_id", Expected: "an id for each event",
				Got:       kit.Quoted(id) + " twice",
				Exchanges: []*exchange.Exchange{first[made], x},
			})
		default:
			first[made] = x
			p.Saw("ids", 1)
		}
	}
	if len(first) == 0 {
		p.NotApplicable("no answer of a track has an event_id")
	}
}

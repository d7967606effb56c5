package misbehave

import (
	"slices"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/eventstore"
	"github.com/understudy-mock/understudy/mockserver/internal/pagetoken"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/mockserver/internal/world"
)

// fine are mistakes with times that most tests are too coarse for, or made at another time of the year.
func fine() []Mutant {
	return slices.Concat(
		area("time",
			mutant("list.two-filters-end-inclusive", 4, "With event and user_id given, end_time is inclusive.", "CHL-TIME-2",
				alter.BeforeQuery(alter.When(alter.Both(alter.Asking(byEvent, ""), alter.Asking(byUser, "")), endLate))),
		),
		area("paging", mutant("page.cursor-cut-to-millisecond", 4, "A token knows its place to the millisecond: others of that millisecond come again.", "CHL-PAGE-10",
			func(p *pipeline.Pipeline) { p.Tokens = coarseTokens{p.Tokens} }),
			mutant("page.cursor-millisecond-and-id", 4, "A page begins at the millisecond of the last event of the one before, behind it by id.", "CHL-PAGE-10",
				cutAt(alter.Always, func(e event, after mark) bool {
					unit, last := e.Timestamp.Truncate(time.Millisecond), after.at.Truncate(time.Millisecond)
					return unit.After(last) || unit.Equal(last) && e.ID > after.id
				}))),
		area("tracking",
			mutant("track.fraction-misread", 4, "A timestamp's half second written as .5 is read as 5 milliseconds.", "CHL-TRK-8", onStamp(misreadFraction)),
			mutant("track.whole-seconds-refused", 3, "A timestamp without a fraction is refused.", "CHL-TRK-8", alter.AfterDecode(func(c *pipeline.Call) error {
				if at := alter.Text(c.Body, "timestamp"); c.Is(alter.TrackEvent) && at != "" && !fraction.MatchString(at) {
					return alter.Refuse(400, "timestamp: expected milliseconds")
				}
				return nil
			})),
			mutant("track.summer-hour", 4, "From April to October timestamps are stored an hour late.", "CHL-TRK-8 CHL-TIME-2", alter.ChangeTracked(func(t *world.Track) {
				if m := t.Event.Timestamp.Month(); m >= time.April && m <= time.October || m == time.March && t.Event.Timestamp.Day() > 29 {
					t.Event.Timestamp = t.Event.Timestamp.Add(time.Hour)
				}
			})),
		),
	)
}

// coarseTokens forget what of a time is less than a millisecond.
type coarseTokens struct{ pipeline.Tokens }

func (t coarseTokens) Encode(q pagetoken.Query, at eventstore.Position) string {
	at.Time = at.Time.Truncate(time.Millisecond)
	return t.Tokens.Encode(q, at)
}

// onStamp changes how the timestamp of a tracked event is read.
func onStamp(change func(string) string) alter.Decorator {
	return alter.AfterDecode(func(c *pipeline.Call) error {
		if at := alter.Text(c.Body, "timestamp"); c.Is(alter.TrackEvent) && at != "" {
			c.Body["timestamp"] = change(at)
		}
		return nil
	})
}

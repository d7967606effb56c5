package variant

import (
	"net/http"
	"strconv"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepsteps"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func inkeeps() []Variant {
	return []Variant{
		legal("L41", "inkeep.only-ulids", "Ids that are given are refused with 422 unless they are ULIDs.",
			alter.Together(alter.BeforeLog(ulidsOnly), made(ulidOf))).
			against("INK-EVT-8", "INK-EVT-15"),
		legal("L42", "inkeep.same-id-is-409", "An id that was given before is refused with 409, the same event again included.",
			onLogged(sameIDIs409)),
		legal("L42", "inkeep.same-id-is-new", "An event whose id was given before is stored under a new id.",
			sameIDIsNew).against("INK-ID-3"),
		legal("", "inkeep.same-id-replaces", "An event whose id was given before takes the place of the earlier one.",
			onLogged(sameIDReplaces)),
		legal("", "inkeep.same-id-keeps-first", "An id that was given before is answered with the event that has it.",
			onLogged(sameIDKeepsFirst)),
		legal("L43", "inkeep.created-at-epoch", "An answer prints createdAt as the milliseconds since 1970.",
			createdAt(func(t time.Time) string {
				return strconv.FormatInt(t.UnixMilli(), 10)
			})),
		legal("", "inkeep.created-at-offset", "An answer prints createdAt with the offset +02:00.",
			createdAt(func(t time.Time) string {
				return t.In(time.FixedZone("", 7200)).Format(layoutNanos)
			})),
		legal("", "inkeep.empty-dropped", "An answer leaves properties and userProperties out when there are none.",
			alter.OnObject(inkeepGood, dropNull)),
		legal("", "inkeep.empty-objects", "An answer has {} for properties and userProperties where there are none.",
			alter.OnObject(inkeepGood, nullIsObject)),
		legal("", "inkeep.no-own-ids", "An answer has null for projectId and integrationId unless they are given.",
			alter.BeforeLog(noOwnIDs)),
		legal("", "inkeep.own-ids-always", "An answer has the projectId and integrationId of the key, whatever is given.",
			alter.BeforeLog(ownIDsAlways)),
		legal("", "inkeep.wrong-is-400", "Whatever is wrong with an event is 400, never 422.",
			inkeepStatus(http.StatusUnprocessableEntity, http.StatusBadRequest)),
		legal("", "inkeep.wrong-is-422", "Whatever is wrong with an event is 422, never 400.",
			inkeepStatus(http.StatusBadRequest, http.StatusUnprocessableEntity)),
		legal("", "inkeep.bare-problem", "Problems have neither instance nor requestId, and a short error.message.",
			alter.OnObject(inkeepRefused, bareProblem)),
	}
}

// onLogged decides what an id that was given before leads to.
func onLogged(change func(e inkeepworld.LogEvent, was inkeepworld.Logged) (inkeepworld.Logged, error)) alter.Decorator {
	return alter.AroundLog(func(next inkeepsteps.Log, c *pipeline.Call, e inkeepworld.LogEvent) (inkeepworld.Logged, error) {
		logged, err := next(c, e)
		if err != nil || logged.Outcome == inkeepworld.Stored {
			return logged, err
		}
		return change(e, logged)
	})
}

func sameIDIs409(_ inkeepworld.LogEvent, was inkeepworld.Logged) (inkeepworld.Logged, error) {
	was.Outcome = inkeepworld.Conflict
	return was, nil
}

func sameIDReplaces(e inkeepworld.LogEvent, _ inkeepworld.Logged) (inkeepworld.Logged, error) {
	return inkeepworld.Logged{Event: e.Event, Outcome: inkeepworld.Stored}, nil
}

func sameIDKeepsFirst(_ inkeepworld.LogEvent, was inkeepworld.Logged) (inkeepworld.Logged, error) {
	was.Outcome = inkeepworld.Repeated
	return was, nil
}

func sameIDIsNew(p *pipeline.Pipeline) {
	alter.AroundLog(func(next inkeepsteps.Log, c *pipeline.Call, e inkeepworld.LogEvent) (inkeepworld.Logged, error) {
		logged, err := next(c, e)
		if err != nil || logged.Outcome == inkeepworld.Stored {
			return logged, err
		}
		e.Event.ID = ""
		return next(c, e)
	})(p)
}

func ulidsOnly(_ *pipeline.Call, e *inkeepworld.LogEvent) error {
	if e.Event.ID != "" && !isULID(e.Event.ID) {
		return alter.Refuse(http.StatusUnprocessableEntity, "id: got %q, expected a ULID, or none to get one", e.Event.ID)
	}
	return nil
}

func createdAt(form func(time.Time) string) alter.Decorator {
	return alter.OnObject(inkeepGood, func(_ *pipeline.Call, o alter.Object) alter.Object {
		t, err := time.Parse(time.RFC3339Nano, o.Text("createdAt"))
		if err != nil {
			return o
		}
		return o.With("createdAt", alter.Quoted(form(t)))
	})
}

// unset tells the two objects of an event that may be missing.
func unset(m alter.Member) bool {
	return (m.Name == "properties" || m.Name == "userProperties") && string(m.Value) == "null"
}

func dropNull(_ *pipeline.Call, o alter.Object) alter.Object { return o.Without(unset) }

func nullIsObject(_ *pipeline.Call, o alter.Object) alter.Object {
	for i, m := range o {
		if unset(m) {
			o[i].Value = []byte("{}")
		}
	}
	return o
}

func noOwnIDs(c *pipeline.Call, e *inkeepworld.LogEvent) error {
	if _, given := c.Body.Map()["projectId"]; !given {
		e.Event.ProjectID = nil
	}
	if _, given := c.Body.Map()["integrationId"]; !given {
		e.Event.IntegrationID = nil
	}
	return nil
}

func ownIDsAlways(c *pipeline.Call, e *inkeepworld.LogEvent) error {
	project, integration := c.Who.Project, c.Who.Integration
	e.Event.ProjectID, e.Event.IntegrationID = &project, &integration
	return nil
}

func inkeepStatus(from, to int) alter.Decorator {
	return alter.OnProblem(func(c *pipeline.Call, p *pipeline.Problem) *pipeline.Problem {
		if alter.ForInkeep(c) && p.Status == from {
			return p.WithStatus(to)
		}
		return p
	})
}

func inkeepRefused(c *pipeline.Call, a *pipeline.Answer) bool {
	return alter.ForInkeep(c) && a.Status >= 400
}

func bareProblem(_ *pipeline.Call, o alter.Object) alter.Object {
	o = o.Without(func(m alter.Member) bool { return m.Name == "instance" || m.Name == "requestId" })
	short := alter.Object{}.With("code", alter.Quoted(o.Text("code"))).With("message", alter.Quoted(o.Text("title")))
	return o.With("error", short.Bytes())
}

func inkeepGood(c *pipeline.Call, a *pipeline.Answer) bool {
	return alter.Good(c, a) && alter.ForInkeep(c)
}

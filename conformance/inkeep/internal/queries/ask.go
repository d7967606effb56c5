package queries

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"sync/atomic"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/inkeep/internal/kit"
	api "github.com/understudy-mock/understudy/spec/inkeep"
)

// object is a JSON object.
type object = map[string]any

// asker is a check at work on what the run itself has logged.
type asker struct {
	*kit.Asker

	path    string // where it asks
	planted planted
}

// Where questions are asked. What is below at exportPath answers with CSV.
const (
	eventsPath        = kit.QueryPath + "/events"
	conversationsPath = kit.QueryPath + "/conversations"
	feedbackPath      = kit.QueryPath + "/feedback"
	threadsPath       = kit.QueryPath + "/semantic-threads"
	exportPath        = "/export"
)

// planted are the events that all checks ask about: those of one conversation, oldest first.
type planted struct {
	why          string // nothing can be asked; empty if it can
	conversation string
	types        [3]string
	at           []string // when each happened
	logged       time.Time
	settled      *atomic.Bool // no replica lacks any of them
	ids          []string
	names        []string // the property of that name, of those that have properties
}

// times are two in each of the last three months, at noon, so that no zone moves one into another month, and each on a day of its own.
func times(now time.Time) (all []string) {
	for month := -3; month < 0; month++ {
		for _, day := range []int{13, 17} {
			at := time.Date(now.UTC().Year(), now.UTC().Month()+time.Month(month), day, 12, 0, 0, 0, time.UTC)
			all = append(all, at.Format(time.RFC3339))
		}
	}
	return all
}

// with makes the function of a check out of one that asks about the planted events, once they are found.
func with(run func(context.Context, *asker)) func(context.Context, *conformance.T) {
	return kit.With(func(ctx context.Context, a *kit.Asker) {
		q := &asker{Asker: a, path: eventsPath}
		q.planted = kit.Recall(a.Session, "queries", func() planted { return q.plant(ctx) })
		if q.planted.why != "" {
			q.NotApplicable("%s", q.planted.why)
		}
		q.Deaf = q.planted.ids[0] == q.planted.ids[1]
		run(ctx, q)
	})
}

// plant logs the events that are asked about, if there is somebody to ask. Where an answer is lost, the event may be there all the same:
// others are logged then, of another conversation.
func (q *asker) plant(ctx context.Context) (p planted) {
	if p.why = kit.Unoffered(q.send(ctx, object{}, "")); p.why != "" {
		return p
	}
	for range kit.Tries {
		var once bool
		if p, once = q.plantOnce(ctx); once || p.why != "" {
			return p
		}
	}
	return planted{why: "answers to events were lost, so that nobody knows how many there are"}
}

// plantOnce reports whether each event was sent once.
func (q *asker) plantOnce(ctx context.Context) (p planted, once bool) {
	p.conversation, p.at, p.settled, once = q.Mark(), times(q.Clock.Now()), &atomic.Bool{}, true
	for i := range p.types {
		p.types[i] = fmt.Sprintf("check_%s_%c", p.conversation, 'a'+i)
	}
	for i, created := range p.at {
		sent, name := 0, q.Mark()
		got := q.Log(ctx, func() kit.Draft {
			sent++
			d := q.Event(api.EntityConversation).With("conversationId", p.conversation).With("type", p.types[[]int{0, 0, 1, 1, 1, 2}[i]]).
				With("createdAt", created)
			if i == 5 {
				return d
			}
			own := object{
				"n": []json.Number{"9", "10", "2", "20", "100.5"}[i], "yes": true, "name": name,
				"kind": []string{"Aa", "aA", "", "Aa", "aA"}[i], "left": []string{"x,y", "x", "", "", ""}[i],
				"right": []string{"z", "y,z", "", "", ""}[i], "deep": object{"inner": []string{"x", "y", "x", "y", "y"}[i]},
			}
			if plan := []string{"pro", "free", "pro", "", "pro"}[i]; plan != "" {
				own["plan"] = plan
			}
			return d.With("properties", own).With("userProperties", object{"userId": []string{"u1", "u2", "u1", "u3", "u2"}[i]})
		})
		if got.Member("id") == "" {
			p.why = "an event to ask about was not accepted: " + got.Shown()
			return p, once
		}
		if i < 5 {
			p.names = append(p.names, name)
		}
		q.Queried(got)
		once = once && sent == 1
		p.ids = append(p.ids, got.Member("id"))
	}
	p.logged = q.Clock.Now()
	return p, once
}

// ask asks a question that keeps to the contract, and ends the check if it is not answered as one.
func (q *asker) ask(ctx context.Context, question object) *kit.Answer {
	got := q.Insist(ctx, func() *kit.Answer { return q.send(ctx, question, q.Authorization()) })
	if !got.Good() {
		q.FailWith(got, "a good query is refused", "200", got.Shown(), conformance.Symptom{Text: "good queries are refused"})
	}
	q.Saw("queries", 1)
	return got
}

// send asks with a key, or with the run's own.
func (q *asker) send(ctx context.Context, question object, key string) *kit.Answer {
	return q.Send(ctx, exchange.Request{
		Method: http.MethodPost, Path: q.path, Body: kit.Encode(question), Authorization: key, Safe: true,
	})
}

// is is a condition.
func is(field, operator string, value any) object {
	return object{"condition": object{"field": field, "operator": operator, "value": value}}
}

func and(all ...object) object { return object{"and": all} }

func or(all ...object) object { return object{"or": all} }

// own asks for the planted events alone, of those for which more holds.
func (q *asker) own(more ...object) object {
	return and(append([]object{is("conversationId", "eq", q.planted.conversation)}, more...)...)
}

func field(name string) object { return object{"type": "field", "field": name} }

func aggregate(name, of string, path ...string) object {
	o := object{"type": "aggregation", "aggregation": name}
	if of != "" {
		o["field"] = of
	}
	if path != nil {
		o["path"] = path
	}
	return o
}

func bucket(unit string) object {
	return object{"type": "time", "timeUnit": unit, "field": "createdAt"}
}

// data is that of an answer.
func data(got *kit.Answer) object {
	o, _ := got.Event["data"].(object)
	return o
}

// rows are the results of an answer.
func rows(got *kit.Answer) (all []object) {
	list, _ := data(got)["result"].([]any)
	for _, one := range list {
		row, _ := one.(object)
		all = append(all, row)
	}
	return all
}

// column is one member of every result; what it lacks is null.
func column(got *kit.Answer, name string) (all []any) {
	for _, row := range rows(got) {
		all = append(all, row[name])
	}
	return all
}

// found are which of the planted events a filter finds, by their place, and how many others.
func (q *asker) found(ctx context.Context, where object) (got *kit.Answer, places []int, others int) {
	got = q.ask(ctx, object{"select": []object{field("id")}, "where": where})
	for _, id := range column(got, "id") {
		text, _ := id.(string)
		if place := slices.Index(q.planted.ids, text); place >= 0 {
			places = append(places, place)
		} else {
			others++
		}
	}
	slices.Sort(places)
	return got, places, others
}

// all waits until the planted events are found, each once. A query may take its time to know them, and one replica more than another, so
// that once is not enough while they are young: twelve times in a row, and for as long again as one of them was missed.
func (q *asker) all(ctx context.Context) {
	const enough = 12
	hits, missed := 0, time.Duration(0)
	var got *kit.Answer
	age := func() time.Duration { return q.Clock.Now().Sub(q.planted.logged) }
	if q.Await(ctx, func() bool {
		for hits = 0; hits < enough; hits++ {
			at := age()
			var places []int
			if got, places, _ = q.found(ctx, q.own()); !slices.Equal(places, []int{0, 1, 2, 3, 4, 5}) {
				missed = at
				return false
			}
			if q.planted.settled.Load() || at >= q.Target().Settle {
				return true
			}
		}
		return age() >= 2*missed
	}) || hits == enough {
		q.planted.settled.Store(true)
		return
	}
	q.NotApplicable("the events of the run are not found by their conversationId, each once: %s; mend that first", got.Shown())
}

// answers reports whether a question is answered: whoever refuses all of them refuses wrong ones, too.
func (q *asker) answers(ctx context.Context, question object) bool {
	return q.send(ctx, question, q.Authorization()).Good()
}

// number is a number of a result; ok is false if it is none.
func number(v any) (n float64, ok bool) {
	text, isNumber := v.(json.Number)
	n, err := text.Float64()
	return n, isNumber && err == nil
}

// fullPage reports whether an answer says itself that it has no more than the first of what was found.
func (q *asker) fullPage(got *kit.Answer) bool {
	total, _ := number(data(got)["total"])
	size, _ := number(data(got)["pageSize"])
	return len(rows(got)) == int(size) && int(total) == len(q.planted.ids)
}

package kit

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
	"github.com/understudy-mock/understudy/conformance/internal/protocol"
)

// sharedIDs is what goes wrong where an id is taken for one event's, whoever has it.
const sharedIDs = "an id that several events were given goes wrong"

// Symptoms are the symptoms that the exchanges of a failure have by themselves, whatever the check was about: they tell which failures
// go together.
func Symptoms(from any, f conformance.Failure) []conformance.Symptom {
	s, _ := from.(*Session)
	if s == nil {
		return nil
	}
	var all []conformance.Symptom
	for _, x := range f.Exchanges {
		all = append(all, s.shownBy(x)...)
	}
	begins := func(with string) bool {
		return slices.ContainsFunc(slices.Concat(f.Symptoms, all),
			func(one conformance.Symptom) bool { return strings.HasPrefix(one.Text, with) })
	}
	if begins(lacking) || begins(changed) {
		all = append(all, s.unreadable()...)
	}
	if begins(listsBy) || begins(misplaced) && slices.ContainsFunc(f.Exchanges, s.filtered) {
		all = append(all, Unmet()...)
	}
	return all
}

// filtered reports whether a list was asked for with a filter.
func (s *Session) filtered(x *exchange.Exchange) bool {
	q, list := s.queryOf(x.Request)
	return list && (q.filtered() || q.Filters != nil)
}

// shownBy are the symptoms of one exchange.
func (s *Session) shownBy(x *exchange.Exchange) []conformance.Symptom {
	good := !x.Request.Hostile && x.Request.Authorization == s.Auth
	sent, track := x.Request.Meta.(Sent)
	switch q, list := s.queryOf(x.Request); {
	case track && good && x.Refused() && !x.Busy():
		return append(symptom("valid events are refused", "CHL-OPS-3"), protocol.Refused())
	case x.Request.Path == "/v1/echo":
		return echoShows(x, good)
	case track && x.OK() && !s.granted(x) && x.Request.Path == TrackPath(s.Bot):
		return s.admitted(x)
	case track && s.givenToSeveral(sent.ID):
		return symptom(sharedIDs, "")
	case track && x.OK() && s.answersAnother(x, sent):
		return symptom("tracks are answered with the event_id of another event", "CHL-TRK-17")
	case list && x.Err == nil && !x.Busy():
		return s.shownOn(x, q, good)
	case x.Request.Hostile && strings.HasSuffix(x.Request.Path, "/events/stream") && hollow(x):
		return []conformance.Symptom{protocol.Hollow()}
	default:
		return nil
	}
}

// shownOn are the symptoms of the answer to a list. What is missing shows where the answer is all of it.
func (s *Session) shownOn(x *exchange.Exchange, q Query, good bool) (all []conformance.Symptom) {
	if came, _ := x.Came(); came > len(x.Body) {
		return nil
	}
	page := s.newPage(x)
	if mayRefuse := page.Declined() && s.unheard(q); page.Problem != "" && good && !mayRefuse {
		return NoPage(q, page.Problem)
	}
	if hollow(x) {
		return []conformance.Symptom{protocol.Hollow()}
	}
	from, to := Instants(q)
	if from.IsZero() || to.IsZero() {
		from, to = AllTime()
	}
	if q.overfilled(page) {
		all = TooLong()
	}
	seen, keys := map[*RunEvent]bool{}, map[string]bool{}
	for _, e := range page.Events {
		k := s.Identify(e)
		if keys[e.Key()] && k != nil {
			all = append(all, RepeatedEvents()...)
		}
		all = append(all, e.unreadable()...)
		if !s.granted(x) && k != nil && k.Owned && k.Bot == "" {
			all = append(all, s.admitted(x)...)
		}
		seen[k], keys[e.Key()] = true, true
		if why := s.Forbidden(k, e, q, from, to); why != "" {
			all = append(all, ForbiddenSymptom(why))
			if k != nil && s.givenToSeveral(k.ID) {
				all = append(all, symptom(sharedIDs, "")...)
			}
		}
		all = append(all, k.Changes(e)...)
	}
	if page.Problem == "" && page.Next == "" && q.Token == "" && q.Filters == nil && (q.Op == Team || q.Bot == s.Bot) {
		for _, k := range s.own() {
			all = append(all, k.missed(q, from, to, seen[k])...)
		}
	}
	return all
}

// granted reports whether a request has the credentials of the team that owns the bot.
func (s *Session) granted(x *exchange.Exchange) bool { return x.Request.Authorization == s.Auth }

// admitted are the symptoms of a request that was served though its credentials are not good there. Those of another team are good, but
// not for this team's bots.
func (s *Session) admitted(x *exchange.Exchange) []conformance.Symptom {
	if s.OtherAuth == "" || x.Request.Authorization != s.OtherAuth {
		return protocol.Strangers()
	}
	return append(symptom("another team's credentials open the team's bots", "CHL-AUTH-4"), protocol.Strangers()...)
}

// hollow reports whether a list was answered with a success that has nothing of a page.
func hollow(x *exchange.Exchange) bool {
	members, err := ReadObject(x.Body)
	return err == nil && x.OK() && members["events"] == nil && members["next_page_token"] == nil
}

// answersAnother reports whether a track is answered with the id under which lists show another event, and not the one that was tracked.
func (s *Session) answersAnother(x *exchange.Exchange, sent Sent) bool {
	answer, _ := ReadObject(x.Body)
	id, _ := readText(answer["event_id"])
	s.mu.Lock()
	defer s.mu.Unlock()
	own, another := s.byTag[sent.Attributes[TagKey]], false
	for _, k := range s.byTag {
		another = another || k != own && k.Seen && k.Listed.ID == id
	}
	return another && own != nil && own.Listed.ID != id && s.givenTo[id] < 2
}

// missed are the symptoms of an event that a list has to show, or has not because it shows another member than was tracked.
func (k *RunEvent) missed(q Query, from, to time.Time, seen bool) []conformance.Symptom {
	switch {
	case seen || !k.Matches(q, from, to):
		return nil
	case k.due(q, from, to):
		return LostEvents(k)
	}
	for _, f := range ShownFilters() {
		if asked := f.Asked(q); asked != "" && asked != f.Shown(k.Listed) {
			return ChangedMember(f.Name)[:1]
		}
	}
	return nil
}

// unreadable are the symptoms of members that are not what they should be, by which an event cannot be told or placed.
func (e Event) unreadable() (all []conformance.Symptom) {
	if e.Has("timestamp") && e.At.IsZero() {
		all = symptom("timestamps of events are no date-times of RFC 3339", "CHL-SCH-4")
	}
	if e.Has("attributes") && e.Attributes == nil {
		all = append(all, symptom("attributes of events are no object of strings", "CHL-SCH-3")...)
	}
	return all
}

// unreadable are the symptoms of what keeps events from being seen, told or placed, whichever list showed them so.
func (s *Session) unreadable() []conformance.Symptom {
	if page := s.cutOff.Load(); page != nil {
		return NoPage(page.Query, page.Problem)
	}
	for _, k := range s.own() {
		if all := k.Listed.unreadable(); all != nil {
			return all
		}
	}
	return nil
}

// echoShows are the symptoms of an echo.
func echoShows(x *exchange.Exchange, good bool) []conformance.Symptom {
	if x.Refused() && good && !x.Busy() {
		return []conformance.Symptom{protocol.Refused()}
	}
	came, _ := x.Came()
	sent, errSent := ReadObject(x.Request.Body)
	answer, err := ReadObject(x.Body)
	if !x.OK() || came > len(x.Body) || errSent != nil || err != nil {
		return nil
	}
	if text, isText := readText(sent["message"]); isText {
		if back, _ := readText(answer["message"]); back != text {
			return symptom("echoes do not answer the message that was sent", "")
		}
	}
	return nil
}

// own are the events of the run that some list has shown.
func (s *Session) own() (all []*RunEvent) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range s.byTag {
		if k.Seen {
			all = append(all, k)
		}
	}
	return all
}

// Changes are the symptoms of members that are listed otherwise than they were tracked.
func (k *RunEvent) Changes(e Event) (all []conformance.Symptom) {
	if k == nil || !k.Owned {
		return nil
	}
	for _, f := range ShownFilters() {
		if sent := f.Sent(k.Sent); sent != "" && e.Has(f.Name) && f.Shown(e) != sent {
			all = append(all, ChangedMember(f.Name)...)
		}
	}
	for key, value := range k.Attributes {
		if e.Attributes != nil && e.Attributes[key] != value {
			return append(all, changedAttributes())
		}
	}
	return all
}

func (s *Session) givenToSeveral(id string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return id != "" && s.givenTo[id] > 1
}

// queryOf reads what the request of a list asks for; ok is false if it is none, or says something twice. Filters of attributes are
// not nil if there are any.
func (s *Session) queryOf(r exchange.Request) (q Query, ok bool) {
	values := map[string]string{}
	switch r.Method {
	case http.MethodGet:
		asked, err := url.ParseQuery(r.RawQuery)
		for name, given := range asked {
			values[name] = given[0]
			ok = len(given) == 1 && err == nil
			if !ok {
				return q, false
			}
		}
		q.Op = Get
	default:
		members, err := ReadObject(r.Body)
		if err != nil {
			return q, false
		}
		for name, raw := range members {
			var text bool
			if values[name], text = readText(raw); !text {
				values[name] = string(raw)
			}
		}
		if members["filters"] != nil {
			q.Filters = []Filter{}
		}
		q.Op = Post
	}
	switch parts := strings.Split(r.Path, "/"); {
	case len(parts) == 6 && parts[2] == "bots" && parts[5] == "stream":
		q.Bot, _ = url.PathUnescape(parts[3])
	case len(parts) == 5 && parts[2] == "teams":
		q.Op = Team
		q.Team, _ = url.PathUnescape(parts[3])
	default:
		return q, false
	}
	q.Version, q.Start, q.End, q.Token = values["version"], values["start_time"], values["end_time"], values["page_token"]
	q.Size, _ = strconv.Atoi(values["page_size"])
	for _, f := range PlainFilters {
		f.Ask(&q, values[f.Name])
	}
	return s.WithDefaults(q), true
}

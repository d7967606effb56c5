package chatlayer

import (
	"cmp"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// difference is how a walk differs from what the model expects.
type difference struct {
	missing  []*Known // must be there and are not: the target has shown them itself
	expected []*Known // are not there, and should be by what was tracked alone
	extra    []Event  // are there and may not be
	why      []string // why not, for each of extra
	repeated []Event  // are there more often than one page shows them
	filled   []Event  // are there, and were tracked without the campaign that was asked for
}

func (d difference) none() bool { return len(d.missing)+len(d.extra)+len(d.repeated) == 0 }

// compare holds a walk to the model: of the known events those that are due must be there, and no more often than a page shows
// them; whatever is there must be allowed by what it shows of itself, and, if it is the run's own, by what was written.
func (s *session) compare(w Walk, known []*Known) difference {
	q := s.filled(w.Query)
	from, to := instants(q)
	var d difference
	seen, times := map[*Known]bool{}, map[string]int{}
	for _, e := range w.Events() {
		k := s.identify(e)
		if k != nil {
			seen[k] = true
			if times[e.key()]++; times[e.key()] == s.onOnePage(e)+1 {
				d.repeated = append(d.repeated, e)
			}
		}
		if why := s.forbidden(k, e, q, from, to); why != "" {
			d.extra, d.why = append(d.extra, e), append(d.why, why)
		} else if k != nil && k.Owned && q.Campaign != "" && k.Campaign == "" {
			d.filled = append(d.filled, e)
		}
	}
	if q.Op == team && len(known) > 0 { // what it shows of the second bot is held to the same
		known = slices.Concat(known, s.second.seed)
	}
	for _, k := range known {
		switch {
		case seen[k], k.gone.Load():
		case k.due(q, from, to):
			d.missing = append(d.missing, k)
		case q.Op != team && k.matches(q, from, to): // which events a team's list shows is for another check
			d.expected = append(d.expected, k)
		}
	}
	return d
}

// trackedWith begins what forbidden says of an event that shows nothing wrong itself.
const trackedWith = "it was tracked "

// forbidden says why a listed event may not be there. What a list shows of an event counts, not what was tracked: that both are the same
// is for tracking.as-sent. What was tracked counts for members that are not shown.
func (s *session) forbidden(k *Known, e Event, q Query, from, to time.Time) string {
	if why := allowed(e, q, from, to); why != "" {
		return why
	}
	if k == nil || !k.Owned {
		return ""
	}
	switch {
	case q.Op != team && !s.at(k, q.Bot):
		return trackedWith + "to the bot " + cmp.Or(k.Bot, s.target.Bot)
	case q.Op != team && versionOf(k.Sent) != q.Version && k.Version != "":
		return trackedWith + "with version " + k.Version
	case !almost(q.Event, k.Event) && !e.has("event"):
		return trackedWith + "with event " + quoted(k.Event)
	case !almost(q.User, k.User) && !e.has("user_id"):
		return trackedWith + "with user_id " + quoted(k.User)
	case !almost(q.Conversation, k.Conversation) && !e.has("conversation_id"):
		return trackedWith + "with conversation_id " + quoted(k.Conversation)
	case !almost(q.Campaign, k.Campaign) && k.Campaign != "": // one that was sent without may have been given its user's last one
		return trackedWith + "with campaign id " + quoted(k.Campaign)
	default:
		return ""
	}
}

// instants reads the bounds of a query that this package made itself.
func instants(q Query) (from, to time.Time) {
	from, _ = time.Parse(time.RFC3339Nano, q.Start)
	to, _ = time.Parse(time.RFC3339Nano, q.End)
	return from, to
}

// Whole asks for a page and ends the check if the answer is no page: inconclusive if the way to the target failed or it had no
// time, a failure otherwise, because the request is valid.
func (p *probe) Whole(ctx context.Context, q Query) Page {
	page := p.Page(ctx, q)
	p.answered(page)
	return page
}

func (p *probe) answered(page Page) {
	switch x := page.X; {
	case page.Problem == "":
	case x.Err != nil || x.Busy() || page.Unread:
		p.Inconclusive("a list could not be read: %s", page.Problem)
	case x.Untried && !page.Twice:
		p.Inconclusive("a list met a server error, as more requests of the run did than it tries again")
	case page.Spent:
		p.Inconclusive("a list met a server error, and its page token was refused when it was sent again, so that it may be good for one request")
	default:
		p.Fail(conformance.Failure{
			Message:  "a valid list was not answered with a page: " + page.Problem,
			Expected: "status 200 and an object with events and next_page_token",
			Got:      gist(x), Exchanges: tries(x), Symptoms: noPage(page.Query, page.Problem),
		})
	}
}

// tries are an exchange and the one that it is the repetition of, if the two were answered in different ways.
func tries(x *exchange.Exchange) []*exchange.Exchange {
	if x.Beside != nil && x.Beside.Status != x.Status {
		return []*exchange.Exchange{x.Beside, x}
	}
	return []*exchange.Exchange{x}
}

// WholeWalk walks to the end and ends the check if a page on the way is no page or the walk does not end.
func (p *probe) WholeWalk(ctx context.Context, q Query) Walk {
	w := p.Walk(ctx, q)
	p.whole(ctx, w)
	return w
}

// whole ends the check if a page of a walk is no page or the walk does not end: a failure if it can have no end, and
// inconclusive if the window may just hold more than a run can read.
func (p *probe) whole(ctx context.Context, w Walk) {
	p.answered(w.Last())
	if w.Ended {
		return
	}
	if !w.Endless {
		proof := w.Query
		proof.User = p.s.names.of("nobody")
		if w := p.Walk(ctx, proof); w.Endless {
			p.Fail(p.s.endlessWalk(w))
		}
		p.Inconclusive("a window holds more than a run reads: %s, and nothing proves that there is no end; name a bot to which less happens",
			w.Why)
	}
	p.Fail(p.s.endlessWalk(w))
}

// endlessWalk shows a walk that can have no end.
func (s *session) endlessWalk(w Walk) conformance.Failure {
	return conformance.Failure{
		Message: "a walk along the page tokens never ends: " + w.Why, Expected: "a last page whose next_page_token is empty or absent",
		Got: fmt.Sprintf("%s and no end", plural(len(w.Pages), "page")), Exchanges: lastOf(w, 3),
		Pictures: []conformance.Picture{strip(s, w, difference{})}, Symptoms: withoutEnd(),
	}
}

// Exactly walks to the end and fails the check unless the walk holds what the model expects.
func (p *probe) Exactly(ctx context.Context, q Query, about string) Walk {
	w := p.WholeWalk(ctx, q)
	p.Hold(ctx, w, p.s.seed, about)
	return w
}

// Hold fails the check unless a walk shows the known events that it has to, and nothing that may not be there. It does not wait:
// the walk is one that did, such as WholeWalk and patiently give.
func (p *probe) Hold(ctx context.Context, w Walk, known []*Known, about string) {
	if d := p.judge(ctx, w, known, about); !d.none() {
		p.Fail(p.proven(ctx, w, known, d, about))
	}
	p.s.wasRight(w, known)
}

// judge says how a walk differs from what the check may insist on: one of level must on what the target has shown itself, others
// on what was tracked, too. What a must finds to be missing that is only expected is left to the check that asks for that.
func (p *probe) judge(ctx context.Context, w Walk, known []*Known, about string) difference {
	d := p.s.compare(w, known)
	if len(d.missing) > 0 && p.gone() > 0 {
		d = p.s.compare(w, known)
	}
	if len(d.repeated) > 0 {
		p.lookAt(ctx, w.Query, d.repeated)
		d = p.s.compare(w, known)
	}
	expected := difference{
		missing: d.expected, extra: d.filled,
		why: slices.Repeat([]string{"it was tracked without a campaign"}, len(d.filled)),
	}
	d.expected, d.filled = nil, nil
	if p.Check().Level != conformance.Must {
		d.missing, d.extra, d.why = append(d.missing, expected.missing...), append(d.extra, expected.extra...), append(d.why, expected.why...)
	} else {
		if known == nil { // what is missing was not asked
			known = p.s.seed
		}
		p.s.expect(!expected.none(), func() conformance.Failure { return p.proven(ctx, w, known, expected, about) })
	}
	return d
}

// lookAt reads the instants of events on a page without filters, which shows how often each is there.
func (p *probe) lookAt(ctx context.Context, q Query, events []Event) {
	for _, e := range events {
		if !e.At.IsZero() {
			at := e.At.Truncate(time.Millisecond)
			p.asker.Walk(ctx, Query{
				Op: q.Op, Bot: q.Bot, Version: q.Version, Start: bound(at), End: bound(at.Add(max(p.s.unit, time.Millisecond))),
				Size: 100,
			})
		}
	}
}

// proven shows a difference, with proof that what is missing is there.
func (p *probe) proven(ctx context.Context, w Walk, known []*Known, d difference, about string) conformance.Failure {
	f := p.failure(w, known, d, about)
	if len(d.missing) > 0 {
		f.Exchanges = append(f.Exchanges, p.witness(ctx, w.Query, d.missing[0])...)
	}
	return f
}

// failure shows a difference.
func (p *probe) failure(w Walk, known []*Known, d difference, about string) conformance.Failure {
	q := p.s.filled(w.Query)
	from, to := instants(q)
	expected := 0
	for _, k := range known {
		if k.matches(q, from, to) {
			expected++
		}
	}
	f := conformance.Failure{
		Message:   about + ": " + d.String(),
		Expected:  fmt.Sprintf("%d known events, each once, and nothing else that does not match %s", expected, q.describe()),
		Got:       w.size() + ": " + d.details(p.s),
		Symptoms:  d.symptoms(),
		Exchanges: p.s.proof(w, d),
	}
	if len(d.extra) > 0 {
		f.Exchanges = slices.Concat(p.s.trackedSo(d.extra[0], d.why[0]), f.Exchanges)
	}
	if v := p.s.sight(w, known, d); v != nil && v.failed() {
		f.Observed = v
	}
	if len(w.Pages) > 1 {
		f.Pictures = append(f.Pictures, strip(p.s, w, d))
	}
	if q.Start != "" && len(known) > 0 {
		f.Pictures = append(f.Pictures, line(p.s, w, known, d))
	}
	return f
}

// likeThe gives a failure, of which walks are the proof, the symptoms of the first of them that differs.
func (p *probe) likeThe(f *conformance.Failure, walks ...Walk) {
	for _, w := range walks {
		if d := p.s.compare(w, p.s.seed); !d.none() {
			f.Symptoms, f.Observed = d.symptoms(), p.failure(w, p.s.seed, d, "").Observed
			return
		}
	}
}

func (d difference) String() string {
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{{len(d.missing), "missing"}, {len(d.extra), "that do not belong there"}, {len(d.repeated), "repeated"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	return strings.Join(parts, ", ")
}

// details names a few of the events that differ.
func (d difference) details(s *session) string {
	const most = 3
	var parts []string
	for i, k := range d.missing {
		if i == most {
			break
		}
		parts = append(parts, "missing "+k.label())
	}
	for i, e := range d.extra {
		if i == most {
			break
		}
		parts = append(parts, "not allowed "+s.label(e)+" ("+d.why[i]+")")
	}
	for i, e := range d.repeated {
		if i == most {
			break
		}
		parts = append(parts, "repeated "+s.label(e))
	}
	return strings.Join(parts, "; ")
}

func (k *Known) label() string { return k.Tag + " at " + k.Listed.Timestamp }

func (s *session) label(e Event) string {
	if k := s.identify(e); k != nil {
		return k.Tag + " at " + e.Timestamp
	}
	return quoted(e.ID) + " at " + e.Timestamp
}

// describe says in words what a query asks for.
func (q Query) describe() string {
	var parts []string
	for _, p := range q.parameters() {
		if p.name != "page_token" && p.name != "page_size" {
			parts = append(parts, p.name+"="+p.value)
		}
	}
	if len(q.Filters) > 0 {
		parts = append(parts, fmt.Sprintf("filters=%v", q.Filters))
	}
	return strings.Join(parts, " ")
}

func lastOf(w Walk, n int) []*exchange.Exchange {
	var exchanges []*exchange.Exchange
	for _, page := range slices.Backward(w.Pages) {
		if len(exchanges) == n {
			break
		}
		exchanges = append(exchanges, page.X)
	}
	slices.Reverse(exchanges)
	return exchanges
}

// gist is an answer in one line.
func gist(x *exchange.Exchange) string {
	if x.Err != nil {
		return x.Err.Error()
	}
	body := string(x.Body)
	if len(body) > 200 {
		body = body[:200] + "…"
	}
	return fmt.Sprintf("%d %s %s", x.Status, http.StatusText(x.Status), body)
}

package kit

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
	"github.com/understudy-mock/understudy/conformance/internal/english"
)

// Difference is how a walk differs from what the model expects.
type Difference struct {
	Missing         []*RunEvent // must be there and are not: the target has shown them itself
	expected        []*RunEvent // are not there, and should be by what was tracked alone
	Extra           []Event     // are there and may not be
	Why             []string    // why not, for each of extra
	Repeated        []Event     // are there more often than one page shows them
	unmet           string      // the filter that the first missing event does not meet by what was tracked; "" if it meets all
	withoutCampaign []Event     // are there, and were tracked without the campaign that was asked for
}

// None reports whether the walk is what the model expects.
func (d Difference) None() bool { return len(d.Missing)+len(d.Extra)+len(d.Repeated) == 0 }

// Compare holds a walk to the model: of the run's events those that are due must be there, and no more often than a page shows
// them; whatever is there must be allowed by what it shows of itself, and, if it is the run's own, by what was written.
func (s *Session) Compare(w Walk, planted []*RunEvent) Difference {
	q := s.WithDefaults(w.Query)
	from, to := Instants(q)
	var d Difference
	seen, times := map[*RunEvent]bool{}, map[string]int{}
	for _, e := range w.Events() {
		k := s.Identify(e)
		if k != nil {
			seen[k] = true
			if times[e.Key()]++; times[e.Key()] == s.onOnePage(e)+1 {
				d.Repeated = append(d.Repeated, e)
			}
		}
		if why := s.Forbidden(k, e, q, from, to); why != "" {
			d.Extra, d.Why = append(d.Extra, e), append(d.Why, why)
		} else if k != nil && k.Owned && q.Campaign != "" && k.Campaign == "" {
			d.withoutCampaign = append(d.withoutCampaign, e)
		}
	}
	if q.Op == Team && len(planted) > 0 { // what it shows of the second bot is held to the same
		planted = slices.Concat(planted, s.Second.Planted)
	}
	for _, k := range planted {
		switch {
		case seen[k], k.gone.Load():
		case k.due(q, from, to):
			if d.Missing == nil {
				d.unmet = k.unmet(q)
			}
			d.Missing = append(d.Missing, k)
		case q.Op != Team && k.Matches(q, from, to): // which events a team's list shows is for another check
			d.expected = append(d.expected, k)
		}
	}
	return d
}

// trackedWith begins what forbidden says of an event that shows nothing wrong itself.
const trackedWith = "it was tracked "

// Forbidden says why a listed event may not be there. What a list shows of an event counts, not what was tracked: that both are the same
// is for tracking.as-sent. What was tracked counts for members that are not shown.
func (s *Session) Forbidden(k *RunEvent, e Event, q Query, from, to time.Time) string {
	if why := Allowed(e, q, from, to); why != "" {
		return why
	}
	if k == nil || !k.Owned || s.mistaken(e, k) {
		return ""
	}
	switch {
	case q.Op != Team && !s.at(k, q.Bot):
		return trackedWith + "to the bot " + cmp.Or(k.Bot, s.Bot)
	case q.Op != Team && VersionOf(k.Sent) != q.Version && k.Version != "":
		return trackedWith + "with version " + k.Version
	}
	for _, f := range PlainFilters {
		sent := f.Sent(k.Sent)
		told := f.Shown != nil && e.Has(f.Name) || f.Shown == nil && sent == "" // one without may have been given that of its user
		if !told && !AlmostEqual(f.Asked(q), sent) {
			return trackedWith + "with " + f.Name + " " + Quoted(sent)
		}
	}
	return ""
}

// Instants reads the bounds of a query that this package made itself.
func Instants(q Query) (from, to time.Time) {
	from, _ = time.Parse(time.RFC3339Nano, q.Start)
	to, _ = time.Parse(time.RFC3339Nano, q.End)
	return from, to
}

// MustPage asks for a page and ends the check if the answer is no page: inconclusive if the way to the target failed or it had no
// time, a failure otherwise, because the request is valid.
func (p *Probe) MustPage(ctx context.Context, q Query) Page {
	page := p.Page(ctx, q)
	p.MustBePage(page)
	return page
}

// MustBePage ends the check if an answer is no page, as MustPage does.
func (p *Probe) MustBePage(page Page) {
	switch x := page.X; {
	case page.Problem == "":
	case x.Err != nil || x.Busy() || page.Unread:
		p.Inconclusive("a list could not be read: %s", page.Problem)
	case x.Untried && !page.Twice:
		p.Inconclusive("a list met a server error, as more requests of the run did than it tries again")
	case page.Waited > 0:
		p.Inconclusive("a page token was refused %s after it had come, so that it may be good for a shorter time",
			page.Waited.Round(time.Second))
	case page.Spent:
		p.Inconclusive("a list met a server error, and its page token was refused when it was sent again, so that it may be good for one " +
			"request")
	default:
		p.Fail(conformance.Failure{
			Message:  "a valid list was not answered with a page: " + page.Problem,
			Expected: "status 200 and an object with events and next_page_token",
			Got:      Gist(x), Exchanges: tries(x), Symptoms: NoPage(page.Query, page.Problem),
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

// MustWalk walks to the end and ends the check if a page on the way is no page or the walk does not end.
func (p *Probe) MustWalk(ctx context.Context, q Query) Walk {
	w := p.Walk(ctx, q)
	p.MustEnd(ctx, w)
	return w
}

// MustEnd ends the check if a page of a walk is no page or the walk does not end: a failure if it can have no end, and
// inconclusive if the window may just hold more than a run can read.
func (p *Probe) MustEnd(ctx context.Context, w Walk) {
	p.MustBePage(w.Last())
	if w.Ended {
		return
	}
	if !w.Endless {
		proof := w.Query
		proof.User = p.Names.Of("nobody")
		if w := p.Walk(ctx, proof); w.Endless {
			p.Fail(p.EndlessWalk(w))
		}
		p.Inconclusive("a window holds more than a run reads: %s, and nothing proves that there is no end; name a bot to which less "+
			"happens",
			w.Why)
	}
	p.Fail(p.EndlessWalk(w))
}

// EndlessWalk shows a walk that can have no end.
func (s *Session) EndlessWalk(w Walk) conformance.Failure {
	return conformance.Failure{
		Message: "a walk along the page tokens never ends: " + w.Why, Expected: "a last page whose next_page_token is empty or absent",
		Got: fmt.Sprintf("%s and no end", english.Count(len(w.Pages), "page")), Exchanges: LastOf(w, 3),
		Pictures: []conformance.Picture{s.Strip(w, Difference{})}, Symptoms: WithoutEnd(),
	}
}

// Exactly walks to the end and fails the check unless the walk holds what the model expects.
func (p *Probe) Exactly(ctx context.Context, q Query, about string) Walk {
	w := p.MustWalk(ctx, q)
	p.Hold(ctx, w, p.Planted, about)
	return w
}

// Hold fails the check unless a walk shows the run's events that it has to, and nothing that may not be there. It does not wait:
// the walk is one that did, such as MustWalk and Patiently give.
func (p *Probe) Hold(ctx context.Context, w Walk, planted []*RunEvent, about string) {
	if d := p.Judge(ctx, w, planted, about); !d.None() {
		p.Fail(p.Proven(ctx, w, planted, d, about))
	}
	p.wasRight(w, planted)
}

// Judge says how a walk differs from what the check may insist on: one of level must on what the target has shown itself, others
// on what was tracked, too. What a must finds to be missing that is only expected is left to the check that asks for that.
func (p *Probe) Judge(ctx context.Context, w Walk, planted []*RunEvent, about string) Difference {
	d := p.Compare(w, planted)
	if len(d.Missing) > 0 && p.gone() > 0 {
		d = p.Compare(w, planted)
	}
	if len(d.Repeated) > 0 {
		p.lookAt(ctx, w.Query, d.Repeated)
		d = p.Compare(w, planted)
	}
	expected := Difference{
		Missing: d.expected, Extra: d.withoutCampaign,
		Why: slices.Repeat([]string{"it was tracked without a campaign"}, len(d.withoutCampaign)),
	}
	d.expected, d.withoutCampaign = nil, nil
	if p.Check().Level != conformance.Must {
		d.Missing, d.Extra, d.Why = append(d.Missing, expected.Missing...), append(d.Extra, expected.Extra...),
			append(d.Why, expected.Why...)
	} else {
		if planted == nil { // what is missing was not asked
			planted = p.Planted
		}
		p.expect(!expected.None(), func() conformance.Failure { return p.Proven(ctx, w, planted, expected, about) })
	}
	return d
}

// lookAt reads the instants of events on a page without filters, which shows how often each is there.
func (p *Probe) lookAt(ctx context.Context, q Query, events []Event) {
	for _, e := range events {
		if !e.At.IsZero() {
			at := e.At.Truncate(time.Millisecond)
			p.Asker.Walk(ctx, Query{
				Op: q.Op, Bot: q.Bot, Version: q.Version, Start: Bound(at), End: Bound(at.Add(max(p.Unit, time.Millisecond))),
				Size: 100,
			})
		}
	}
}

// Proven shows a difference, with proof that what is missing is there.
func (p *Probe) Proven(ctx context.Context, w Walk, planted []*RunEvent, d Difference, about string) conformance.Failure {
	f := p.Failure(w, planted, d, about)
	if len(d.Missing) > 0 {
		f.Exchanges = append(f.Exchanges, p.witness(ctx, w.Query, d.Missing[0])...)
	}
	return f
}

// Failure shows a difference.
func (p *Probe) Failure(w Walk, planted []*RunEvent, d Difference, about string) conformance.Failure {
	q := p.WithDefaults(w.Query)
	from, to := Instants(q)
	expected := 0
	for _, k := range planted {
		if k.Matches(q, from, to) {
			expected++
		}
	}
	f := conformance.Failure{
		Message:   about + ": " + d.String(),
		Expected:  p.PlantedEvents(expected) + ", each once, and nothing else that does not match " + q.Describe(),
		Got:       w.Size() + ": " + p.Details(d),
		Symptoms:  d.Symptoms(),
		Exchanges: p.proof(w, d),
	}
	if len(d.Extra) > 0 {
		f.Exchanges = slices.Concat(p.trackedSo(d.Extra[0], d.Why[0]), f.Exchanges)
	}
	if v := p.Sight(w, planted, d); v != nil && v.failed() {
		f.Observed = v
	}
	if len(w.Pages) > 1 {
		f.Pictures = append(f.Pictures, p.Strip(w, d))
	}
	if q.Start != "" && len(planted) > 0 {
		f.Pictures = append(f.Pictures, p.Line(w, planted, d))
	}
	return f
}

// LikeWalks gives a failure, of which walks are the proof, the symptoms of the first of them that differs.
func (p *Probe) LikeWalks(f *conformance.Failure, walks ...Walk) {
	for _, w := range walks {
		if d := p.Compare(w, p.Planted); !d.None() {
			f.Symptoms, f.Observed = d.Symptoms(), p.Failure(w, p.Planted, d, "").Observed
			return
		}
	}
}

// String says how many events differ, and how.
func (d Difference) String() string {
	var parts []string
	for _, part := range []struct {
		n    int
		what string
	}{{len(d.Missing), "missing"}, {len(d.Extra), "that do not belong there"}, {len(d.Repeated), "repeated"}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, part.what))
		}
	}
	return strings.Join(parts, ", ")
}

// Details names a few of the events that differ.
func (s *Session) Details(d Difference) string {
	const most = 3
	var parts []string
	for i, k := range d.Missing {
		if i == most {
			break
		}
		parts = append(parts, "missing "+k.Label())
	}
	for i, e := range d.Extra {
		if i == most {
			break
		}
		parts = append(parts, "not allowed "+s.Label(e)+" ("+d.Why[i]+")")
	}
	for i, e := range d.Repeated {
		if i == most {
			break
		}
		parts = append(parts, "repeated "+s.Label(e))
	}
	return strings.Join(parts, "; ")
}

// Name names the event for people: by its tag, or by its user if it was tracked without one.
func (k *RunEvent) Name() string {
	if k.Owned && k.Attributes[TagKey] == "" {
		return "the event of " + k.User
	}
	return k.Tag
}

// Label is its name and when it happened.
func (k *RunEvent) Label() string { return k.Name() + " at " + k.Listed.Timestamp }

// Label names a listed event for people.
func (s *Session) Label(e Event) string {
	if k := s.Identify(e); k != nil {
		return k.Name() + " at " + e.Timestamp
	}
	return Quoted(e.ID) + " at " + e.Timestamp
}

// Describe says in words what a query asks for.
func (q Query) Describe() string {
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

// LastOf are the exchanges of the last n pages of a walk.
func LastOf(w Walk, n int) []*exchange.Exchange {
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

// Gist is an answer in one line.
func Gist(x *exchange.Exchange) string {
	if x.Err != nil {
		return x.Err.Error()
	}
	body := string(x.Body)
	if len(body) > 200 {
		body = body[:200] + "…"
	}
	return fmt.Sprintf("%d %s %s", x.Status, http.StatusText(x.Status), body)
}

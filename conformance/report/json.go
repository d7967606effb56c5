package report

import (
	"encoding/json"
	"io"
	"math"
	"strings"
	"time"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/harmless"
)

// reported is what the JSON holds. Passed says whether the run is a pass by all that it was told to fail on: a conformant target
// is no pass beside a stale baseline, and one whose failures the baseline knows is.
type reported struct {
	Passed bool `json:"passed"`
	conformance.Report
}

// writeJSON writes all that the report holds. Lists that are empty are [], times are UTC.
func writeJSON(w io.Writer, r conformance.Report, o Options) error {
	return encodeJSON(w, reported{r.Passed(o.FailOn), plain(r)})
}

func encodeJSON(w io.Writer, value any) error {
	var text strings.Builder
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(value); err != nil {
		return err
	}
	_, err := io.WriteString(w, harmless.JSON(text.String()))
	return err
}

// plain copies a report into the form that JSON can hold.
func plain(r conformance.Report) conformance.Report {
	r.StartedAt = utc(r.StartedAt)
	r.Cost.PerSecond = finite(r.Cost.PerSecond)
	r.Checks = each(r.Checks, plainResult)
	r.Findings = each(r.Findings, func(f conformance.Finding) conformance.Finding {
		f.Checks = each(f.Checks, same)
		return f
	})
	r.Requirements = each(r.Requirements, func(q conformance.Requirement) conformance.Requirement {
		q.Checks = each(q.Checks, same)
		return q
	})
	return r
}

func plainResult(c conformance.Result) conformance.Result {
	c.Operations = each(c.Operations, same)
	c.Exchanges = each(c.Exchanges, func(x conformance.Exchange) conformance.Exchange {
		x.Request.Headers = notNil(x.Request.Headers)
		x.Response.Headers = notNil(x.Response.Headers)
		return x
	})
	c.Pictures = each(c.Pictures, plainPicture)
	return c
}

func plainPicture(p conformance.Picture) conformance.Picture {
	p.SVG = string(draw(p))
	if p.Line != nil {
		line := *p.Line
		line.Events = each(line.Events, func(t conformance.Tick) conformance.Tick { t.At = utc(t.At); return t })
		p.Line = &line
	}
	if p.Strip != nil {
		strip := *p.Strip
		strip.Pages = each(strip.Pages, func(b conformance.PageBox) conformance.PageBox {
			b.Items = each(b.Items, func(i conformance.Item) conformance.Item { return i })
			return b
		})
		p.Strip = &strip
	}
	if p.Lanes != nil {
		p.Lanes = &conformance.Lanes{Lanes: each(p.Lanes.Lanes, plainLane)}
	}
	return p
}

func plainLane(l conformance.Lane) conformance.Lane {
	l.Spans = each(l.Spans, func(s conformance.Span) conformance.Span {
		s.FromMS, s.ToMS = finite(s.FromMS), finite(s.ToMS)
		return s
	})
	return l
}

// each returns a new list that is never nil.
func each[E any](list []E, f func(E) E) []E {
	changed := make([]E, len(list))
	for i, e := range list {
		changed[i] = f(e)
	}
	return changed
}

func same(s string) string { return s }

func notNil(m map[string]string) map[string]string {
	if m == nil {
		return map[string]string{}
	}
	return m
}

// utc keeps the zone of times at the edges of the calendar, which RFC 3339 cannot say in UTC, and drops years it cannot say at all.
func utc(t time.Time) time.Time {
	for _, candidate := range []time.Time{t.UTC(), t} {
		if year := candidate.Year(); year >= 0 && year <= 9999 {
			return candidate
		}
	}
	return time.Time{}
}

// finite replaces what JSON has no number for by 0.
func finite(f float64) float64 {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return 0
	}
	return f
}

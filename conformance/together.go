package conformance

import (
	"slices"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// What the printed commands cannot show, in the words of a remark of exchange.Redactor.Curl: they send one request after the other.
const (
	besideOwn    = "the check had several requests under way at once; these commands send one after the other, and may be answered right"
	besideOthers = "what went wrong may show only while other requests are under way; if the command is answered right, run the check again"
)

// together is an exchange with what its command cannot show, if its check sent other requests at the same time, or a server error came
// for it while others were under way. What the preparation sends at once is no matter of a check.
func (r *runner) together(x *exchange.Exchange) *exchange.Exchange {
	checks := slices.ContainsFunc(r.planned, func(s selection) bool { return s.check.ID == x.Check })
	switch {
	case x.Request.Manner != "":
		return x
	case x.Beside != nil:
		return mannered(x, besideOthers)
	case checks && slices.ContainsFunc(r.client.Exchanges(), func(other *exchange.Exchange) bool { return overlap(x, other) }):
		return mannered(x, besideOwn)
	default:
		return x
	}
}

// overlap reports whether two exchanges of one check were under way at the same time.
func overlap(a, b *exchange.Exchange) bool {
	return a.Check == b.Check && a.Number != b.Number && a.Began.Before(b.Began.Add(b.Took)) && b.Began.Before(a.Began.Add(a.Took))
}

func mannered(x *exchange.Exchange, manner string) *exchange.Exchange {
	changed := *x
	changed.Request.Manner = manner
	return &changed
}

package kit

import (
	"context"
	"encoding/json"
	"net/http"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

// EchoRequest makes the request of an echo. It stores nothing, so it is safe to send again.
func (s *Session) EchoRequest(body any) exchange.Request {
	text, _ := json.Marshal(body) // texts alone: it cannot fail
	return exchange.Request{
		Method: http.MethodPost, Path: "/v1/echo", Authorization: s.Auth, Body: text, Safe: true,
		Header: http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json"}},
	}
}

// unmoved says that a target gives a list, a track and an echo the same answer, so that no event will ever be seen, however long one
// waits; it is empty if it does not.
func (a Asker) unmoved(ctx context.Context, list, track *exchange.Exchange) string {
	if !track.SameAnswer(list) || a.ReadPage(list).Problem != "" { // lists that cannot be read are not waited for
		return ""
	}
	echo := a.Send(ctx, a.EchoRequest(map[string]string{"message": a.Names.Of("probe")}))
	if !echo.SameAnswer(list) {
		return ""
	}
	return "a list, a track and an echo are given the same answer, " + list.Gist()
}

// sameEvents reports whether two lists have the same answer, and events in it. What they show is noted: perhaps they show it once.
func (a Asker) sameEvents(ctx context.Context, one, other Query) bool {
	began := a.Clock.Now()
	var pages []Page
	for _, q := range []Query{one, other} {
		page := a.Page(ctx, q)
		for _, e := range page.Events {
			if k := a.Identify(e); k != nil {
				a.note(k, e, began)
			}
		}
		pages = append(pages, page)
	}
	return len(pages[0].Events) > 0 && pages[0].X.SameAnswer(pages[1].X)
}

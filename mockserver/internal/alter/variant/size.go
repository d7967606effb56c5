package variant

import (
	"net/http"
	"unicode/utf8"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func sizes() []Variant {
	return []Variant{
		legal("L30", "body.limit-2000000", "A body of more than 2,000,000 bytes is refused with 413.", limitDecimal),
		legal("L30", "body.over-limit-is-400", "A body over the limit is refused with 400.", alter.OnProblem(overLimitIs400)),
		legal("L30", "body.over-limit-is-reset", "The connection is cut when a body is over the limit.", alter.Deliver(overLimitIsReset)),
		legal("L38", "strings.at-most-1024", "Chatlayer texts of more than 1,024 characters are refused with 400.",
			alter.AfterDecode(shortTexts(1024))),
	}
}

func limitDecimal(p *pipeline.Pipeline) {
	const most = 2_000_000
	next := p.Read
	p.Read = func(w http.ResponseWriter, r *http.Request, c *pipeline.Call) error {
		if err := next(w, r, c); err != nil {
			return err
		}
		if n := len(c.Sent); n > most {
			return alter.Refuse(http.StatusRequestEntityTooLarge, "body: got %d bytes, expected at most %d", n, most).With("Connection",
				"close")
		}
		return nil
	}
}

func overLimitIs400(_ *pipeline.Call, p *pipeline.Problem) *pipeline.Problem {
	if p.Status == http.StatusRequestEntityTooLarge {
		return p.WithStatus(http.StatusBadRequest)
	}
	return p
}

func overLimitIsReset(h *alter.Held, _ *http.Request) {
	if h.Status == http.StatusRequestEntityTooLarge {
		if conn, _, err := http.NewResponseController(h.ResponseWriter).Hijack(); err == nil {
			_ = conn.Close() // the client is to notice
			return
		}
	}
	h.Send()
}

// longest counts the characters of the longest text in a value.
func longest(value any) int {
	n := 0
	switch v := value.(type) {
	case string:
		n = utf8.RuneCountInString(v)
	case []any:
		for _, item := range v {
			n = max(n, longest(item))
		}
	case map[string]any:
		for name, item := range v {
			n = max(n, utf8.RuneCountInString(name), longest(item))
		}
	}
	return n
}

package kit

import (
	"bytes"
	"encoding/json"
	"slices"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/exchange"
)

// hasTwoTokens reports whether a page has another next_page_token before the last one.
func hasTwoTokens(body []byte, last json.RawMessage) bool {
	name := []byte(`"next_page_token"`)
	if bytes.Count(body, name) < 2 {
		return false
	}
	before := bytes.TrimRight(body[:bytes.LastIndex(body, name)], ", \t\r\n")
	first, err := ReadObject(append(slices.Clip(before), '}'))
	token, there := first["next_page_token"]
	return err == nil && there && !bytes.Equal(token, last)
}

// tokensTwice puts together the failures over pages that have two tokens: which of them a reader takes is up to the reader.
func (s *Session) tokensTwice(failed []conformance.Case) []conformance.Cause {
	cause := conformance.Cause{
		Name: "answers have next_page_token twice, with two values: some readers take the first, others the last", Requirement: "CHL-NEG-4",
	}
	for _, c := range failed {
		v, _ := c.Failure.Observed.(*Sighting)
		says := c.Failure.Got == `two members "next_page_token"` // of an answer that may be too long to be kept
		if says || v != nil && v.twoTokens || slices.ContainsFunc(c.Failure.Exchanges, func(x *exchange.Exchange) bool {
			_, list := s.queryOf(x.Request)
			return list && s.newPage(x).twoTokens
		}) {
			cause.Explains = append(cause.Explains, c.Check.ID)
		}
	}
	if len(cause.Explains) < 2 {
		return nil
	}
	return []conformance.Cause{cause}
}

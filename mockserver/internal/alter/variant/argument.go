package variant

import (
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// sent returns an argument as it was sent, in the query or in the body, empty if it is absent or no text.
func sent(c *pipeline.Call, name string) string {
	if c.Method == http.MethodPost {
		o, _ := parseObject(c.Sent)
		return o.text(name)
	}
	q, err := url.ParseQuery(c.RawQuery)
	if err != nil {
		return "" // for the contract to refuse
	}
	return q.Get(name)
}

// resend replaces an argument that was sent.
func resend(c *pipeline.Call, name, value string) {
	if c.Method == http.MethodPost {
		if o, ok := parseObject(c.Sent); ok {
			c.Sent = o.with(name, quoted(value)).bytes()
		}
		return
	}
	if q, err := url.ParseQuery(c.RawQuery); err == nil {
		q.Set(name, value)
		c.RawQuery = q.Encode()
	}
}

// text returns a decoded argument, empty if it is absent.
func text(c *pipeline.Call, name string) string {
	s, _ := c.Args()[name].(string)
	return s
}

// number returns a decoded argument, zero if it is absent.
func number(c *pipeline.Call, name string) int64 {
	switch n := c.Args()[name].(type) {
	case int64:
		return n
	case json.Number:
		whole, _ := n.Int64() // the contract has checked it
		return whole
	default:
		return 0
	}
}

// rawNumber returns a number as it was sent, in the query or in the body, empty if it is absent.
func rawNumber(c *pipeline.Call, name string) string {
	if c.Method != http.MethodPost {
		return sent(c, name)
	}
	o, _ := parseObject(c.Sent)
	for _, m := range o {
		if m.name == name {
			return string(m.value)
		}
	}
	return ""
}

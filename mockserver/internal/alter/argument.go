package alter

import (
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// Argument returns an argument as it was sent, in the query or in the body. It is not given if it is no text.
func Argument(c *pipeline.Call, name string) (value string, given bool) {
	if c.Method == http.MethodPost {
		o, _ := ParseObject(c.Sent)
		raw, there := o.Get(name)
		given = there && raw[0] == '"' && json.Unmarshal(raw, &value) == nil
		return value, given
	}
	q, err := url.ParseQuery(c.RawQuery)
	if err != nil {
		return "", false // for the contract to refuse
	}
	return q.Get(name), q.Has(name)
}

// SetArgument puts a text into the place of an argument that was sent, or adds it, before the call is held to the contract.
func SetArgument(c *pipeline.Call, name, value string) {
	if c.Method == http.MethodPost {
		if o, ok := ParseObject(c.Sent); ok {
			c.Sent = o.With(name, Quoted(value)).Bytes()
		}
		return
	}
	if q, err := url.ParseQuery(c.RawQuery); err == nil {
		q.Set(name, value)
		c.RawQuery = q.Encode()
	}
}

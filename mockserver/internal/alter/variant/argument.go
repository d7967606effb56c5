package variant

import (
	"encoding/json"
	"net/http"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// number returns a decoded argument, zero if it is absent.
func number(c *pipeline.Call, name string) int64 {
	switch n := c.Args().Map()[name].(type) {
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
		value, _ := alter.Argument(c, name)
		return value
	}
	o, _ := alter.ParseObject(c.Sent)
	value, _ := o.Get(name)
	return string(value)
}

//go:build examination

package variant

import (
	"strconv"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func examinedLeniences() []Variant {
	return []Variant{
		legal("", "lenient.last-of-repeated", "Of a query parameter that is repeated the last counts.",
			alter.BeforeDecode(oneOfRepeated(func(all []string) string { return all[len(all)-1] }))),
		legal("", "page.zero-is-none", "A page_size of 0 gets no events and no token.", alter.AfterDecode(zeroIsNone)),
		legal("", "lenient.size-as-float", "The page_size of a body may be written as 10.0 or 1e1.", alter.ChangeSent(sizeAsFloat)),
	}
}

func zeroIsNone(c *pipeline.Call) error {
	if isZero(c) {
		c.Args().Map()["end_time"] = c.Args().Map()["start_time"]
	}
	return nil
}

func sizeAsFloat(c *pipeline.Call) {
	f, err := strconv.ParseFloat(rawNumber(c, "page_size"), 64)
	if o, ok := alter.ParseObject(c.Sent); ok && err == nil && alter.IsList(c) && f == float64(int32(f)) {
		c.Sent = o.With("page_size", strconv.AppendInt(nil, int64(f), 10)).Bytes()
	}
}

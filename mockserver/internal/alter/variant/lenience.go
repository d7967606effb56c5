package variant

import (
	"math"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func leniences() []Variant {
	return []Variant{
		legal("", "strict.accept", "A request that accepts no JSON is refused with 406.", beforeDecode(mustAcceptJSON)),
		legal("", "strict.get-has-no-body", "A GET that has a body is refused with 400.", onTransport(getHasNoBody)),
		legal("", "lenient.last-of-members", "Of a member that a body has twice the last counts.", beforeDecode(lastOfMembers)),
		legal("", "lenient.first-of-repeated", "Of a query parameter that is repeated the first counts.", beforeDecode(oneOfRepeated(func(all []string) string { return all[0] }))),
		legal("", "lenient.last-of-repeated", "Of a query parameter that is repeated the last counts.", beforeDecode(oneOfRepeated(func(all []string) string { return all[len(all)-1] }))),
		legal("", "lenient.other-version-is-empty", "A list of a version that does not exist is empty.", beforeDecode(otherVersionIsEmpty)),
		legal("", "page.zero-is-refused", "A page_size of 0 is refused with 400.", afterDecode(zeroIsRefused)),
		legal("", "page.zero-is-none", "A page_size of 0 gets no events and no token.", afterDecode(zeroIsNone)),
		legal("", "page.negative-is-default", "A negative page_size counts as none.", beforeDecode(negativeIsDefault)),
	}
}

func mustAcceptJSON(c *pipeline.Call) error {
	ranges := strings.Join(c.Header.Values("Accept"), ",")
	if strings.TrimSpace(ranges) == "" {
		return nil
	}
	for _, one := range strings.Split(ranges, ",") {
		media, params, err := mime.ParseMediaType(one)
		weight, errWeight := strconv.ParseFloat(params["q"], 64)
		if err == nil && (media == "*/*" || media == "application/*" || media == jsonType) && (errWeight != nil || weight > 0) {
			return nil
		}
	}
	return refuse(http.StatusNotAcceptable, "Accept: got %q, expected application/json", ranges)
}

func getHasNoBody(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if (r.Method == http.MethodGet || r.Method == http.MethodHead) && r.ContentLength != 0 {
			w.Header().Set("Connection", "close")
			proxyPage(w, http.StatusBadRequest)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// lastOfMembers looks at the outermost object, as a reader does that puts members into a table.
func lastOfMembers(c *pipeline.Call) error {
	o, ok := parseObject(c.Sent)
	last := map[string]int{}
	for i, m := range o {
		last[m.name] = i
	}
	if !ok || len(last) == len(o) {
		return nil
	}
	once := object{}
	for i, m := range o {
		if last[m.name] == i {
			once = append(once, m)
		}
	}
	c.Sent = once.bytes()
	return nil
}

func oneOfRepeated(choose func([]string) string) func(*pipeline.Call) error {
	return func(c *pipeline.Call) error {
		q, err := url.ParseQuery(c.RawQuery)
		if err != nil {
			return nil //nolint:nilerr // for the contract to refuse
		}
		repeated := false
		for name, all := range q {
			if len(all) > 1 {
				q.Set(name, choose(all))
				repeated = true
			}
		}
		if repeated {
			c.RawQuery = q.Encode()
		}
		return nil
	}
}

// otherVersionIsEmpty asks for a range in which nothing can lie.
func otherVersionIsEmpty(c *pipeline.Call) error {
	version := sent(c, "version")
	if isList(c) && !c.Is("GetTeamEvents") && version != "" && version != "DRAFT" && version != "LIVE" {
		resend(c, "version", "LIVE")
		resend(c, "end_time", sent(c, "start_time"))
	}
	return nil
}

func isZero(c *pipeline.Call) bool {
	return isList(c) && rawNumber(c, "page_size") != "" && number(c, "page_size") == 0
}

func zeroIsRefused(c *pipeline.Call) error {
	if isZero(c) {
		return refuse(http.StatusBadRequest, "page_size: got 0, expected 1 to 100, or none for the default")
	}
	return nil
}

func zeroIsNone(c *pipeline.Call) error {
	if isZero(c) {
		c.Args()["end_time"] = c.Args()["start_time"]
	}
	return nil
}

func negativeIsDefault(c *pipeline.Call) error {
	n, err := strconv.ParseInt(rawNumber(c, "page_size"), 10, 64)
	if !isList(c) || err != nil || n >= 0 || n < math.MinInt32 {
		return nil
	}
	if c.Method != http.MethodPost {
		resend(c, "page_size", "0")
	} else if o, ok := parseObject(c.Sent); ok {
		c.Sent = o.with("page_size", []byte("0")).bytes()
	}
	return nil
}

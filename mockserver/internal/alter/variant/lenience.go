package variant

import (
	"bytes"
	"math"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

func leniences() []Variant {
	return []Variant{
		legal("", "strict.accept", "A request that accepts no JSON is refused with 406.", alter.BeforeDecode(mustAcceptJSON)),
		legal("", "strict.get-has-no-body", "A GET that has a body is refused with 400.", alter.OnWire(getHasNoBody)),
		legal("", "lenient.last-of-members", "Of a member that a body has twice the last counts.", alter.ChangeSent(lastOfMembers)),
		legal("", "lenient.first-of-repeated", "Of a query parameter that is repeated the first counts.",
			alter.BeforeDecode(oneOfRepeated(func(all []string) string { return all[0] }))),
		legal("", "lenient.other-version-is-empty", "A list of a version that does not exist is empty.",
			alter.ChangeSent(otherVersionIsEmpty)),
		legal("", "page.zero-is-refused", "A page_size of 0 is refused with 400.", alter.AfterDecode(zeroIsRefused)),
		legal("", "page.negative-is-default", "A negative page_size counts as none.", alter.ChangeSent(negativeIsDefault)),
		legal("", "lenient.member-case", "Names of the members of a body may be written in either case of letters.",
			alter.BeforeDecode(renamed(strings.ToLower))),
		legal("", "lenient.camel-case", "Names of the members of a Chatlayer body may be written in camelCase as well.",
			alter.BeforeDecode(renamed(snake))),
		legal("", "lenient.byte-order-mark", "A body may begin with a byte order mark.",
			alter.ChangeSent(func(c *pipeline.Call) {
				c.Sent = bytes.TrimPrefix(c.Sent, []byte("\ufeff"))
			})),
		legal("", "lenient.utf8-replaced", "Bytes of a body that are no UTF-8 are read as the replacement character.",
			alter.ChangeSent(func(c *pipeline.Call) {
				c.Sent = bytes.ToValidUTF8(c.Sent, []byte("\ufffd"))
			})),
		legal("", "query.plus-is-plus", "A plus sign in a query is a plus sign; a space is written %20.",
			alter.ChangeSent(func(c *pipeline.Call) {
				c.RawQuery = strings.ReplaceAll(c.RawQuery, "+", "%2B")
			})),
	}
}

func mustAcceptJSON(c *pipeline.Call) error {
	ranges := strings.Join(c.Header.Values("Accept"), ",")
	if strings.TrimSpace(ranges) == "" || strings.HasPrefix(c.Op.ID, "Export") { // which answers with CSV
		return nil
	}
	for _, one := range strings.Split(ranges, ",") {
		media, params, err := mime.ParseMediaType(one)
		weight, errWeight := strconv.ParseFloat(params["q"], 64)
		if err == nil && (media == "*/*" || media == "application/*" || media == jsonType) && (errWeight != nil || weight > 0) {
			return nil
		}
	}
	return alter.Refuse(http.StatusNotAcceptable, "Accept: got %q, expected application/json", ranges)
}

func getHasNoBody(next http.Handler, w http.ResponseWriter, r *http.Request) {
	if (r.Method == http.MethodGet || r.Method == http.MethodHead) && r.ContentLength != 0 {
		w.Header().Set("Connection", "close")
		proxyPage(w, http.StatusBadRequest)
		return
	}
	next.ServeHTTP(w, r)
}

// lastOfMembers looks at the outermost object, as a reader does that puts members into a table.
func lastOfMembers(c *pipeline.Call) {
	o, ok := alter.ParseObject(c.Sent)
	last := map[string]int{}
	for i, m := range o {
		last[m.Name] = i
	}
	if !ok || len(last) == len(o) {
		return
	}
	once := alter.Object{}
	for i, m := range o {
		if last[m.Name] == i {
			once = append(once, m)
		}
	}
	c.Sent = once.Bytes()
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
func otherVersionIsEmpty(c *pipeline.Call) {
	version, _ := alter.Argument(c, "version")
	if alter.IsList(c) && !c.Is(alter.ListOfTeam) && version != "" && version != "DRAFT" && version != "LIVE" {
		alter.SetArgument(c, "version", "LIVE")
		start, _ := alter.Argument(c, "start_time")
		alter.SetArgument(c, "end_time", start)
	}
}

func isZero(c *pipeline.Call) bool {
	return alter.IsList(c) && rawNumber(c, "page_size") != "" && number(c, "page_size") == 0
}

func zeroIsRefused(c *pipeline.Call) error {
	if isZero(c) {
		return alter.Refuse(http.StatusBadRequest, "page_size: got 0, expected 1 to 100, or none for the default")
	}
	return nil
}

func negativeIsDefault(c *pipeline.Call) {
	n, err := strconv.ParseInt(rawNumber(c, "page_size"), 10, 64)
	if !alter.IsList(c) || err != nil || n >= 0 || n < math.MinInt32 {
		return
	}
	if c.Method != http.MethodPost {
		alter.SetArgument(c, "page_size", "0")
	} else if o, ok := alter.ParseObject(c.Sent); ok {
		c.Sent = o.With("page_size", []byte("0")).Bytes()
	}
}

// renamed reads the names of the outermost members in another writing where the API has that writing.
func renamed(writing func(string) string) func(*pipeline.Call) error {
	return func(c *pipeline.Call) error {
		o, ok := alter.ParseObject(c.Sent)
		if !ok || !alter.ForChatlayer(c) {
			return nil
		}
		for i, m := range o {
			o[i].Name = writing(m.Name)
		}
		c.Sent = o.Bytes()
		return nil
	}
}

func snake(name string) string {
	return strings.ToLower(regexp.MustCompile(`([a-z0-9])([A-Z])`).ReplaceAllString(name, "${1}_${2}"))
}

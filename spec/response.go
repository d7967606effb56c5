package spec

import (
	"net/http"
	"strconv"
)

// ValidateResponse reports every violation of an answer, advisory ones included: status, headers and body, each whatever the
// others are. It decodes the bytes that leave. The limits are those of ValidateRequest.
func (o *Operation) ValidateResponse(r Response) []Violation {
	f := &findings{contract: o.contract, operation: o.ID, side: SideResponse}
	declared := o.declared(r.Status)
	if declared == nil {
		f.add(Violation{
			Rule: "status.undocumented", In: InStatus, Got: strconv.Itoa(r.Status),
			Expected: alternatives(sortedKeys(o.responses)), Fix: "answer with a declared status, or declare this one",
		}, o.pointer+"/responses")
	} else {
		for _, p := range declared.headers {
			f.header(p, r.Header)
		}
	}
	switch {
	case o.bodiless(r):
		f.forbidden(o, r)
	case declared != nil:
		f.responseBody(declared, r)
	}
	return f.list
}

func (r *Response) size() int { return len(r.Text) + len(r.Body) }

func (r *Response) text() string {
	if r.Text != "" {
		return r.Text
	}
	return string(r.Body)
}

// declared finds a status, then its range (4XX), then the default.
func (o *Operation) declared(status int) *response {
	if declared := o.statuses[status]; declared != nil {
		return declared
	}
	if declared := o.responses[strconv.Itoa(status/100)+"XX"]; declared != nil {
		return declared
	}
	return o.responses["DEFAULT"]
}

// bodiless says that HTTP itself allows no body (RFC 9110, section 6.4.1).
func (o *Operation) bodiless(r Response) bool {
	return r.Head || o.Method == http.MethodHead || r.Status < 200 ||
		r.Status == http.StatusNoContent || r.Status == http.StatusNotModified
}

func (f *findings) forbidden(o *Operation, r Response) {
	if r.size() > 0 {
		f.add(Violation{
			Rule: "body.forbidden", In: InBody, Got: quote(r.text()),
			Expected: "no body: HTTP allows none here", Fix: "send the headers alone",
		}, o.pointer+"/responses/"+strconv.Itoa(r.Status))
	}
}

func (f *findings) responseBody(declared *response, r Response) {
	switch {
	case len(declared.content.ranges) == 0 && r.size() > 0:
		f.add(Violation{
			Rule: "body.unexpected", In: InBody, Got: quote(r.text()),
			Expected: "no body", Fix: "leave the body out, or declare its content",
		}, declared.place)
	case len(declared.content.ranges) > 0 && r.size() == 0:
		f.add(Violation{
			Rule: RuleBodyEmpty, In: InBody,
			Expected: "a body of type " + alternatives(declared.content.ranges), Fix: "send the declared body",
		}, declared.place+"/content")
	case r.size() > 0:
		if s, ok := f.contentType(r.Header, declared.content, declared.place); ok && s != nil {
			f.passing(s, r.text())
		}
	}
}

// ValidateValue decodes one JSON text and checks it against the component schema of that name, as if it were the body of an
// answer. The value is nil if the text could not be read or the name is unknown, which is a violation too.
func (c *Contract) ValidateValue(schema string, data []byte) (any, []Violation) {
	f, s := c.valueOf(schema)
	if s == nil {
		return nil, f.list
	}
	return f.text(s, data, new([]node)).any(), f.list
}

// CheckValue is ValidateValue for who does not want the value, which costs much less.
func (c *Contract) CheckValue(schema, text string) []Violation {
	if s := c.schemas[schema]; s != nil {
		if _, sure := c.forms.read(s.form, text, nil); sure {
			return nil
		}
	}
	_, broken := c.ValidateValue(schema, []byte(text))
	return broken
}

// valueOf finds a component schema. If there is none, the findings say so.
func (c *Contract) valueOf(schema string) (*findings, *shape) {
	f, s := &findings{contract: c, side: SideResponse}, c.schemas[schema]
	if s == nil {
		f.add(Violation{
			Rule: "schema.unknown", In: InBody, Got: quote(schema), Expected: "a name under components/schemas",
			Fix: "name a schema of the contract" + didYouMean(schema, sortedKeys(c.schemas)),
		}, "/components/schemas")
	}
	return f, s
}

package spec

import "slices"

// ValidateRequest reports every violation of a request, advisory ones included: first those of the path, then query, headers and
// body. The input holds what could be read; use it only if no violation stands in the way. At most 100 are told, and of a
// body over 64 KiB that breaks its schema only the first. Security is not looked at.
func (o *Operation) ValidateRequest(r Request) (Input, []Violation) {
	f := &findings{contract: o.contract, operation: o.ID, side: SideRequest}
	if r.Room == nil {
		r.Room = &Room{}
	}
	r.Room.Clear()
	sent := slices.Grow(r.Room.params, len(o.items.parameters))
	f.pathParameters(o, r)
	f.queryParameters(o, r.RawQuery, &sent)
	for _, p := range o.parameters {
		if p.in == InHeader {
			if value, ok := f.header(p, r.Header); ok {
				sent = append(sent, value)
			}
		}
	}
	r.Room.params = sent
	return Input{Params: Members{nodes: sent}, Body: f.requestBody(o, r)}, f.list
}

func (f *findings) pathParameters(o *Operation, r Request) {
	for _, p := range o.parameters {
		if p.in != InPath {
			continue
		}
		text, there := r.PathParams.Lookup(p.name)
		if !there {
			f.missing(p, "add the required path parameter "+p.name)
			continue
		}
		f.scalar(p, text)
	}
}

func (f *findings) requestBody(o *Operation, r Request) Members {
	if o.body == nil {
		if len(r.Body) > 0 {
			f.add(Violation{
				Rule: "body.unexpected", In: InBody, Got: quote(string(r.Body)),
				Expected: "no body", Fix: "leave the body out", Advisory: true,
			}, o.pointer)
		}
		return Members{}
	}
	if len(r.Body) == 0 {
		if o.body.required {
			f.add(Violation{
				Rule: RuleBodyEmpty, In: InBody,
				Expected: o.body.expected, Fix: "send the required body",
			}, o.body.place)
		}
		return Members{}
	}
	s, ok := f.contentType(r.Header, o.body.content, o.body.place)
	if !ok || s == nil {
		return Members{}
	}
	f.bodyOptional = !o.body.required
	return f.text(s, r.Body, &r.Room.body).object()
}

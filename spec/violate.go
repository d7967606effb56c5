package spec

// Violate completes a violation that somebody else found: it fills in the operation, the side if there is none (a request),
// and the place that In, Name and Pointer lead to, unless one is given. Got is taken as it is, so that of a violation in security must say
// in words what was wrong; of a header that carries secrets, such as Authorization, it is hidden.
func (o *Operation) Violate(v Violation) Violation {
	if v.Side == "" {
		v.Side = SideRequest
	}
	v.Operation = o.ID
	if v.Place == (Place{}) {
		v.Place = o.contract.places.place(o.locate(v))
	}
	return hide(v).Bounded()
}

// Violate completes a violation outside every operation: it fills in the side if there is none (a request), and the place
// unless one is given. A route is placed at the document's paths or, if Name is a path template of the document, such as
// "/v1/echo", at that one; security at what the whole document says about it; all else at the beginning of the document.
// The name stays. Operation is emptied, and what headers carry in secret is hidden, as Operation.Violate does.
func (c *Contract) Violate(v Violation) Violation {
	if v.Side == "" {
		v.Side = SideRequest
	}
	v.Operation = ""
	if v.Place == (Place{}) {
		v.Place = c.places.place(locateOutside(v))
	}
	return hide(v).Bounded()
}

// locateOutside is a pointer; where the document ends before it does, its last part that is there counts.
func locateOutside(v Violation) string {
	switch {
	case v.In == InRoute && v.Name != "":
		return "/paths/" + escape(v.Name)
	case v.In == InRoute:
		return "/paths"
	case v.In == InSecurity:
		return "/security"
	default:
		return ""
	}
}

// locate finds what the document says about the part of a message that a violation is in.
func (o *Operation) locate(v Violation) string {
	switch v.In {
	case InPath, InQuery, InHeader:
		return o.locateParameter(v)
	case InBody:
		return o.locateBody(v)
	case InStatus:
		return o.pointer + "/responses"
	case InSecurity:
		if own := o.pointer + "/security"; o.contract.places.canonical(own) == own {
			return own
		}
		return "/security"
	default:
		return o.pointer
	}
}

func (o *Operation) locateParameter(v Violation) string {
	if v.Side == SideResponse {
		return o.pointer + "/responses"
	}
	for _, p := range o.parameters {
		if p.in == v.In && p.name == v.Name {
			return p.place
		}
	}
	if v.Name == contentType && o.body != nil {
		return o.body.place + "/content"
	}
	return o.pointer + "/parameters"
}

// locateBody follows the pointer without a value at hand: every branch may be the one.
func (o *Operation) locateBody(v Violation) string {
	if v.Side == SideResponse {
		return o.pointer + "/responses"
	}
	if o.body == nil {
		return o.pointer
	}
	s := o.body.content.json()
	if s == nil {
		return o.body.place
	}
	return s.possible(tokens(v.Pointer)).place
}

// possible finds the schema that a path leads to in some value.
func (s *shape) possible(path []string) *shape {
	for _, token := range path {
		view := merge(s.applying(anything{}, nil))
		next := view.members[token]
		if next == nil {
			next = append(append(next, view.extras...), view.items...)
		}
		if len(next) == 0 {
			return s
		}
		s = next[0]
	}
	return s
}

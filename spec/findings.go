package spec

// maxFindings bounds how many violations of one message are reported, so that a huge and wrong body stays cheap.
const maxFindings = 100

// findings gathers the violations of one message.
type findings struct {
	contract  *Contract
	operation string // operationId
	side      Side
	// bodyOptional says that the message may come without the body that it has.
	bodyOptional bool

	list []Violation
}

// add completes a violation and keeps it. The pointer says where in the document the broken rule is.
func (f *findings) add(v Violation, pointer string) {
	if len(f.list) >= maxFindings {
		return
	}
	v.Side, v.Operation, v.Place = f.side, f.operation, f.contract.places.place(pointer)
	f.list = append(f.list, hide(v).Bounded())
}

// hide removes what may never be shown: the values of headers that carry secrets.
func hide(v Violation) Violation {
	if v.In == InHeader && secret(v.Name) && v.Got != "" {
		v.Got = hidden
	}
	return v
}

package spec

import (
	"encoding/json"
	"math"
	"math/big"
	"strconv"
	"strings"
)

// inspection looks at what kin-openapi accepts and the contract does not: members that no schema lists, whole numbers
// with points or out of range, null in an enum.
type inspection struct {
	findings *findings
	path     []stop
}

// stop is one step into a value.
type stop struct {
	name  string
	index int // if the name is empty and inside a list
	list  bool
}

func (in inspection) visit(s *shape, value any) {
	if s.quiet || len(in.findings.list) >= maxFindings {
		return
	}
	view := s.view(value)
	if view.lost {
		return // kin-openapi has said so
	}
	switch value := value.(type) {
	case map[string]any:
		in.object(s, view, value)
	case []any:
		for i, item := range value {
			for _, each := range view.items {
				if !each.quiet {
					in.enter(stop{index: i, list: true}).visit(each, item)
				}
			}
		}
	case json.Number:
		if view.integer {
			in.integer(s, view, value)
		}
	case nil:
		if view.nullEnum {
			in.add(s, "null", "null", describe(s.schema), "use one of the values listed")
		}
	}
}

func (in inspection) enter(s stop) inspection {
	in.path = append(in.path, s)
	return in
}

func (in inspection) object(s *shape, view *view, object map[string]any) {
	for name, member := range object {
		declared := view.members[name]
		if declared == nil {
			declared = view.extras
			if view.lists && !view.open && len(in.findings.list) < maxFindings {
				in.enter(stop{name: name}).undeclared(s, view, name)
			}
		}
		for _, each := range declared {
			if !each.quiet {
				in.enter(stop{name: name}).visit(each, member)
			}
		}
	}
}

func (in inspection) undeclared(s *shape, view *view, name string) {
	in.findings.add(Violation{
		Rule: "body.undeclared", In: InBody, Pointer: in.pointer(), Got: quote(name),
		Expected: membersOf(view.names), Fix: unwanted(name, view.names), Advisory: true,
	}, view.listPlace(s.place)+"/properties")
}

// integer wants the exact range of the format, where kin-openapi looks at a float64, and of a request plain digits. An
// answer may write 400 as 400.0: the number is the same.
func (in inspection) integer(s *shape, view *view, number json.Number) {
	text := number.String()
	if in.findings.side == SideResponse {
		text = plain(text)
	}
	if strings.ContainsAny(text, ".eE") {
		if f, err := strconv.ParseFloat(text, 64); err == nil && f == math.Trunc(f) {
			in.add(s, "integer", text, describe(s.schema), fix("integer", s.schema, InBody, number))
		}
		return
	}
	if !inRange(text, view.format) {
		in.add(s, "range", cut(number.String()), describe(s.schema), fix("range", s.schema, InBody, number))
	}
}

// plainBits are enough to hold every integer of 64 bits exactly.
const plainBits = 128

// plain writes a whole number without point and exponent. Other texts, and numbers beyond a float64, stay as they are.
func plain(text string) string {
	if f, err := strconv.ParseFloat(text, 64); err != nil || f != math.Trunc(f) {
		return text
	}
	exact, _, err := big.ParseFloat(text, 10, plainBits, big.ToNearestEven)
	if err != nil || !exact.IsInt() {
		return text
	}
	if exact.Sign() == 0 {
		return "0" // not -0
	}
	return exact.Text('f', 0)
}

// inRange looks at plain digits exactly, where kin-openapi does not.
func inRange(text, format string) (ok bool) {
	var err error
	switch format {
	case "int64":
		_, err = strconv.ParseInt(text, 10, 64)
	case "uint32":
		_, err = strconv.ParseUint(text, 10, 32)
	case "uint64":
		_, err = strconv.ParseUint(text, 10, 64)
	}
	return err == nil
}

func (in inspection) add(s *shape, kind, got, expected, advice string) {
	in.findings.add(Violation{
		Rule: "body." + kind, In: InBody, Pointer: in.pointer(), Got: got, Expected: expected, Fix: advice,
	}, s.place)
}

func (in inspection) pointer() string {
	var b strings.Builder
	for _, s := range in.path {
		b.WriteByte('/')
		if s.list {
			b.WriteString(strconv.Itoa(s.index))
		} else {
			b.WriteString(escape(s.name))
		}
	}
	return b.String()
}

func membersOf(names []string) string {
	if len(names) == 0 {
		return "no members"
	}
	return "one of " + strings.Join(names, ", ")
}

// unwanted tells what to do about a member that is not listed.
func unwanted(name string, known []string) string {
	if near := Nearest(name, known); near != "" {
		return "did you mean " + quote(near) + "? Rename it or leave it out"
	}
	return "leave it out"
}

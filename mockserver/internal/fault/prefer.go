package fault

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Preferences are what a request asks for in its header Prefer.
// Source: RFC 7240.
type Preferences struct {
	Delay   time.Duration
	delay   string // as it was sent
	Code    int    // the status of the answer
	Fail    int    // likewise, for the first requests for the operation that ask so
	First   int64  // how many these are
	Reset   bool   // the connection is reset before an answer
	Variant string // whose pipeline the request goes through
	// Violations are the rules that the request breaks on purpose.
	Violations []string
	// Unread are announcements of violations that cannot be read, with the reason; the first of them if there are many.
	Unread []Unread

	Applied []string // as Preference-Applied has them
	Ignored []string // with the word and the reason
}

// Unread is a preference that cannot be read.
type Unread struct{ What, Why string }

// Told are all preferences with what became of them. It may be called for none.
func (p *Preferences) Told() []string {
	if p == nil {
		return nil
	}
	var told []string
	for _, one := range p.Applied {
		told = append(told, one+": applied")
	}
	return append(told, p.Ignored...)
}

// preference is one of a header.
type preference struct {
	name, value string
	parameters  map[string]string
}

func (p preference) String() string {
	if p.value == "" {
		return p.name
	}
	return p.name + "=" + p.value
}

// ReadPreferences reads the values of a header Prefer. Whatever cannot be read or is not known is ignored, as the RFC wants, and noted. Of
// several of one name the first counts.
func ReadPreferences(values []string) *Preferences {
	p := &Preferences{}
	seen := map[string]bool{}
	for _, value := range values {
		for _, text := range split(value, ',') {
			one, err := readPreference(text)
			switch {
			case text == "":
			case err != nil:
				p.ignore(text, err.Error())
				p.unread(strings.HasPrefix(strings.ToLower(text), expectViolation), text, err)
			case seen[one.name] && one.name != expectViolation:
				p.ignore(one.String(), "it stands there twice, and the first counts")
			default:
				seen[one.name] = true
				if err := p.read(one); err != nil {
					p.ignore(one.String(), err.Error())
					p.unread(one.name == expectViolation, one.String(), err)
				}
			}
		}
	}
	return p
}

// unread remembers an announcement of a violation that cannot be read: a test would rest on it.
func (p *Preferences) unread(announces bool, what string, err error) {
	if announces && len(p.Unread) < mostViolations {
		p.Unread = append(p.Unread, Unread{what, err.Error()})
	}
}

func (p *Preferences) ignore(what, why string) { p.Ignored = append(p.Ignored, what+": ignored, "+why) }

// expectViolation is the one preference that counts however often it stands there, up to mostViolations rules.
const (
	expectViolation = "expect-violation"
	mostViolations  = 20
)

// DropViolation ignores a rule that the request breaks on purpose.
func (p *Preferences) DropViolation(rule, why string) {
	p.ignore(expectViolation+"="+rule, why)
	p.Violations = slices.DeleteFunc(p.Violations, func(one string) bool { return one == rule })
}

// ApplyViolations tells the client that its violations are noted as meant.
func (p *Preferences) ApplyViolations(h http.Header) {
	for _, rule := range p.Violations {
		p.Applied = append(p.Applied, expectViolation+"="+rule)
	}
	if len(p.Violations) > 0 {
		h.Set("Preference-Applied", strings.Join(p.Applied, ", "))
	}
}

// Drop ignores a variant that there is none of.
func (p *Preferences) Drop(why string) {
	p.ignore("variant="+p.Variant, why)
	p.Variant = ""
}

func (p *Preferences) read(one preference) (err error) {
	for name := range one.parameters {
		if one.name != "fail" || name != "first" {
			return fmt.Errorf("it has no parameter %q", name)
		}
	}
	switch one.name {
	case "code":
		p.Code, err = status(one.value)
	case "delay":
		p.delay = one.value
		p.Delay, err = wait(one.value)
	case "fail":
		p.First = 1
		if first, given := one.parameters["first"]; given {
			p.First, err = strconv.ParseInt(first, 10, 64)
		}
		if err != nil || p.First < 1 {
			return fmt.Errorf("first is %q, expected a number from 1 on", one.parameters["first"])
		}
		p.Fail, err = status(one.value)
	case "reset":
		if one.value != "" {
			return fmt.Errorf("it has no value, and %q was given", one.value)
		}
		p.Reset = true
	case "variant":
		if p.Variant = one.value; one.value == "" {
			return fmt.Errorf("it names none")
		}
	case expectViolation:
		return p.expect(one.value)
	default:
		return fmt.Errorf("it is not known")
	}
	return err
}

// expect notes a rule that the request breaks on purpose. Each is looked for among all rules and violations, so that a header has no more
// than a request could need.
func (p *Preferences) expect(rule string) error {
	switch {
	case rule == "":
		return fmt.Errorf("it names no rule")
	case slices.Contains(p.Violations, rule):
		return nil
	case len(p.Violations) == mostViolations:
		return fmt.Errorf("a request announces %d rules at most", mostViolations)
	}
	p.Violations = append(p.Violations, rule)
	return nil
}

func status(s string) (int, error) {
	n, err := strconv.Atoi(s)
	if err != nil || n < 200 || n > 599 {
		return 0, fmt.Errorf("got %q, expected a status from 200 to 599", s)
	}
	return n, nil
}

func wait(s string) (time.Duration, error) {
	d, err := time.ParseDuration(s)
	if err != nil || d <= 0 || d > MaxWait {
		return 0, fmt.Errorf("got %q, expected a duration such as 250ms or 2s, at most %v", s, MaxWait)
	}
	return d, nil
}

// prefer returns what a request prefers; what it is given has the header that says so. The effect is the first of reset, code and fail that
// the request asks for.
func (s *Set) prefer(r Request, p *Preferences) *Given {
	g := &Given{}
	if p.Variant != "" {
		p.Applied = append(p.Applied, "variant="+p.Variant)
	}
	if p.Delay > 0 {
		p.Applied = append(p.Applied, "delay="+p.delay)
		g.Fault, g.Waits = Preferred, []Wait{{Time: p.Delay}}
	}
	effects := []struct {
		name   string
		asked  bool
		effect func() Effect
	}{
		{"reset", p.Reset, func() Effect { return Effect{Reset: true} }},
		{"code=" + strconv.Itoa(p.Code), p.Code != 0, func() Effect { return Effect{Status: p.Code} }},
		{"fail=" + strconv.Itoa(p.Fail), p.Fail != 0, func() Effect {
			if !s.fail(r.Operation.ID, p.First) {
				return Effect{}
			}
			return Effect{Status: p.Fail}
		}},
	}
	for _, e := range effects {
		switch {
		case !e.asked:
		case g.Acts():
			p.ignore(e.name, "another effect is preferred beside it")
		default:
			p.Applied = append(p.Applied, e.name)
			if g.Effect = e.effect(); g.Acts() {
				g.Fault = Preferred
			}
		}
	}
	if len(p.Applied) > 0 {
		g.Header = http.Header{"Preference-Applied": {strings.Join(p.Applied, ", ")}}
	}
	return g
}

// readPreference reads token, token=word, and what follows behind semicolons.
// Source: RFC 7240, 2.
func readPreference(text string) (preference, error) {
	parts := split(text, ';')
	name, value, err := pair(parts[0])
	one := preference{name, value, map[string]string{}}
	for _, part := range parts[1:] {
		if part == "" || err != nil {
			continue
		}
		if name, value, err = pair(part); err == nil {
			one.parameters[name] = value
		}
	}
	return one, err
}

// pair reads a name, in lower case, and the value behind =, without its quotes.
func pair(text string) (name, value string, err error) {
	name, value, _ = strings.Cut(text, "=")
	name, value = strings.ToLower(strings.TrimSpace(name)), strings.TrimSpace(value)
	if !Token(name) {
		return "", "", fmt.Errorf("it has no name")
	}
	if unquoted, quoted := strings.CutPrefix(value, `"`); quoted {
		value, quoted = strings.CutSuffix(unquoted, `"`)
		if !quoted {
			return "", "", fmt.Errorf("a quote is not closed")
		}
		return name, unescape(value), nil
	}
	if value != "" && !Token(value) {
		return "", "", fmt.Errorf("its value has characters that want quotes around it")
	}
	return name, value, nil
}

// unescape undoes the backslashes of a quoted string.
func unescape(s string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		if s[i] == '\\' && i+1 < len(s) {
			i++
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// split cuts a text at a separator that stands in no quotes, and trims the parts.
func split(s string, separator byte) []string {
	var parts []string
	start, quoted := 0, false
	for i := 0; i < len(s); i++ {
		switch {
		case quoted && s[i] == '\\':
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == separator && !quoted:
			parts = append(parts, strings.TrimSpace(s[start:i]))
			start = i + 1
		}
	}
	return append(slices.Clip(parts), strings.TrimSpace(s[start:]))
}

package spec

import (
	"errors"
	"fmt"
	"net/mail"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

// format is a format of strings that we check, and how to say it.
type format struct {
	expected string
	valid    func(string) bool
}

// formats are the formats of strings that a document may use. A format without a check is text of any form.
var formats = map[string]format{
	"date":              {"a date that exists, such as 2026-01-15", validDate},
	"date-time":         {"an RFC 3339 date-time, such as 2026-01-15T10:00:00Z", validDateTime},
	"date-or-date-time": {"an RFC 3339 date-time or a date, such as 2026-01-15T10:00:00Z or 2026-01-15", validDateOrDateTime},
	"uuid":              {"a UUID, such as 1b4e28ba-2fa1-41d2-883f-0016d3cca427", validUUID},
	"email":             {"an e-mail address, such as mia@example.com", validEmail},
	"uri":               {"an absolute URI, such as https://example.com/a", validURI},
	"uri-reference":     {"a URI or a relative reference, such as /a?b=c", validURIReference},
	"ipv4":              {"an IPv4 address, such as 192.0.2.1", validIPv4},
	"ipv6":              {"an IPv6 address, such as 2001:db8::1", validIPv6},
	"byte":              {"base64 text", nil}, // kin-openapi's own check
	"binary":            {"bytes", nil},
	"password":          {"text", nil},
}

// numberFormats are the formats of numbers that a document may use.
var numberFormats = map[string]bool{"int32": true, "int64": true, "uint32": true, "uint64": true, "float": true, "double": true}

// format refuses a format that nobody would check.
func (c *compiler) format(schema *openapi3.Schema, pointer string) {
	if _, known := formats[schema.Format]; schema.Format == "" || known || numberFormats[schema.Format] {
		return
	}
	c.errorf(pointer, "format %q is not one that is checked%s", schema.Format, didYouMean(schema.Format, sortedKeys(formats)))
}

var errFormat = errors.New("wrong format")

// ParseTime reads what the format date-or-date-time accepts: an RFC 3339 date-time with any offset, t and z in either case, or a
// date alone, which means midnight UTC. Fractions finer than a nanosecond are cut off. Leap seconds are refused.
func ParseTime(s string) (time.Time, error) {
	if len(s) == len(time.DateOnly) {
		t, err := time.Parse(time.DateOnly, s)
		if err != nil {
			return time.Time{}, fmt.Errorf("%q is not a date that exists, such as 2026-01-15", s)
		}
		return t, nil
	}
	return ParseDateTime(s)
}

// ParseDateTime reads what the format date-time accepts: like ParseTime, without the date alone.
func ParseDateTime(s string) (time.Time, error) {
	if !validDateTime(s) {
		return time.Time{}, fmt.Errorf("%q is not an RFC 3339 date-time, such as 2026-01-15T10:00:00Z", s)
	}
	if s[len(s)-1]|0x20 == 'z' {
		return inUTC(s), nil
	}
	t, err := time.Parse(time.RFC3339Nano, strings.ToUpper(s))
	if err != nil {
		return time.Time{}, fmt.Errorf("%q is not an RFC 3339 date-time: %w", s, err)
	}
	return t, nil
}

func validEmail(s string) bool {
	a, err := mail.ParseAddress(s)
	return err == nil && a.Name == "" && a.Address == s
}

func validURI(s string) bool {
	u, err := url.Parse(s)
	return err == nil && u.Scheme != "" && validURIReference(s)
}

// validURIReference keeps out what RFC 3986 wants percent-encoded and url.Parse lets through.
func validURIReference(s string) bool {
	_, err := url.Parse(s)
	return err == nil && !strings.ContainsFunc(s,
		func(r rune) bool { return r <= ' ' || r >= 0x7f || strings.ContainsRune("\"<>\\^`{|}", r) })
}

func validIPv4(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is4()
}

func validIPv6(s string) bool {
	a, err := netip.ParseAddr(s)
	return err == nil && a.Is6()
}

// validUUID wants the form of RFC 9562: 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12.
func validUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		switch i {
		case 8, 13, 18, 23:
			if s[i] != '-' {
				return false
			}
		default:
			if !strings.ContainsRune("0123456789abcdefABCDEF", rune(s[i])) {
				return false
			}
		}
	}
	return true
}

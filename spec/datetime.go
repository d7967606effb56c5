package spec

import "time"

// The checks of times are written by hand: they run for every event of every page, and time.Parse also takes commas for
// points and offsets of 99 hours.

func validDateOrDateTime(s string) bool { return validDate(s) || validDateTime(s) }

// validDate wants yyyy-mm-dd and a day that exists.
func validDate(s string) bool { return len(s) == len(time.DateOnly) && datePart(s) }

// validDateTime wants RFC 3339, section 5.6, with t and z in either case; leap seconds are left out, because no clock of
// ours can hold one.
func validDateTime(s string) bool {
	const shortest = len("2006-01-02T15:04:05Z")
	if len(s) < shortest || !datePart(s) || s[10]|0x20 != 't' || s[13] != ':' || s[16] != ':' {
		return false
	}
	if below(s[11:13], 24) && below(s[14:16], 60) && below(s[17:19], 60) {
		return zonePart(afterFraction(s[19:]))
	}
	return false
}

func datePart(s string) bool {
	if s[4] != '-' || s[7] != '-' || !below(s[0:2], 100) || !below(s[2:4], 100) || !below(s[5:7], 13) || !below(s[8:10], 32) {
		return false
	}
	year, month, day := 100*number(s[0:2])+number(s[2:4]), number(s[5:7]), number(s[8:10])
	return month > 0 && day > 0 && day <= daysIn(year, time.Month(month))
}

func daysIn(year int, month time.Month) int {
	switch month {
	case time.April, time.June, time.September, time.November:
		return 30
	case time.February:
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	default:
		return 31
	}
}

// afterFraction cuts ".123" off the front; a point without a digit stays and fails as a zone.
func afterFraction(s string) string {
	if s[0] != '.' {
		return s
	}
	i := 1
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i == 1 {
		return s
	}
	return s[i:]
}

func zonePart(s string) bool {
	switch {
	case len(s) == 1:
		return s[0]|0x20 == 'z'
	case len(s) == len("+00:00"):
		return (s[0] == '+' || s[0] == '-') && s[3] == ':' && below(s[1:3], 24) && below(s[4:6], 60)
	}
	return false
}

// inUTC reads a date-time that is valid and ends in Z.
func inUTC(s string) time.Time {
	nanos, unit := 0, int(time.Second)
	for _, digit := range []byte(s[min(20, len(s)-1) : len(s)-1]) {
		unit /= 10
		nanos += int(digit-'0') * unit
	}
	return time.Date(
		100*number(s[0:2])+number(s[2:4]), time.Month(number(s[5:7])), number(s[8:10]),
		number(s[11:13]), number(s[14:16]), number(s[17:19]), nanos, time.UTC,
	)
}

// AppendTime appends an instant as the mock prints it: in UTC with Z and three digits of a second, or six or nine where fewer would
// lose something.
func AppendTime(b []byte, t time.Time) []byte {
	t = t.UTC()
	year, month, day := t.Date()
	if year < 0 || year > 9999 { // RFC 3339 cannot write it
		return t.AppendFormat(b, time.RFC3339Nano)
	}
	b = appendDigits(b, year, 4, '-')
	b = appendDigits(b, int(month), 2, '-')
	b = appendDigits(b, day, 2, 'T')
	hour, minute, second := t.Clock()
	b = appendDigits(b, hour, 2, ':')
	b = appendDigits(b, minute, 2, ':')
	b = appendDigits(b, second, 2, '.')
	switch n := t.Nanosecond(); {
	case n%1_000_000 == 0:
		return appendDigits(b, n/1_000_000, 3, 'Z')
	case n%1000 == 0:
		return appendDigits(b, n/1000, 6, 'Z')
	default:
		return appendDigits(b, n, 9, 'Z')
	}
}

// appendDigits appends a number with so many digits, and what stands behind it.
func appendDigits(b []byte, n, digits int, end byte) []byte {
	var room [9]byte
	for i := digits - 1; i >= 0; i-- {
		room[i] = byte('0' + n%10)
		n /= 10
	}
	return append(append(b, room[:digits]...), end)
}

// below says that two bytes are digits and make a number under a limit.
func below(s string, limit int) bool {
	return s[0] >= '0' && s[0] <= '9' && s[1] >= '0' && s[1] <= '9' && number(s) < limit
}

func number(s string) int { return int(s[0]-'0')*10 + int(s[1]-'0') }

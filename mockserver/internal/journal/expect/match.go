package expect

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/journal"
)

// matcher says what an exchange must be.
type matcher struct {
	operation string
	method    string
	path      *pattern
	query     map[string]*pattern
	header    map[string]*pattern // by canonical name
	body      *pattern
	status    *pattern
}

// identity is how much a difference weighs that says that the exchange is another one altogether.
const identity = 1000

// differ tells where an exchange is not what is expected, and how far away that is.
func (m *matcher) differ(x *journal.Exchange) (all []Difference, distance int) {
	plain := func(wanted, got, at string) {
		if wanted != "" && !strings.EqualFold(wanted, got) {
			all = append(all, Difference{Pointer: at, Expected: wanted, Got: got, Absent: got == ""})
		}
	}
	plain(m.operation, x.Operation, "/operation")
	plain(m.method, x.Method, "/method")
	if m.path != nil {
		all = append(all, m.path.differ(x.Path, true, "/path")...)
	}
	distance = len(all) * identity
	if m.status != nil && !journal.HasStatus(written(m.status.value), x.Status) {
		all = append(all, m.status.differ(json.Number(strconv.Itoa(x.Status)), x.Status != 0, "/status")...)
	}
	if distance > 0 {
		return all, distance
	}
	query := x.Query()
	for _, name := range slices.Sorted(maps.Keys(m.query)) {
		all = append(all, m.query[name].differTexts(query[name], "/query/"+escaped(name))...)
	}
	header := x.Request.Header()
	for _, name := range slices.Sorted(maps.Keys(m.header)) {
		all = append(all, m.header[name].differTexts(header[name], "/header/"+escaped(name))...)
	}
	if m.body != nil {
		all = append(all, m.differBody(x.Request.Body())...)
	}
	for _, d := range all {
		distance += d.weight
	}
	return all, distance
}

func written(v any) string {
	text, _ := textOf(v)
	return text
}

func (m *matcher) differBody(body journal.Body) []Difference {
	value, isJSON := body.Value()
	switch {
	case isJSON:
		return m.body.differ(value, true, "/body")
	case body.Truncated():
		got := fmt.Sprintf("a body of %d bytes, of which the journal has the first %d", body.Size, journal.MostBody)
		return m.body.unlike(got, true, "/body")
	default:
		return m.body.differ(string(body.Bytes()), body.Size > 0, "/body")
	}
}

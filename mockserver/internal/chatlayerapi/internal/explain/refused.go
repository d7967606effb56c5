package explain

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"strconv"
	"time"
)

// epochs are what whole numbers of so many digits count since 1970.
var epochs = []struct {
	digits int
	unit   string
	time   func(int64) time.Time
}{
	{10, "seconds", func(n int64) time.Time { return time.Unix(n, 0) }},
	{13, "milliseconds", time.UnixMilli},
	{16, "microseconds", time.UnixMicro},
	{19, "nanoseconds", func(n int64) time.Time { return time.Unix(0, n) }},
}

// Numbers are hints about the times of a list that was refused, where they look like numbers since 1970.
func Numbers(query url.Values, body []byte) []string {
	var sent map[string]any
	numbers := json.NewDecoder(bytes.NewReader(body))
	numbers.UseNumber()
	_ = numbers.Decode(&sent) // what is no object has no times
	var hints []string
	for _, name := range []string{"start_time", "end_time"} {
		text := query.Get(name)
		if given, there := sent[name]; there {
			text = fmt.Sprint(given)
		}
		n, err := strconv.ParseInt(text, 10, 64)
		for _, e := range epochs {
			if err == nil && n > 0 && len(text) == e.digits {
				hints = append(hints, fmt.Sprintf("%s %s looks like %s since 1970; the API wants RFC 3339: %s", name, text, e.unit,
					e.time(n).UTC().Format(time.RFC3339Nano)))
			}
		}
	}
	return hints
}

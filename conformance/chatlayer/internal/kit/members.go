package kit

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// Members returns the documented members of an event in a form that can be compared, but for the channel, which a server may learn
// of later.
func Members(e Event) map[string]string {
	m := map[string]string{}
	if !e.At.IsZero() {
		m["timestamp"] = e.At.Format(time.RFC3339Nano)
	}
	for _, name := range TextMembers() {
		if name != "timestamp" && !strings.HasPrefix(name, "channel_") && e.Has(name) {
			var text any
			_ = json.Unmarshal(e.Raw[name], &text) // what does not read as JSON was no page
			if m[name] = fmt.Sprint(text); m[name] == "" {
				delete(m, name) // an empty text may stand for none
			}
		}
	}
	for name, value := range e.Attributes {
		m["attributes."+name] = value
	}
	return m
}

// Contrary names a member that both show, and not with the same value; "" if there is none.
func Contrary(a, b map[string]string) string {
	for _, name := range slices.Sorted(maps.Keys(a)) {
		if value, shown := b[name]; shown && a[name] != value {
			return name
		}
	}
	return ""
}

// MostNoted is how many different forms are remembered.
const MostNoted = 1000

// TextMembers are the members of an event that are strings; attributes is the one that is not.
func TextMembers() []string {
	return []string{"id", "event", "bot_id", "version", "user_id", "channel_id", "channel_type", "conversation_id", "timestamp"}
}

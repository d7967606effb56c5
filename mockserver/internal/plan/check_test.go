package plan

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// TestCheckOfMuch wants a body that breaks a plan in very many places told of in no more time than the first of them take. Each name is
// compared with 200 others: all of them would take minutes.
func TestCheckOfMuch(t *testing.T) {
	attributes := map[string]any{}
	for i := range 200 {
		attributes[fmt.Sprintf("attribute_of_the_plan_%d_%s", i, strings.Repeat("x", 30))] = map[string]any{"type": "string"}
	}
	p, mistakes := Read(map[string]any{
		"events": map[string]any{"signup": map[string]any{"attributes": attributes, "other_attributes": violation}}, "forbid": []any{"@"},
	}, "")
	require.Empty(t, mistakes)
	sent, list := map[string]any{}, []any{}
	for i := range 200_000 {
		sent[fmt.Sprintf("attribute_of_the_plam_%d_%s", i, strings.Repeat("x", 30))] = "a@example.com"
		list = append(list, "a@example.com")
	}
	parts := Parts{Event: "event", Attributes: "attributes"}
	for name, body := range map[string]map[string]any{
		"attributes": {"event": "signup", "attributes": sent},
		"members":    {"event": "other", "attributes": sent},
		"items":      {"event": "other", "attributes": list},
	} {
		begin := time.Now()
		require.Len(t, p.Check(body, parts), mostTold, name)
		require.Less(t, time.Since(begin), 20*time.Second, name)
	}
}

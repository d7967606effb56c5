package plan_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/plan"
)

func written(t *testing.T, text string) (m map[string]any) {
	t.Helper()
	require.NoError(t, json.Unmarshal([]byte(text), &m))
	return m
}

// TestWhatNobodyCanKeepIsAMistake reads attributes of which each has at most one mistake.
func TestWhatNobodyCanKeepIsAMistake(t *testing.T) {
	for _, tt := range []struct{ attribute, pointer string }{
		{`{"minimum":5,"maximum":1}`, "/minimum"},
		{`{"minimum":1,"maximum":1}`, ""},
		{`{"minLength":2,"maxLength":1}`, "/minLength"},
		{`{"type":"boolean","maximum":1}`, "/type"},
		{`{"type":"number","maximum":1}`, ""},
		{`{"enum":["a","b"],"minLength":2}`, "/enum"},
		{`{"enum":["a","bb"],"minLength":2}`, ""},
		{`{"type":"boolean","enum":["yes"]}`, "/enum"},
		{`{"type":"string","enum":[1]}`, ""},
		{`{"pattern":"("}`, "/pattern"},
	} {
		_, mistakes := plan.Read(written(t, `{"events":{"a/b":{"attributes":{"x":`+tt.attribute+`}}}}`), "/plan")
		if tt.pointer == "" {
			require.Empty(t, mistakes, tt.attribute)
			continue
		}
		require.Len(t, mistakes, 1, tt.attribute)
		require.Equal(t, "/plan/events/a~1b/attributes/x"+tt.pointer, mistakes[0].Pointer)
	}
}

func TestAPlanThatAsksForNothingIsNone(t *testing.T) {
	p, mistakes := plan.Read(written(t, `{"events":{},"other_events":"allow"}`), "")
	require.Nil(t, p)
	require.Empty(t, mistakes)
	require.Equal(t, map[string]any{}, p.Written())
}

// TestChecksAreOfTheMembersThatAnAPIHas checks an event whose name and attributes are elsewhere, and what is forbidden anywhere in it.
func TestChecksAreOfTheMembersThatAnAPIHas(t *testing.T) {
	p, mistakes := plan.Read(written(t, `{"events":{"e":{"required":["r"],"attributes":{"n":{"type":"integer"}},`+
		`"other_attributes":"violation"}},"forbid":["@"]}`), "")
	require.Empty(t, mistakes)
	parts := plan.Parts{Event: "kind", Attributes: "more"}
	require.Empty(t, p.Check(written(t, `{"kind":"e","more":{"r":1,"n":2}}`), parts), "what is required is listed")
	require.Empty(t, p.Check(written(t, `{"kind":"other","more":{"n":"x"}}`), parts), "other events may come")
	var found []string
	for _, v := range p.Check(written(t, `{"kind":"e","more":{"n":1.5,"m":"x"},"list":[{"a/b":"me@x"}]}`), parts) {
		found = append(found, v.Rule+" "+v.Pointer)
	}
	require.Equal(t, []string{
		"plan.attribute-missing /more", "plan.attribute-unknown /more/m", "plan.attribute-value /more/n",
		"plan.forbidden-value /list/0/a~1b",
	}, found)
}

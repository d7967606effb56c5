package spec_test

import (
	"net/http"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/spec"
)

func TestDiscriminator(t *testing.T) {
	cases := []struct {
		name, body string
		want       []string
		expected   string
	}{
		{"right", `{"kind":"film","minutes":1}`, []string{}, ""},
		{"plain_name_in_the_mapping", `{"kind":"song","bpm":1}`, []string{}, ""},
		{"missing", `{"minutes":1}`, []string{"body.discriminator /kind"}, `"film" or "song"`},
		{"unknown", `{"kind":"book","minutes":1}`, []string{"body.discriminator /kind"}, `"film" or "song"`},
		{"not_text", `{"kind":1}`, []string{"body.discriminator /kind"}, `"film" or "song"`},
		{"null", `{"kind":null}`, []string{"body.discriminator /kind"}, `"film" or "song"`},
		{"schema_name_is_not_a_value", `{"kind":"Film","minutes":1}`, []string{"body.discriminator /kind"}, `"film" or "song"`},
		{
			"points_into_the_branch", `{"kind":"film","minutes":"1"}`,
			[]string{"body.type /minutes"},
			"a whole number from -2147483648 to 2147483647",
		},
		{
			"member_of_the_other_branch", `{"kind":"film","minutes":1,"bpm":2}`,
			[]string{"~body.undeclared /bpm"},
			"one of cast, kind, minutes",
		},
		{"required_of_the_branch", `{"kind":"song"}`, []string{"body.required /bpm"}, "a whole number"},
		{
			"deep", `{"kind":"film","minutes":1,"cast":[{"name":"a"},{"nam":"b"}]}`,
			[]string{"~body.undeclared /cast/1/nam", "body.required /cast/1/name"},
			"",
		},
		{"no_object", `"film"`, []string{"body.type"}, "an object"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			_, violations := operation(t, "AddItem").ValidateRequest(spec.Request{
				Header: http.Header{"Content-Type": {"application/json"}}, Body: []byte(c.body),
			})
			require.Equal(t, c.want, found(t, violations))
			if c.expected != "" {
				require.Equal(t, c.expected, violations[0].Expected)
			}
		})
	}
}

// TestNestedChoices looks at schemas whose branches have branches: what applies depends on the value.
func TestNestedChoices(t *testing.T) {
	cases := []struct {
		name, body string
		want       []string
	}{
		{"schema_name_without_a_mapping", `{"type":"Cat"}`, []string{}},
		{"unknown_name", `{"type":"cat"}`, []string{"body.discriminator /type"}},
		{"inner_branch_undeclared", `{"type":"Cat","toy":{"one":1,"two":2}}`, []string{"~body.undeclared /toy/two"}},
		{"inner_branch_by_type", `{"type":"Cat","toy":1}`, []string{}},
		{"inner_branch_range", `{"type":"Cat","toy":9223372036854775808}`, []string{"body.range /toy"}},
		{"inner_branch_wrong", `{"type":"Cat","toy":"x"}`, []string{"body.one-of /toy"}},
		{"branch_in_an_all_of", `{"type":"Dog","bark":1}`, []string{}},
		{"branch_in_an_all_of_undeclared", `{"type":"Dog","bark":1,"mew":1}`, []string{"~body.undeclared /mew"}},
		{"branch_in_an_all_of_missing", `{"type":"Dog","mew":1}`, []string{"body.one-of"}},
		{"branch_in_an_all_of_range", `{"type":"Dog","bite":9223372036854775808}`, []string{"body.range /bite"}},
	}
	c := shelf(t)
	for _, k := range cases {
		t.Run(k.name, func(t *testing.T) {
			_, violations := c.ValidateValue("Animal", []byte(k.body))
			require.Equal(t, k.want, found(t, violations))
		})
	}
	_, violations := c.ValidateValue("Animal", []byte(`{"type":"cat"}`))
	require.Equal(t, `"Cat" or "Dog"`, violations[0].Expected)
	require.Contains(t, violations[0].Fix, `did you mean "Cat"?`)
}

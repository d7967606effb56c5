package spec_test

import (
	"testing"

	"github.com/stretchr/testify/require"
)

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
		{"inner_branch_plain_integer", `{"type":"Cat","toy":1.0}`, []string{"body.integer /toy"}},
		{"inner_branch_wrong", `{"type":"Cat","toy":"x"}`, []string{"body.one-of /toy"}},
		{"branch_in_an_all_of", `{"type":"Dog","bark":1}`, []string{}},
		{"branch_in_an_all_of_undeclared", `{"type":"Dog","bark":1,"mew":1}`, []string{"~body.undeclared /mew"}},
		{"branch_in_an_all_of_missing", `{"type":"Dog","mew":1}`, []string{"body.one-of"}},
		{"branch_in_an_all_of_range", `{"type":"Dog","bite":1e2}`, []string{"body.integer /bite"}},
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

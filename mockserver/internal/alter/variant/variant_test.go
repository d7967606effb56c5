package variant_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/alter/variant"
	"github.com/understudy-mock/understudy/spec"
	"github.com/understudy-mock/understudy/spec/chatlayer"
	"github.com/understudy-mock/understudy/spec/inkeep"
)

func TestVariants(t *testing.T) {
	wellFormed := regexp.MustCompile(`^[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*$`)
	row := regexp.MustCompile(`^(L[0-4][0-9])?$`)
	requirements := requirementIDs(t)
	seen := map[string]bool{}
	for _, v := range every() {
		require.False(t, seen[v.Name], "%s is there twice", v.Name)
		seen[v.Name] = true
		require.Regexp(t, wellFormed, v.Name)
		require.Regexp(t, row, v.Row, v.Name)
		require.True(t, strings.HasSuffix(v.Summary, ".") && v.Summary[0] >= 'A' && v.Summary[0] <= 'Z', "%s: a sentence", v.Name)
		require.NotNil(t, v.Decorate, v.Name)
		for _, id := range v.Against {
			require.Contains(t, requirements, id, v.Name)
		}
	}
}

// every is each variant that this build knows.
func every() []variant.Variant { return slices.Concat(variant.All(), variant.Examined()) }

func requirementIDs(t *testing.T) []string {
	t.Helper()
	var ids []string
	for _, load := range []func() (*spec.Contract, error){chatlayer.Contract, inkeep.Contract} {
		contract, err := load()
		require.NoError(t, err)
		for _, r := range contract.Requirements() {
			ids = append(ids, r.ID)
		}
	}
	return ids
}

func TestEveryRowOfTheListHasAVariantOrAReason(t *testing.T) {
	omitted := variant.Omitted()
	for n := 1; n <= 45; n++ {
		row := fmt.Sprintf("L%02d", n)
		has := slices.ContainsFunc(every(), func(v variant.Variant) bool { return v.Row == row })
		left := slices.ContainsFunc(omitted, func(o variant.Omission) bool { return o.Row == row && o.Choice != "" && o.Reason != "" })
		require.True(t, has || left, "row %s", row)
	}
}

func TestEveryVariantHasAProbe(t *testing.T) {
	all := probes()
	for _, v := range every() {
		require.True(t, all[v.Name] != nil, "%s has no probe: give it a row in a table of probe_*_test.go", v.Name)
		delete(all, v.Name)
	}
	if len(variant.Examined()) > 0 { // else their probes are left
		require.Empty(t, all, "probes without a variant")
	}
}

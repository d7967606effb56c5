package main

import (
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/require"
)

// TestNumbersAreDecimal tries every flag of every command that takes a number.
func TestNumbersAreDecimal(t *testing.T) {
	tried := 0
	var walk func(c *cobra.Command)
	walk = func(c *cobra.Command) {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			kind := f.Value.Type()
			if !isWhole(kind) && !isFloat(kind) {
				return
			}
			tried++
			t.Run(c.Name()+"_"+f.Name, func(t *testing.T) {
				for given, want := range map[string]string{"010": "10", "08": "8", "0": "0", "000": "0", "+7": "7", "1200": "1200"} {
					require.NoError(t, f.Value.Set(given), given)
					require.Equal(t, want, f.Value.String(), given)
				}
				for _, given := range []string{
					"0x10", "0b1", "0o7", "1_000", "", "+", " 1", "1 ", "ten", "1e", "Inf", "NaN", "0x1p4",
					"١",
				} {
					require.Error(t, f.Value.Set(given), given)
				}
			})
		})
		for _, below := range c.Commands() {
			walk(below)
		}
	}
	walk(newRoot(nil))
	require.GreaterOrEqual(t, tried, 6)
}

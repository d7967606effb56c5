package kit_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/chatlayer/internal/kit"
)

func TestMisfit(t *testing.T) {
	forms := map[string]kit.Form{"text": kit.AText, "at": kit.AnInstant, "n": kit.AnInt32, "big": kit.AnInt64}
	for body, wrong := range map[string]string{
		`{}`:                                   "",
		`{"text":""}`:                          "",
		`{"more":null}`:                        "",
		`{"n":-2147483648}`:                    "",
		`{"n":1e3}`:                            "",
		`{"big":"-9223372036854775808"}`:       "",
		`{"at":"2026-01-15T10:00:00.5+01:00"}`: "",
		`{"text":1}`:                           "text is 1, and should be a string",
		`{"text":null}`:                        "text is null, and should be a string",
		`{"at":"yesterday"}`:                   `at is "yesterday", and should be a date-time`,
		`{"n":2147483648}`:                     "n is 2147483648, and should be an int32",
		`{"n":1.5}`:                            "n is 1.5, and should be an int32",
		`{"n":"1"}`:                            `n is "1", and should be an int32`,
		`{"big":"one"}`:                        `big is "one", and should be an int64`,
		`{"big":1e30}`:                         "big is 1e30, and should be an int64",
	} {
		o, err := kit.ReadObject([]byte(body))
		require.NoError(t, err)
		require.Equal(t, wrong, kit.Misfit(o, forms), body)
	}
}

package exchange_test

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance/exchange"
)

func TestJSON(t *testing.T) {
	t.Run("one_text_is_read_and_numbers_stay_as_written", func(t *testing.T) {
		text := []byte(" {\"a\":[1.50,9007199254740993,null,true]}\n")
		value, err := exchange.JSON(text)
		require.NoError(t, err)
		require.Equal(t, map[string]any{"a": []any{json.Number("1.50"), json.Number("9007199254740993"), nil, true}}, value)
		require.True(t, exchange.IsJSON(text))
	})
	for name, c := range map[string]struct{ text, want string }{
		"nothing":             {"", "EOF"},
		"half_of_a_text":      {"{", "unexpected EOF"},
		"two_texts":           {"{}{}", "something follows the JSON text"},
		"words_after_a_text":  {"{} x", "something follows the JSON text"},
		"a_closing_too_many":  {"{}}", "something follows the JSON text"},
		"bytes_of_Latin-1":    {"\"\xe9\"", "the text is not valid UTF-8"},
		"a_word_that_is_none": {"NaN", "invalid character 'N' looking for beginning of value"},
	} {
		t.Run(name+"_is_none", func(t *testing.T) {
			_, err := exchange.JSON([]byte(c.text))
			require.EqualError(t, err, c.want)
			require.False(t, exchange.IsJSON([]byte(c.text)))
		})
	}
}

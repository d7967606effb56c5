package exchange

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// longestQuote is how much of a body a gist quotes, in characters.
const longestQuote = 80

// Gist is an answer in short: its status, its media type, and how its body begins.
func (x *Exchange) Gist() string {
	status := strings.TrimSpace(strconv.Itoa(x.Status) + " " + http.StatusText(x.Status))
	media, _, _ := mime.ParseMediaType(x.Header.Get("Content-Type"))
	body, err := x.Plain()
	if text := []rune(strings.Join(strings.Fields(strings.ToValidUTF8(string(body), "")), " ")); err == nil && len(text) > 0 {
		if len(text) > longestQuote {
			text = append(text[:longestQuote:longestQuote], '…')
		}
		return fmt.Sprintf("%s (%s)", status, strings.TrimPrefix(media+" "+string(text), " "))
	}
	return status
}

// SameAnswer reports whether two answers have one status and one text.
func (x *Exchange) SameAnswer(other *Exchange) bool {
	text, err := x.Plain()
	its, errIts := other.Plain()
	return x.Err == nil && other.Err == nil && x.Status == other.Status && (err == nil) == (errIts == nil) && bytes.Equal(text, its)
}

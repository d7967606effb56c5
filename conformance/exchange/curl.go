package exchange

import (
	"cmp"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
)

// Curl returns a command for bash that sends the request again, after the one before it if the two shared a connection. It takes
// the credentials from the variables of the redactor's Credentials, and never holds a secret. It trusts the certificates of the
// files, if they are named. What curl does in another way than the check did stands in a remark before it.
func (r Redactor) Curl(x *Exchange, caFiles ...string) string {
	var remarks []string
	words := []string{"curl"}
	for _, each := range []*Exchange{x.After, x} {
		if each == nil {
			continue
		}
		if len(words) > 1 {
			words = append(words, "--next")
		}
		words = append(words, r.curlWords(each, caFiles)...)
		remarks = append(remarks, r.curlRemarks(each)...)
	}
	return strings.Join(append(remarks, strings.Join(words, " ")), "\n")
}

// curlRemarks say what of a request the command does not show.
func (r Redactor) curlRemarks(x *Exchange) []string {
	var remarks []string
	if x.Request.Manner != "" {
		remarks = append(remarks, "# "+x.Request.Manner)
	}
	if !r.holdsBody(x) {
		remarks = append(remarks, fmt.Sprintf(
			"# body.bin is a body of %d bytes of which the report has the beginning; running the check again sends it", x.Sent()))
	}
	return remarks
}

func (r Redactor) curlWords(x *Exchange, caFiles []string) []string {
	words := []string{"-sS", "-i"}
	for _, file := range caFiles {
		if file != "" {
			words = append(words, "--cacert", quoteShell(file))
		}
	}
	words = append(words, curlMethod(x.Request)...)
	target := cmp.Or(x.target, x.URL)
	if strings.ContainsAny(target, "[]{}") {
		words = append(words, "-g") // curl would read a pattern
	}
	if strings.Contains(target, "/.") || strings.Contains(strings.ToLower(target), "/%2e") {
		words = append(words, "--path-as-is")
	}
	words = append(words, r.curlCredentials(x.Request.Authorization)...)
	words = append(words, r.curlHeaders(x.Request)...)
	if x.Request.Chunked {
		words = append(words, "-H", "'Transfer-Encoding: chunked'")
	}
	words = append(words, r.curlBody(x)...)
	return append(words, r.spell(target).String())
}

// curlMethod names the method where curl would take another.
func curlMethod(q Request) []string {
	switch {
	case q.Method == http.MethodGet && q.Body == nil:
		return nil
	case q.Method == http.MethodHead:
		return []string{"-I"}
	default:
		return []string{"-X", plainOrQuoted(q.Method)}
	}
}

// curlHeaders gives the words that send the headers, one for each value, without Accept if the request has none.
func (r Redactor) curlHeaders(q Request) []string {
	var words []string
	for _, name := range slices.Sorted(maps.Keys(q.Header)) {
		for _, value := range q.Header[name] {
			switch http.CanonicalHeaderKey(name) {
			case "Authorization":
				words = append(words, r.curlCredentials(value)...)
			case "Proxy-Authorization":
				words = append(words, "-H", quoteShell(name+": "+Redacted))
			default:
				words = append(words, "-H", r.curlHeader(name, value))
			}
		}
	}
	if len(q.Header.Values("Accept")) == 0 {
		words = append(words, "-H", "'Accept:'")
	}
	return words
}

// curlHeader spells a header as curl wants it: one without a value ends in a semicolon, or it is left out.
func (r Redactor) curlHeader(name, value string) string {
	if value == "" {
		return quoteShell(name + ";")
	}
	return append(word{literal(name + ": ")}, r.spell(value)...).merged().String()
}

// notLetter finds what a shell could take for more than text.
func notLetter(c rune) bool { return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') }

func plainOrQuoted(word string) string {
	if word == "" || strings.IndexFunc(word, notLetter) >= 0 {
		return quoteShell(word)
	}
	return word
}

func quoteShell(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

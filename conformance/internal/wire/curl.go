package wire

import (
	"bytes"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// CredentialVariable is the shell variable in which a printed curl line expects the credentials.
const CredentialVariable = "TARGET_CREDENTIALS" //nolint:gosec // the name of a variable

// longestCurlBody is how much of a body a curl line spells out, in bytes.
const longestCurlBody = 4096

// Curl returns a shell command that sends the request again, with the credentials taken from the variable. It never holds
// a secret. It trusts the certificates of the files, if they are named.
func (r Redactor) Curl(x *Exchange, caFiles ...string) string {
	words := []string{"curl", "-sS", "-i"}
	for _, file := range caFiles {
		if file != "" {
			words = append(words, "--cacert", quoteShell(file))
		}
	}
	switch x.Request.Method {
	case "GET":
	case "HEAD":
		words = append(words, "-I")
	default:
		words = append(words, "-X", plainOrQuoted(x.Request.Method))
	}
	if strings.ContainsAny(x.URL, "[]{}") {
		words = append(words, "-g") // curl would read a pattern
	}
	if strings.Contains(x.URL, "/.") {
		words = append(words, "--path-as-is")
	}
	words = append(words, r.curlCredentials(x.Request.Authorization)...)
	header := r.Asking(x.Request.Header)
	for _, name := range slices.Sorted(maps.Keys(header)) {
		words = append(words, "-H", quoteShell(curlHeader(name, header[name])))
	}
	if x.Request.Chunked {
		words = append(words, "-H", "'Transfer-Encoding: chunked'")
	}
	if x.Request.Body != nil {
		words = append(words, r.curlBody(x)...)
	}
	return strings.Join(append(words, quoteShell(x.URL)), " ")
}

// curlCredentials gives the words that send credentials.
func (r Redactor) curlCredentials(authorization string) []string {
	scheme, payload, _ := strings.Cut(authorization, " ")
	switch {
	case authorization == "":
		return nil
	case strings.EqualFold(scheme, "basic") && payload != "":
		return []string{"-u", `"$` + CredentialVariable + `"`}
	case payload == "" || strings.IndexFunc(scheme, notLetter) >= 0 || r.scheme(scheme) != scheme:
		return []string{"-H", `"Authorization: $` + CredentialVariable + `"`}
	default:
		return []string{"-H", `"Authorization: ` + scheme + ` $` + CredentialVariable + `"`}
	}
}

// notLetter finds what a shell could take for more than text.
func notLetter(c rune) bool { return (c < 'a' || c > 'z') && (c < 'A' || c > 'Z') }

func plainOrQuoted(word string) string {
	if word == "" || strings.IndexFunc(word, notLetter) >= 0 {
		return quoteShell(word)
	}
	return word
}

// curlHeader spells a header as curl wants it: one without a value ends in a semicolon, or it is left out.
func curlHeader(name, value string) string {
	if value == "" {
		return name + ";"
	}
	return name + ": " + value
}

// curlBody gives the words that send the body, without the type that curl would make up.
func (r Redactor) curlBody(x *Exchange) []string {
	var words []string
	q := x.Request
	if q.Header.Get("Content-Type") == "" {
		words = append(words, "-H", "'Content-Type:'")
	}
	if x.Sent() > longestCurlBody || !utf8.Valid(q.Body) || bytes.IndexByte(q.Body, 0) >= 0 {
		return append(words, "--data-binary", "@body.bin") // the report holds what can be shown of it
	}
	return append(words, "--data-raw", quoteShell(r.Request(string(q.Body))))
}

func quoteShell(s string) string { return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'" }

package webpage

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io/fs"
)

//go:embed assets
var assets embed.FS

// Filter is one choice of the form. A row is shown if its attribute data-NAME holds the value that is chosen.
type Filter struct {
	Name    string // of the attribute, such as level
	Label   string
	Choices []Choice
}

// Choice is one value of a Filter. Value is a word without blanks; Text is what the reader sees.
type Choice struct{ Value, Text string }

// Words are choices that are shown as they are.
func Words(values []string) []Choice {
	choices := make([]Choice, 0, len(values))
	for _, v := range values {
		choices = append(choices, Choice{v, v})
	}
	return choices
}

// Parse reads the layouts that a pattern finds, with the templates that all pages share. The policy of a page names what it runs by the
// hash, so that no text in it could run even if it got past the template.
//
//nolint:gosec // only our own style and script go in as they are
func Parse(layouts fs.FS, pattern string) (*template.Template, error) {
	style, err := assets.ReadFile("assets/page.css")
	if err != nil {
		return nil, err
	}
	script, err := assets.ReadFile("assets/page.js")
	if err != nil {
		return nil, err
	}
	policy := fmt.Sprintf("default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'", source(style),
		source(script))
	shared, err := template.New("shared").Funcs(template.FuncMap{
		"policy": func() string { return policy },
		"style":  func() template.CSS { return template.CSS(style) },
		"code":   func() template.JS { return template.JS(script) },
	}).ParseFS(assets, "assets/parts.tmpl")
	if err != nil {
		return nil, err
	}
	return shared.ParseFS(layouts, pattern)
}

// source names an element's text in a policy.
func source(text []byte) string {
	sum := sha256.Sum256(text)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

package report

import (
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"fmt"
	"html/template"
	"io"

	"github.com/understudy-mock/understudy/conformance"
)

//go:embed assets
var assets embed.FS

// writeHTML writes one file that loads nothing from anywhere. Its policy names what it runs by the hash, so that nothing of a
// target could run in it even if it got past the template.
//
//nolint:gosec // only our own style and script go in as they are
func writeHTML(w io.Writer, r conformance.Report, o Options) error {
	layout, err := template.ParseFS(assets, "assets/*.tmpl")
	if err != nil {
		return err
	}
	style, err := assets.ReadFile("assets/report.css")
	if err != nil {
		return err
	}
	script, err := assets.ReadFile("assets/report.js")
	if err != nil {
		return err
	}
	page := pageOf(r, o)
	page.Style, page.Script = template.CSS(style), template.JS(script)
	page.Policy = fmt.Sprintf("default-src 'none'; style-src %s; script-src %s; base-uri 'none'; form-action 'none'", source(style),
		source(script))
	return layout.ExecuteTemplate(w, "report.tmpl", page)
}

// source names an element's text in a policy.
func source(text []byte) string {
	sum := sha256.Sum256(text)
	return "'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"
}

package report

import (
	"embed"
	"html/template"
	"io"

	"github.com/understudy-mock/understudy/conformance"
)

//go:embed assets
var assets embed.FS

// writeHTML writes one file that loads nothing from anywhere.
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
	return layout.ExecuteTemplate(w, "report.tmpl", page)
}

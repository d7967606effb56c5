package report

import (
	"embed"
	"io"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/conformance/internal/webpage"
)

//go:embed assets
var assets embed.FS

// writeHTML writes one file that loads nothing from anywhere.
func writeHTML(w io.Writer, r conformance.Report, o Options) error {
	layout, err := webpage.Parse(assets, "assets/*.tmpl")
	if err != nil {
		return err
	}
	return layout.ExecuteTemplate(w, "report.tmpl", pageOf(r, o))
}

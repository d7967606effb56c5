package report

import "regexp"

// webPage is what a text must look like to become a link: nothing in it means anything to HTML, to Markdown or to a terminal.
var webPage = regexp.MustCompile(`^https://[A-Za-z0-9][A-Za-z0-9.-]*(/[A-Za-z0-9._~@%+=/-]*)?(#[A-Za-z0-9._~-]+)?$`)

// link is the URL if people may be sent there, and empty if not.
func link(url string) string {
	if !webPage.MatchString(url) {
		return ""
	}
	return url
}

// markdownLink is a text of one line, cut to so many characters, that leads to the URL if that is fit for it.
func markdownLink(text, url string, most int) string {
	shown := markdown(brief(text, most))
	if shown == "" || link(url) == "" {
		return shown
	}
	return "[" + shown + "](" + url + ")"
}

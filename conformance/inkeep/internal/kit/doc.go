// Package kit is what the checks of the API share.
//
// An Asker sends a Draft of an event and returns the Answer to it: Log wants a good event taken, Accept insists on it, Refuse insists
// on the opposite, Echoed wants to look at what comes back. A busy target, a broken connection and a server error are met with
// another event, for no event is sent twice. Kept, Changed and Misfit hold an answer against what was sent. FailWith and its like name
// the likely cause.
//
// Session is what the run knows of the target: Prepare makes it, of one event. Symptoms and Diagnose are the hooks of the suite that put
// failures together.
package kit

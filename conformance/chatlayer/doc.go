// Package chatlayer holds the checks of the Chatlayer Analytics events API.
//
// A run brings events of its own to the bot that the target names, waits until it can see them, and then asks for them in
// every documented way. What is complete is judged by the run's own events, which a nonce marks; what is sound is judged by
// everything that comes back, so that other people's data on the same bot do no harm. Time bounds are the timestamps that the
// server itself printed. All lists go through one walk helper and all waiting through one settle helper.
//
// A check stands beside its function, in a file that begins with its area, and the area's list names it. No area uses another one.
// What several of them use stands in files that have a subject instead:
//
//	request  Query, filter                   what a list is asked for; plainFilters is the table of the plain filters
//	ask      asker.Page, asker.Walk          one page; all pages along the tokens
//	         probe.WholeWalk, probe.Whole    the same, and the check ends if an answer is no page or the walk does not end
//	judge    probe.Exactly, probe.Hold       exactly the known events that the query matches
//	         probe.sound                     nothing that may not be there, nothing twice; what is missing is not asked
//	         probe.judge                     the difference alone, for a check that fails in its own words
//	window   probe.inSeed, session.window    the window of the seed
//	         session.span                    a window around given events
//	         session.present                 a window of what comes during the run
//	track    asker.Track, probe.mustTrack    one event; the check ends if it is not taken
//	wait     asker.settle                    until events are listed; what never was is returned
//	         probe.visible                   the same, and the check ends if one is not
package chatlayer

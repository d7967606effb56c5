// Package kit is what the checks of the API share.
//
// A Probe gives a check the client and what the run knows, its Session: the planted events and what the target has shown of them. All lists
// go through one helper that walks, and all waiting through one that settles. These are the helpers that most checks need; those that begin
// with Must end the check where the answer says nothing, or is wrong in a way that another check is about.
//
//	request  Query, Filter                    what a list is asked for; Query.On and Query.Sized change it
//	         PlainFilter, PlainFilters        the plain filters of a list; PlainFilter.AddTo puts one into a Query
//	window   Session.ListPlanted              the list of all planted events
//	         Session.ListSome, Probe.ListSample  the list of some of them
//	         Session.ListAround, ListBetween  the list of given events, or between two instants
//	         Session.PlantedWindow            from and to around the planted events
//	         Session.EventWindow              from and to around given events, as they were tracked
//	         Session.RunWindow                from and to of what comes during the run
//	ask      Asker.Page, Asker.Walk           one page; all pages along the tokens
//	         Probe.Walk                       all pages, and again while events are so young that the list may lack them
//	         Probe.MustPage, Probe.MustWalk   the check ends if an answer is no page, or the walk does not end
//	         Probe.SharedWalk                 the walk over all planted events that several checks look at
//	judge    Probe.Hold                       fails the check unless a walk has exactly the run's events that its query matches
//	         Probe.Exactly                    MustWalk and Hold, for the planted events
//	         Probe.ExactlyMatching            the same, and counts the events that match and those that do not
//	         Probe.HoldPlanted, Probe.WalkPlanted  the same for a walk, or a query, and counts events and pages
//	         Probe.Sound                      nothing that may not be there, nothing twice; what is missing is not asked
//	         Probe.Judge                      the Difference alone, for a check that fails in its own words
//	track    Asker.Track, Probe.MustTrack     one event; the check ends if it is not taken
//	wait     Asker.Settle, Probe.SettleOwn    until events are listed; what never was is returned
//	         Probe.MustAppear                 the same, and the check ends if one is not
//	         Probe.Unshown                    the same, and they are shown as they were tracked; MustShow ends the check
//	         Probe.Await                      until what is not in lists of events is told
//	whole    Session.Question, Probe.Tell     what is told of events as a whole, read as an object; the check ends if it is not offered
//	         Misfit                           a member that has another form than the documents say
//	         Probe.DefinitionWalk             all pages of definitions; Probe.CreateDefinition creates one
//
// Prepare plants the events. Symptoms and Diagnose are the hooks of the suite that put failures together: a failed walk is kept as a
// Sighting, and a hypothesis explains those that it would have made just as wrong.
package kit

// Package chatlayersteps has the steps of a pipeline that Chatlayer alone has, to be taken by its handlers and wrapped by whatever
// alters a server: how a page of events is found, how an event is tracked, and what is told of events as a whole. It says what goes in
// and out of them, and finds more than one page of events; the plain steps are those of package chatlayerapi.
package chatlayersteps

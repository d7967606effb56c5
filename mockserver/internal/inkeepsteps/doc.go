// Package inkeepsteps has the steps of a pipeline that Inkeep alone has, to be taken by its handlers and wrapped by whatever alters a
// server: how an event or a conversation is logged or feedback submitted, and how a question is answered. The plain steps are those of
// package inkeepapi.
package inkeepsteps

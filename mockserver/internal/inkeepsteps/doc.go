// Package inkeepsteps has the step of a pipeline that Inkeep alone has, to be taken by its handler and wrapped by whatever alters a
// server: how an event is logged. The plain step is that of package inkeepapi.
package inkeepsteps

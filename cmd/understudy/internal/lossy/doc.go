// Package lossy writes to a stream whose reader may be slow or gone, such as stderr, without ever making the caller wait.
//
// What the stream does not take at once is kept up to a limit; beyond it the oldest text is dropped, counted, and the count is
// written where the text is missing, as soon as the stream takes text again. The package is not for results, which must be
// whole: a caller who wants them written waits with Flush.
package lossy

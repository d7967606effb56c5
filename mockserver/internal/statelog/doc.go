// Package statelog keeps an ordered log of entries in a directory, so that they survive a crash of the process or of the machine.
//
// An entry is bytes to it, and has a number. The files are LevelDB's log format, which pebble's package record writes and reads: its
// chunks have checksums and its blocks begin anew every 32 KiB, so that what is damaged is noticed, and what follows it is read. Entries
// that nobody needs any more are left out when a part of the log is written anew.
package statelog

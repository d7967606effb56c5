// Package concurrency has the checks of events that many clients track at once while others read.
package concurrency

// Package times has the checks of start_time and end_time: which events they let through, and in which forms they are taken.
package times

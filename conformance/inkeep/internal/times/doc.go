// Package times has the checks of createdAt, given and left out.
package times

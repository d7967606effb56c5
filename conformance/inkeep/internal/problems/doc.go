// Package problems has the checks of refusals: their media type, their members, and their codes.
package problems

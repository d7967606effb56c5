// Package auth has the checks of who may log events: keys, schemes, and the projects of two keys.
package auth

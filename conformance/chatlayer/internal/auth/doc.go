// Package auth has the checks of credentials that only this API has; the others are those of the protocol.
package auth

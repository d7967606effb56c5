// Package teams has the checks of the list of a team.
package teams

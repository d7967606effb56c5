// Package filters has the checks of the plain filters of a bot's lists, alone and together, and of the two versions of a bot.
package filters

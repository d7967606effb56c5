// Package chatlayerworld is what a world keeps of Chatlayer: bots, which team owns each, and their events, and how those are defined.
package chatlayerworld

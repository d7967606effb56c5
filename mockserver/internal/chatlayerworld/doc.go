// Package chatlayerworld is what a world keeps of Chatlayer: bots, which team owns each, and their events.
package chatlayerworld

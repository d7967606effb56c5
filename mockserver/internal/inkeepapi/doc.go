// Package inkeepapi is the Inkeep Analytics events API: its operations, refusals, credentials and paths.
//
// A request reaches it decoded and held to the contract. What it changes it changes by commands of the world.
package inkeepapi

// Package inkeepworld is what a world keeps of Inkeep: the logged events of projects.
package inkeepworld

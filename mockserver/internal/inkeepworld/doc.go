// Package inkeepworld is what a world keeps of Inkeep: the logged events of projects, and their conversations.
package inkeepworld

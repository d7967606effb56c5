package inkeep

import (
	_ "embed"
)

// quick are the ids of the checks of a quick run, one a line. They are made of the kill table; a test keeps them current.
//
//go:embed quick.txt
var quick string

// costs are the requests that each check sends, as they were counted on the mock.
//
//go:embed costs.txt
var costs string

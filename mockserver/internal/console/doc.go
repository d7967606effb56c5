// Package console is the web console: a page in which a person sees what the mock does, and has it do things, through the mock's own
// endpoints alone. The page is built from src by Vite into dist, which is checked in, so that building the mock needs no npm.
//
// A folder of src/screens is a screen, src/components are the parts that screens share, src/store is what the page knows, and src/api
// asks the mock, with the types that the package for npm generates from the document of the endpoints. Types are gone when it is built.
//
// Its tests use the page in a browser and build it anew. They sit behind the build tag console, since they need what `make tools`
// installs.
package console

package spec

import (
	"errors"
	"fmt"
	"slices"
	"sync"
)

// Source is what Load reads.
type Source struct {
	Name         string // short, such as "chatlayer"; the first half of Place.Document
	Title        string // for people, such as "Chatlayer Analytics API"
	Document     []byte // OpenAPI 3.0.x, YAML
	Requirements []byte // the catalogue, YAML; nil if there is none
	Page         string // of the catalogue, for readers: its path in the repository, such as "docs/notes.md"; empty if there is none

	// Checked says that a test loads the same source without it and finds no mistake. Then Load leaves out what only finds mistakes, and
	// the catalogue is read when it is first asked for.
	Checked bool
}

// Contract is one API: its OpenAPI document, compiled, and its requirements. It is immutable and safe for concurrent use.
type Contract struct {
	name, title string
	page        string
	document    []byte
	catalogue   func() catalogue
	operations  []*Operation
	items       []item
	byID        map[string]*Operation
	schemas     map[string]*shape // components/schemas
	places      *places
	names       map[string]string // every property name of the document, so that decoding need not copy them
	decoders    sync.Pool         // of *jsontext.Decoder
	forms       formReaders
	settings    settings
}

// Load parses, validates and compiles a contract. The error joins every mistake of the document and of the catalogue that
// can be told at once. Of a source that was checked it tells those alone without which there is no contract.
func Load(src Source) (*Contract, error) {
	if src.Name == "" {
		return nil, errors.New("load contract: source has no name; expected a short one such as \"chatlayer\"")
	}
	c, err := load(src)
	if err != nil {
		return nil, fmt.Errorf("load contract %s: %w", src.Name, err)
	}
	return c, nil
}

func load(src Source) (*Contract, error) {
	c := &Contract{
		name: src.Name, title: src.Title, page: src.Page, document: slices.Clone(src.Document), settings: newSettings(),
		byID: map[string]*Operation{},
	}
	read := sync.OnceValue(func() readRows { return readCatalogue(src.Requirements) })
	rows := sync.OnceValues(func() (catalogue, error) { return read().hold(src.Page, c.byID) })
	c.catalogue = func() catalogue { rows, _ := rows(); return rows }
	if !src.Checked {
		go read() // beside the document: YAML is slow, and start-up counts
	}
	places, err := newPlaces(src.Name+"/openapi.yaml", src.Document)
	if err != nil {
		return nil, err
	}
	c.places = places
	doc, err := readDocument(places.root, src.Checked)
	if err != nil {
		return nil, err
	}
	err = compile(c, doc)
	if !src.Checked {
		_, mistakes := rows()
		err = errors.Join(err, mistakes)
	}
	if err != nil {
		return nil, err
	}
	return c, nil
}

// Name is the short name, such as "chatlayer".
func (c *Contract) Name() string { return c.name }

// Title is the name for people.
func (c *Contract) Title() string { return c.title }

// Page is the path in the repository of the page that shows the requirements to readers; empty if there is none.
func (c *Contract) Page() string { return c.page }

// Document is a copy of the YAML as published.
func (c *Contract) Document() []byte { return slices.Clone(c.document) }

// DocumentJSON is the document as JSON: the same values in the same order, without the comments.
func (c *Contract) DocumentJSON() ([]byte, error) { return toJSON(nil, c.places.root) }

// Operations lists the operations in the order of the document.
func (c *Contract) Operations() []*Operation { return slices.Clone(c.operations) }

// Operation finds an operation by its operationId.
func (c *Contract) Operation(id string) (*Operation, bool) {
	o, ok := c.byID[id]
	return o, ok
}

// Requirements lists the catalogue in file order, as copies. It is empty if the contract has no catalogue.
func (c *Contract) Requirements() []Requirement {
	rows := slices.Clone(c.catalogue().Requirements)
	for i := range rows {
		rows[i] = rows[i].clone()
	}
	return rows
}

// Requirement returns a copy of the requirement with that id.
func (c *Contract) Requirement(id string) (q Requirement, found bool) {
	rows := c.catalogue().Requirements
	i := slices.IndexFunc(rows, func(q Requirement) bool { return q.ID == id })
	if i < 0 {
		return q, false
	}
	return rows[i].clone(), true
}

func (q Requirement) clone() Requirement {
	q.Operations, q.Outside, q.Questions = slices.Clone(q.Operations), slices.Clone(q.Outside), slices.Clone(q.Questions)
	return q
}

// References lists what the requirements cite, in file order.
func (c *Contract) References() []Reference { return slices.Clone(c.catalogue().Sources) }

// Areas lists the areas of the requirements, in file order.
func (c *Contract) Areas() []Area { return slices.Clone(c.catalogue().Areas) }

package coverage

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/understudy-mock/understudy/spec"
)

// Report is how much of some contracts was used.
type Report struct {
	Covered int     `json:"covered"` // items that were used at least once
	Total   int     `json:"total"`
	Percent float64 `json:"percent"` // with one decimal, rounded down: 100 is everything
	Items   []Item  `json:"items"`   // in the order of the contracts

	of *Items // nil of the zero Report
}

// Item is one thing of a contract and how often it was used.
type Item struct {
	ID      string `json:"id"` // such as chatlayer.ListEvents.query.version=DRAFT
	Covered bool   `json:"covered"`
	Hits    int64  `json:"hits"`
}

// Reaches reports whether so many percent were covered, without rounding.
func (r Report) Reaches(percent float64) bool {
	return float64(r.Covered)*100 >= percent*float64(r.Total)
}

func (items *Items) report(hits []int64) Report {
	r := Report{Total: len(items.all), Items: make([]Item, len(items.all)), of: items}
	for i, it := range items.all {
		r.Items[i] = Item{ID: it.ID, Covered: hits[i] > 0, Hits: hits[i]}
		if hits[i] > 0 {
			r.Covered++
		}
	}
	r.Percent = percent(r.Covered, r.Total)
	return r
}

// percent has one decimal, and is rounded down.
func percent(covered, total int) float64 {
	if total == 0 {
		return 0
	}
	return float64(covered*1000/total) / 10
}

// mostHits is the largest number that JSON holds exactly everywhere (RFC 8259, section 6).
const mostHits = 1<<53 - 1

// expected is what Read takes.
const expected = "expected what understudy serve --coverage FILE.json writes, or GET /__understudy/coverage answers"

// Read reads a report in JSON. It refuses one of other items: the document of a contract said something else when it was made.
func (items *Items) Read(from io.Reader) (Report, error) {
	text, err := io.ReadAll(from)
	if err != nil {
		return Report{}, err
	}
	var read Report
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&read); err != nil {
		return Report{}, fmt.Errorf("it is no coverage in JSON: %w; %s", err, expected)
	}
	if _, err := decoder.Token(); !errors.Is(err, io.EOF) {
		return Report{}, fmt.Errorf("something follows the coverage in JSON; %s", expected)
	}
	hits, err := items.hitsOf(read)
	if err != nil {
		return Report{}, err
	}
	r := items.report(hits)
	if read.Covered != r.Covered || read.Total != r.Total {
		return Report{}, fmt.Errorf("it says that %d of %d are covered, and its items that %d of %d are; make it anew", read.Covered,
			read.Total, r.Covered, r.Total)
	}
	return r, nil
}

func (items *Items) hitsOf(read Report) ([]int64, error) {
	hits, seen := make([]int64, len(items.all)), make([]bool, len(items.all))
	for _, it := range read.Items {
		i, known := items.index[it.ID]
		switch {
		case !known:
			return nil, anotherVersion(fmt.Sprintf("has %q, which is unknown here", spec.Cut(it.ID, 200)))
		case seen[i]:
			return nil, fmt.Errorf("it has %q twice; %s", it.ID, expected)
		case it.Hits < 0 || it.Hits > mostHits || it.Covered != (it.Hits > 0):
			return nil, fmt.Errorf("%s has the hits %d and covered %v; expected a number from 0 to %d, and covered if it is not 0", it.ID,
				it.Hits, it.Covered, int64(mostHits))
		}
		hits[i], seen[i] = it.Hits, true
	}
	for i, there := range seen {
		if !there {
			return nil, anotherVersion(fmt.Sprintf("lacks %q", items.all[i].ID))
		}
	}
	return hits, nil
}

func anotherVersion(how string) error {
	return fmt.Errorf("it is of another version of the contracts: it %s; make it with the understudy that joins it", how)
}

// Join adds reports of these items up.
func (items *Items) Join(reports ...Report) (Report, error) {
	hits := make([]int64, len(items.all))
	for _, r := range reports {
		for i := range hits {
			hits[i] += r.Items[i].Hits
			if hits[i] > mostHits {
				return Report{}, fmt.Errorf("together the hits of %s are more than %d; join fewer", items.all[i].ID, int64(mostHits))
			}
		}
	}
	return items.report(hits), nil
}

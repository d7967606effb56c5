package namespace

import (
	"cmp"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/understudy-mock/understudy/mockserver/internal/alter/misbehave"
	"github.com/understudy-mock/understudy/mockserver/internal/alter/variant"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// misbehavingHeader is on every answer of a server that misbehaves.
const misbehavingHeader = "Understudy-Misbehaving"

// checkDecorations reports every unknown misbehaviour and variant.
func (o Options) checkDecorations() error {
	var errs []error
	if o.Misbehave != "" {
		if _, known := misbehave.Find(o.Misbehave); !known {
			errs = append(errs, unknownName("misbehaviour", o.Misbehave, misbehave.Names()))
		}
	}
	for _, name := range o.Variants {
		if _, known := variant.Find(name); !known {
			errs = append(errs, unknownName("variant", name, variantNames()))
		}
	}
	return errors.Join(errs...)
}

// forgetUnknown leaves out the misbehaviour and the variants that there are not.
func (c *Changes) forgetUnknown() {
	if c.Misbehave != nil {
		if _, known := misbehave.Find(*c.Misbehave); !known {
			c.Misbehave = new(string)
		}
	}
	if c.Variants != nil {
		known := slices.DeleteFunc(slices.Clone(*c.Variants), func(name string) bool {
			_, known := variant.Find(name)
			return !known
		})
		c.Variants = &known
	}
}

func unknownName(kind, name string, known []string) error {
	if near := nearest(name, known); near != "" {
		return fmt.Errorf("unknown %s %q: did you mean %q?", kind, name, near)
	}
	return fmt.Errorf("unknown %s %q: choose one of the %d in docs/%ss.md, which understudy serve --list-%ss lists", kind, name,
		len(known), kind, kind)
}

func nearest(name string, known []string) string {
	return cmp.Or(spec.Nearest(name, known), sharingWords(name, known))
}

// sharingWords is the name of the same family that has the most words of another, the first of them above all; it is empty if none has
// one. A narrow mistake that there is not, or not any more, has a longer name than the plain one.
func sharingWords(name string, known []string) string {
	family, rest, _ := strings.Cut(name, ".")
	words := strings.Split(rest, "-")
	best, most := "", 0
	for _, candidate := range known {
		of, rest, _ := strings.Cut(candidate, ".")
		shared := 0
		for i, w := range strings.Split(rest, "-") {
			switch at := slices.Index(words, w); {
			case at < 0 || len(w) < len("get"): // words such as is, by and of tell nothing
			case at == i:
				shared += 2
			default:
				shared++
			}
		}
		if of == family && shared > most {
			best, most = candidate, shared
		}
	}
	return best
}

func variantNames() []string {
	var names []string
	for _, v := range variant.All() {
		names = append(names, v.Name)
	}
	slices.Sort(names)
	return names
}

// altered reports whether something is meant to differ from the contract, and so is not held to it.
func (o *Options) altered() bool { return o.Misbehave != "" || len(o.Variants) > 0 }

// decorate wraps the steps as the options say, the misbehaviour outermost, and returns the headers that tell of it. What is
// meant to differ from the contract is not held to it.
func (o Options) decorate(p *pipeline.Pipeline) http.Header {
	stamp := http.Header{}
	for _, name := range o.Variants {
		v, _ := variant.Find(name)
		v.Decorate(p)
		p.Verify, p.Altered = unverified, true
	}
	if o.Misbehave != "" { // the table is long
		m, _ := misbehave.Find(o.Misbehave)
		m.Decorate(p)
		p.Verify, p.Altered = unverified, true
		stamp.Set(misbehavingHeader, m.Name)
	}
	return stamp
}

func unverified(_ *pipeline.Call, ans pipeline.Answer) pipeline.Answer { return ans }

// apiBase is the path below which the APIs are: a variant may put them behind a prefix.
func (o *Options) apiBase() string {
	var base string
	for _, name := range o.Variants {
		v, _ := variant.Find(name)
		base = cmp.Or(base, v.Base)
	}
	return base
}

package exchange

import "sync"

// What a run keeps of its exchanges, in bytes. Until roomy is used up, each is kept as a report would show it, and then with
// the beginnings of its bodies until tight is; those after that are counted.
const (
	roomy      = 16 << 20
	tight      = 32 << 20
	beginning  = 2 << 10
	overheadOf = 1 << 10 // of an exchange without its texts
)

// record is what was said in a run.
type record struct {
	mu    sync.Mutex
	kept  []*Exchange
	size  int
	ended int
}

func (r *record) add(x *Exchange) {
	brief := x.Brief() // takes a while
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ended++
	switch {
	case r.size >= tight:
		return
	case r.size >= roomy:
		x = brief.Bare()
	default:
		x = brief
	}
	r.size += weight(x)
	r.kept = append(r.kept, x)
}

// weight is about how much memory an exchange takes.
func weight(x *Exchange) int {
	w := overheadOf + len(x.URL) + len(x.Request.Path) + len(x.Request.RawQuery) + cap(x.Request.Body) + cap(x.Body)
	if x.cut != nil {
		w += cap(x.cut.packed)
	}
	for name, values := range x.Header {
		w += len(name)
		for _, v := range values {
			w += len(v)
		}
	}
	return w
}

func (r *record) all() []*Exchange {
	r.mu.Lock()
	defer r.mu.Unlock()
	return append([]*Exchange(nil), r.kept...)
}

func (r *record) count() int {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.ended
}

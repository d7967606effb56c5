package journal

import "slices"

// What is remembered of the latest violations: at most so many, in at most so many bytes.
const (
	Kept      = 1000
	keptBytes = 1 << 20
)

// latest are the latest violations. Where there is no room for all, those that are only noted or on purpose go first: no number of them
// hides one that is wrong.
type latest struct {
	wrong, noted queue
	next         int64 // which the next one is, of both
	bytes        int   // that they take
}

func (l *latest) add(found []Recorded) {
	for _, r := range found {
		l.bytes += r.size()
		l.next++
		if r.Noted {
			l.noted.push(numbered{r, l.next})
		} else {
			l.wrong.push(numbered{r, l.next})
		}
		for l.len() > Kept || l.bytes > keptBytes {
			l.drop()
		}
	}
}

func (l *latest) len() int { return len(l.wrong.all()) + len(l.noted.all()) }

// drop forgets the one that is missed least.
func (l *latest) drop() {
	from := &l.noted
	if len(from.all()) == 0 {
		from = &l.wrong
	}
	l.bytes -= from.all()[0].size()
	from.pop()
}

// last returns the latest n, oldest first.
func (l *latest) last(n int) []Recorded {
	wrong, noted := l.wrong.all(), l.noted.all()
	merged := make([]Recorded, 0, min(n, len(wrong)+len(noted)))
	for len(merged) < cap(merged) {
		from := &wrong
		if len(wrong) == 0 || len(noted) > 0 && noted[len(noted)-1].number > wrong[len(wrong)-1].number {
			from = &noted
		}
		merged = append(merged, (*from)[len(*from)-1].Recorded)
		*from = (*from)[:len(*from)-1]
	}
	slices.Reverse(merged)
	return merged
}

// forget forgets those of a namespace.
func (l *latest) forget(namespace string) {
	l.bytes = 0
	for _, q := range []*queue{&l.wrong, &l.noted} {
		q.items = slices.DeleteFunc(q.all(), func(r numbered) bool { return r.Namespace == namespace })
		q.gone = 0
		for i := range q.items {
			l.bytes += q.items[i].size()
		}
	}
}

// numbered is one with its place among all.
type numbered struct {
	Recorded

	number int64
}

// queue has the oldest first.
type queue struct {
	items []numbered
	gone  int // of the items, from the first on
}

func (q *queue) all() []numbered { return q.items[q.gone:] }

func (q *queue) push(r numbered) { q.items = append(q.items, r) }

// pop takes the oldest out. The others move up now and then only.
func (q *queue) pop() {
	q.items[q.gone] = numbered{}
	q.gone++
	if q.gone > len(q.items)/2 {
		q.items, q.gone = slices.Delete(q.items, 0, q.gone), 0
	}
}

package journal

// mostFirst is how many violations a Breaking has.
const mostFirst = 20

// Breaking are violations of the requests that broke the contract: how many there were, and the first of them.
type Breaking struct {
	Count int64
	First []Recorded
}

func (b *Breaking) add(r Recorded) {
	b.Count++
	if len(b.First) < mostFirst {
		b.First = append(b.First, r)
	}
}

// Watch counts what breaks the contract in a namespace by itself, whatever others break, until Watched is called. It outlives the
// namespace's resets.
func (l *Violations) Watch(namespace string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.watched == nil {
		l.watched = map[string]*Breaking{}
	}
	l.watched[namespace] = &Breaking{}
}

// Watched returns what has broken the contract since Watch, and forgets it.
func (l *Violations) Watched(namespace string) Breaking {
	l.mu.Lock()
	defer l.mu.Unlock()
	b := l.watched[namespace]
	delete(l.watched, namespace)
	if b == nil {
		return Breaking{}
	}
	return *b
}

// Unwatched returns what has broken the contract where nobody watched.
func (l *Violations) Unwatched() Breaking {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.unwatched
}

// breaks counts a violation where it belongs. The caller has the lock.
func (l *Violations) breaks(r Recorded) {
	if b := l.watched[r.Namespace]; b != nil {
		b.add(r)
		return
	}
	l.unwatched.add(r)
}

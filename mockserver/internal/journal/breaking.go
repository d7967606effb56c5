package journal

import "slices"

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

// without are those of all namespaces but one, which had so many.
func (b *Breaking) without(namespace string, many int64) {
	b.Count -= many
	b.First = slices.DeleteFunc(b.First, func(r Recorded) bool { return r.Namespace == namespace })
}

// Judged takes what has broken the contract in one namespace out of what counts for all of them.
func (l *Violations) Judged() {
	if l.All == nil {
		return
	}
	l.mu.Lock()
	broken, byRule := l.broken, l.byRule
	l.broken, l.byRule, l.breaking = 0, nil, nil
	l.mu.Unlock()
	l.All.mu.Lock()
	defer l.All.mu.Unlock()
	l.All.broken -= broken
	l.All.breaking = slices.DeleteFunc(l.All.breaking, func(r Recorded) bool { return r.Namespace == l.Namespace })
	var violations int64
	for rule, n := range byRule {
		violations += n
		if l.All.byRule[rule] -= n; l.All.byRule[rule] == 0 {
			delete(l.All.byRule, rule)
		}
	}
	if l.All.watched[l.Namespace] == nil {
		l.All.unwatched.without(l.Namespace, violations)
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

// reason remembers what broke the contract, in the place of one that is like it. The caller has the lock.
func (l *Violations) reason(r Recorded) {
	r.Times = 1
	if i := slices.IndexFunc(l.breaking, r.like); i >= 0 {
		r.Times += l.breaking[i].Times
		l.breaking = slices.Delete(l.breaking, i, i+1)
	}
	l.breaking = append(l.breaking, r)
	l.breaking = slices.Delete(l.breaking, 0, max(0, len(l.breaking)-keptBreaking))
}

// like says that there is nothing to tell of both but when they came.
func (r *Recorded) like(other Recorded) bool {
	return r.Namespace == other.Namespace && r.Method == other.Method && r.Path == other.Path && r.Violation == other.Violation
}

// breaks counts a violation where it belongs. The caller has the lock.
func (l *Violations) breaks(r Recorded) {
	if b := l.watched[r.Namespace]; b != nil {
		b.add(r)
		return
	}
	l.unwatched.add(r)
}

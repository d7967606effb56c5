package eventstore

import "slices"

// classes of merges go on beside each other, so that small runs do not wait for large ones. Each takes the runs of two levels; the first
// makes runs of full buffers, too, and the last takes all that are larger.
const classes = 3

// levelOf is how often events were merged that are in a run of so many.
func (s *Store) levelOf(events int) int {
	level := 0
	for n := events / s.sizes.recent; n >= s.sizes.fan; n /= s.sizes.fan {
		level++
	}
	return level
}

// ripe returns runs of one size that are as many as are merged into one; nil if the class has none.
func (s *Store) ripe(runs []run, class int) []run {
	byLevel := map[int][]run{}
	for _, r := range runs {
		level := s.levelOf(r.len())
		if min(level/2, classes-1) != class {
			continue
		}
		if byLevel[level] = append(byLevel[level], r); len(byLevel[level]) == s.sizes.fan {
			return byLevel[level]
		}
	}
	return nil
}

// wake lets a class begin if it rests. The caller holds the lock.
func (s *Store) wake(class int) {
	if class < classes && !s.busy[class] && !s.closed.Load() {
		s.busy[class] = true
		go s.work(class)
	}
}

// work goes on as long as a class has something to do.
func (s *Store) work(class int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for !s.closed.Load() && (class == 0 && s.sealOne() || s.mergeOne(class)) {
		s.merged.Broadcast()
		s.wake(class + 1)
	}
	s.busy[class] = false
	s.merged.Broadcast()
}

// sealOne makes a run of a full buffer, if there is one. The caller holds the lock, which is free meanwhile.
func (s *Store) sealOne() bool {
	v := s.view.Load()
	if len(v.full) == 0 {
		return false
	}
	s.mu.Unlock()
	sealed := s.sealed(v.full[0])
	s.mu.Lock()
	v = s.view.Load()
	full := append([]*recent(nil), v.full[1:]...) // a part of the old list would hold the buffer in memory
	s.view.Store(&view{recent: v.recent, full: full, runs: append(slices.Clone(v.runs), sealed), written: v.written})
	return true
}

// mergeOne merges what is ripe, if anything is. The caller holds the lock, which is free meanwhile.
func (s *Store) mergeOne(class int) bool {
	v := s.view.Load()
	ripe := s.ripe(v.runs, class)
	if ripe == nil {
		return false
	}
	s.mu.Unlock()
	merged, done := s.merge(ripe, v.written)
	s.mu.Lock()
	if !done {
		return false
	}
	v = s.view.Load()
	left := slices.DeleteFunc(slices.Clone(v.runs), func(r run) bool {
		return slices.ContainsFunc(ripe, func(o run) bool { return o[0] == r[0] })
	})
	s.view.Store(&view{recent: v.recent, full: v.full, runs: append(left, merged), written: v.written})
	return true
}

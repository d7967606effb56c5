package spec

// finishShapes computes what needs all shapes to be there.
func (c *compiler) finishShapes() {
	for _, s := range c.shapes {
		s.undecided = undecided(s, map[*shape]bool{})
		s.directed = reaches(s, map[*shape]bool{}, func(s *shape) bool { return s.schema.ReadOnly || s.schema.WriteOnly })
		s.quiet = !reaches(s, map[*shape]bool{}, wantsInspection)
	}
	for _, s := range c.shapes {
		if !s.undecided {
			s.fixed = merge(s.applying(nil, nil))
		}
	}
	for _, s := range c.shapes {
		if s.tag != nil && c.decidedByTag(s) {
			s.tag.views = map[string]*view{}
			for value := range s.tag.branch {
				s.tag.views[value] = merge(s.applying(map[string]any{s.tag.property: value}, nil))
			}
		}
		c.form(s)
	}
}

// decidedByTag says that nothing but the discriminator makes a difference.
func (c *compiler) decidedByTag(s *shape) bool {
	for _, other := range append(append([]*shape{}, s.allOf...), s.branches...) {
		if other.undecided {
			return false
		}
	}
	return true
}

func undecided(s *shape, seen map[*shape]bool) bool {
	if seen[s] {
		return false
	}
	seen[s] = true
	if len(s.branches) > 0 {
		return true
	}
	for _, part := range s.allOf {
		if undecided(part, seen) {
			return true
		}
	}
	return false
}

// reaches says whether a schema, or one that it is made of, has a property.
func reaches(s *shape, seen map[*shape]bool, has func(*shape) bool) bool {
	if s == nil || seen[s] {
		return false
	}
	seen[s] = true
	if has(s) || reaches(s.items, seen, has) || reaches(s.extra, seen, has) {
		return true
	}
	for _, list := range [][]*shape{s.allOf, s.branches} {
		for _, part := range list {
			if reaches(part, seen, has) {
				return true
			}
		}
	}
	for _, member := range s.properties {
		if reaches(member, seen, has) {
			return true
		}
	}
	return false
}

// wantsInspection says that kin-openapi's look is not enough for this schema.
func wantsInspection(s *shape) bool {
	v := merge([]*shape{s})
	return v.integer || v.nullEnum || (v.lists && !v.open)
}

// names gathers every property name.
func (c *compiler) names() map[string]string {
	names := map[string]string{}
	for _, s := range c.shapes {
		for name := range s.properties {
			names[name] = name
		}
	}
	return names
}

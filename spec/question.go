package spec

import "regexp"

var questionName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// agree finds rows of one open question of which one says that nobody answers it while another insists on an answer. Both can be
// right, as when the status of a refusal is open and the refusal itself is not; then the row that insists has to say how.
func (c *catalogueCheck) agree(rows []Requirement) {
	open := map[string]string{} // a question to the row that says that it is open
	for _, r := range rows {
		for _, q := range r.Questions {
			if r.Level == Chosen && open[q] == "" {
				open[q] = r.ID
			}
		}
	}
	for _, r := range rows {
		for _, q := range r.Questions {
			c.question(r, q, open)
		}
		if !blank(r.Settled) && (r.Level == Chosen || len(r.Questions) == 0) {
			c.errorf(r.ID, "only a row that insists on part of an open question is settled; name the question under questions, or drop "+
				"settled")
		}
	}
}

// question holds one question of a row to the rows that leave it open.
func (c *catalogueCheck) question(r Requirement, name string, open map[string]string) {
	switch {
	case !questionName.MatchString(name):
		c.errorf(r.ID, "question %q has the wrong form; expected one like page-token-other-query", name)
	case open[name] == "":
		c.errorf(r.ID, "no row of level chosen has the question %q%s", name, didYouMean(name, sortedKeys(open)))
	case r.Level != Chosen && blank(r.Settled):
		c.errorf(r.ID, "level is %s, but %s says that nobody answers the question %q; change a level, or say under settled how both hold",
			r.Level, open[name], name)
	}
}

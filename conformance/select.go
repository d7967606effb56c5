package conformance

// Selected returns the checks that Only, Skip and ReadOnly leave, in the suite's order, whatever else the target offers. It
// needs no URL and sends nothing. The errors are those of Run about a selection: ErrSelection.
func (t Target) Selected() ([]Check, error) {
	all := map[Capability]string{} // what a check needs is for the reader of the list to see
	for _, c := range t.Suite.Checks {
		for _, need := range c.Needs {
			all[need] = ""
		}
	}
	planned, err := t.plan(all)
	if err != nil {
		return nil, err
	}
	var checks []Check
	for _, s := range planned {
		if s.reason == "" {
			checks = append(checks, s.check)
		}
	}
	return checks, nil
}

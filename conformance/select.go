package conformance

// Selected returns the checks that Only, Skip and ReadOnly leave, in the suite's order, whatever else the target offers. It
// needs no URL and sends nothing. The errors are those of Run about a selection: ErrSelection.
func (t Target) Selected() ([]Check, error) {
	// As if everything were offered: what a check needs is for the reader of the list to see.
	t.Team, t.SecondBot, t.OtherBasic, t.OtherBot, t.OtherBearer = "any", "any", "any", "any", "any"
	planned, err := t.plan()
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

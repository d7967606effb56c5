package kit

import "time"

// What servers do that read the digits of a time otherwise than what stands behind them says.
const (
	zoneDropped = "the offset of a time is dropped"
	zoneAdded   = "the offset of a time is added where it should be taken off"
	zoneMisread = "the offset of a time is misread"
)

// MisreadOffset names what puts an instant that was written with an offset so far away; it is empty if no reading does.
func MisreadOffset(apart, offset time.Duration) string {
	switch {
	case offset == 0:
		return ""
	case apart == offset:
		return zoneDropped
	case apart == 2*offset:
		return zoneAdded
	default:
		return ""
	}
}

// MisreadBounds names the reading of bounds with an offset by which a page shows just what it does of some events. Where several do, it
// says that there is one; it is empty if none does, or if the bounds have no offset.
func (p *Probe) MisreadBounds(page Page, among []*RunEvent, got map[*RunEvent]int) string {
	q, _ := page.X.Request.Meta.(Query)
	from, to := Instants(q)
	offset := func(t time.Time) time.Duration {
		_, seconds := t.Zone()
		return time.Duration(seconds) * time.Second
	}
	if page.Next != "" || offset(from) == 0 && offset(to) == 0 {
		return ""
	}
	var fit []string
	for _, reading := range []struct {
		name       string
		start, end time.Duration // so often the offset is off
	}{
		{zoneDropped, 1, 1},
		{zoneDropped + " from start_time", 1, 0},
		{zoneDropped + " from end_time", 0, 1},
		{zoneAdded, 2, 2},
	} {
		from, to := from.Add(reading.start*offset(from)), to.Add(reading.end*offset(to))
		right := true
		for _, k := range among {
			listed := q.Op != Team || k.inTeam.Load() != nil
			right = right && (listed && k.fits(q) && Inside(k.When(), from, to)) == (got[k] > 0)
		}
		if right {
			fit = append(fit, reading.name)
		}
	}
	switch len(fit) {
	case 0:
		return ""
	case 1:
		return fit[0]
	default:
		return zoneMisread
	}
}

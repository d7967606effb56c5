//go:build examination

package misbehave

import (
	"strings"
	"time"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/inkeepworld"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
	"github.com/understudy-mock/understudy/spec"
)

// inkeepInstants take a createdAt that was given for another instant.
func inkeepInstants() []Misbehaviour { return append(inkeepGivenTexts(), inkeepGivenTimes()...) }

// inkeepGivenTexts misread the text.
func inkeepGivenTexts() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.offset-added", 4, "The offset of createdAt is added where it has to be taken off.", "INK-TIME-10",
			onGivenText(func(at string) string {
				return zone.ReplaceAllStringFunc(at, func(offset string) string {
					return strings.NewReplacer("+", "-", "-", "+").Replace(offset)
				})
			})),
		breaks("inkeep.offset-minutes-lost", 4, "Of the offset of createdAt the hours alone count.", "INK-TIME-10",
			onGivenText(func(at string) string {
				return zone.ReplaceAllStringFunc(at, func(offset string) string { return offset[:4] + "00" })
			})),
		breaks("inkeep.west-dropped", 4, "An offset of createdAt with a minus is dropped.", "INK-TIME-10",
			onGivenText(func(at string) string {
				return zone.ReplaceAllStringFunc(at, func(offset string) string {
					if offset[0] == '-' {
						return "Z"
					}
					return offset
				})
			})),
		breaks("inkeep.fraction-as-milliseconds", 4,
			"The digits of a fraction of createdAt are read as milliseconds: .5 is five of them.",
			"INK-TIME-10", onGivenText(func(at string) string {
				return fraction.ReplaceAllStringFunc(at, func(digits string) string {
					return "." + strings.Repeat("0", max(0, 4-len(digits))) + digits[1:]
				})
			})),
		breaks("inkeep.long-fraction-dropped", 4, "A fraction of createdAt with more than three digits is dropped.", "INK-TIME-10",
			onGivenText(func(at string) string {
				return fraction.ReplaceAllStringFunc(at, func(digits string) string {
					if len(digits) > 4 {
						return ""
					}
					return digits
				})
			})),
	)
}

// inkeepGivenTimes change what was read, or how it is printed.
func inkeepGivenTimes() []Misbehaviour {
	return area("inkeep",
		breaks("inkeep.week-year", 4, "createdAt gets the year of its week: the last days of 2024 are in 2025.", "INK-TIME-10",
			onGivenTime(func(at time.Time) time.Time {
				year, _ := at.ISOWeek()
				return at.AddDate(year-at.Year(), 0, 0)
			})),
		breaks("inkeep.twelve-hours", 4, "The hours of createdAt are those of a clock of twelve.", "INK-TIME-10",
			onGivenTime(func(at time.Time) time.Time {
				return at.Add(-time.Duration(at.Hour()/12) * 12 * time.Hour)
			})),
		breaks("inkeep.summer-hour", 4, "From April to September createdAt is an hour off.", "INK-TIME-10",
			onGivenTime(func(at time.Time) time.Time {
				if at.Month() >= time.April && at.Month() <= time.September {
					return at.Add(-time.Hour)
				}
				return at
			})),
		breaks("inkeep.zone-not-printed", 4, "A createdAt that was given comes back as its digits, without the zone.", "INK-TIME-10",
			alter.OnTree(func(c *pipeline.Call, o map[string]any) {
				if at := alter.Text(alter.Tree(c.Sent), "createdAt"); at != "" {
					o["createdAt"] = strings.TrimSuffix(zone.ReplaceAllString(at, ""), "Z")
				}
			}, alter.LogEvent)),
	)
}

// onGivenText changes a createdAt, if it is a time, before it is read.
func onGivenText(change func(string) string) alter.Decorator {
	return alter.ChangeSent(onLogBody(func(body map[string]any) {
		if at := alter.Text(body, "createdAt"); at != "" {
			if _, err := spec.ParseDateTime(at); err == nil {
				body["createdAt"] = change(at)
			}
		}
	}))
}

// onGivenTime changes the instant of a createdAt that was given.
func onGivenTime(change func(time.Time) time.Time) alter.Decorator {
	return alter.ChangeLogged(func(e *inkeepworld.LogEvent) {
		if e.TimeGiven {
			e.Event.CreatedAt = change(e.Event.CreatedAt)
		}
	})
}

package inkeepworld

import (
	"encoding/json"
)

// logEventJSON is the JSON form of LogEvent. The event is the text that goes over the wire, as a string: written as a value,
// its properties would lose their white space and the spelling of their characters to whatever encodes the command.
type logEventJSON struct {
	Project   string `json:"project"`
	Event     string `json:"event"`
	TimeGiven bool   `json:"time_given"`
}

// MarshalJSON keeps the event as it goes over the wire.
func (c LogEvent) MarshalJSON() ([]byte, error) {
	event, err := c.Event.MarshalJSON()
	if err != nil {
		return nil, err
	}
	return json.Marshal(logEventJSON{Project: c.Project, Event: string(event), TimeGiven: c.TimeGiven})
}

// UnmarshalJSON reads what MarshalJSON writes.
func (c *LogEvent) UnmarshalJSON(data []byte) error {
	var read logEventJSON
	if err := json.Unmarshal(data, &read); err != nil {
		return err
	}
	c.Project, c.TimeGiven = read.Project, read.TimeGiven
	return c.Event.UnmarshalJSON([]byte(read.Event))
}

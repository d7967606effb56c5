package misbehave

import (
	"encoding/json"
	"regexp"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// Parts of a time as it is written.
var (
	zone     = regexp.MustCompile(`[+-]\d\d:\d\d$`)
	fraction = regexp.MustCompile(`\.\d+`)
)

// changeArgs changes the arguments of lists after they were held to the contract.
func changeArgs(change func(args map[string]any)) alter.Decorator {
	return alter.AfterDecode(func(c *pipeline.Call) error {
		if alter.IsList(c) {
			change(c.Args().Map())
		}
		return nil
	})
}

// changeTimes changes how the two times of a list are read.
func changeTimes(change func(string) string) alter.Decorator {
	return changeArgs(func(args map[string]any) {
		for _, name := range []string{"start_time", "end_time"} {
			if at := alter.Text(args, name); at != "" {
				args[name] = change(at)
			}
		}
	})
}

// fillArgument gives a list an argument that it lacks.
func fillArgument(c *pipeline.Call, name, value string) {
	if _, given := alter.Argument(c, name); !given && alter.IsList(c) {
		alter.SetArgument(c, name, value)
	}
}

// changeBody changes a body that is a JSON object before it is held to the contract.
func changeBody(c *pipeline.Call, change func(body map[string]any)) {
	body := alter.Tree(c.Sent)
	if body == nil {
		return
	}
	change(body)
	if sent, err := json.Marshal(body); err == nil {
		c.Sent = sent
	}
}

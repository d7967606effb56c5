package misbehave

import (
	"encoding/json"
	"net/http"
	"net/url"
	"regexp"

	"github.com/understudy-mock/understudy/mockserver/internal/pipeline"
)

// Parts of a time as it is written.
var (
	zone     = regexp.MustCompile(`[+-]\d\d:\d\d$`)
	fraction = regexp.MustCompile(`\.\d+`)
)

// changeArgs changes the arguments of lists after they were held to the contract.
func changeArgs(change func(args map[string]any)) decorator {
	return afterDecode(func(c *pipeline.Call) error {
		if isList(c) {
			change(c.Args())
		}
		return nil
	})
}

// changeTimes changes how the two times of a list are read.
func changeTimes(change func(string) string) decorator {
	return changeArgs(func(args map[string]any) {
		for _, name := range []string{"start_time", "end_time"} {
			if at := text(args, name); at != "" {
				args[name] = change(at)
			}
		}
	})
}

// text returns an argument that is a string, empty if there is none.
func text(args map[string]any, name string) string {
	s, _ := args[name].(string)
	return s
}

// argument returns an argument of a list as it was sent, of the query or the body.
func argument(c *pipeline.Call, name string) (value string, given bool) {
	if !isList(c) {
		return "", false
	}
	if c.Method != http.MethodPost {
		query, err := url.ParseQuery(c.RawQuery)
		return query.Get(name), err == nil && query.Has(name)
	}
	body := object(c.Sent)
	value, given = body[name].(string)
	return value, given
}

// setArgument changes an argument of a list before it is held to the contract.
func setArgument(c *pipeline.Call, name, value string) {
	if c.Method != http.MethodPost {
		query, _ := url.ParseQuery(c.RawQuery)
		query.Set(name, value)
		c.RawQuery = query.Encode()
		return
	}
	changeBody(c, func(body map[string]any) { body[name] = value })
}

// fillArgument gives a list an argument that it lacks.
func fillArgument(c *pipeline.Call, name, value string) {
	if _, given := argument(c, name); !given && isList(c) {
		setArgument(c, name, value)
	}
}

// object reads a JSON object, nil if it is none. Numbers stay as they are written.
func object(data []byte) map[string]any {
	var o map[string]any
	if !read(data, &o) {
		return nil
	}
	return o
}

// changeBody changes a body that is a JSON object before it is held to the contract.
func changeBody(c *pipeline.Call, change func(body map[string]any)) {
	body := object(c.Sent)
	if body == nil {
		return
	}
	change(body)
	if sent, err := json.Marshal(body); err == nil {
		c.Sent = sent
	}
}

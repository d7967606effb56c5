package main

import (
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"
	"text/template"
)

// toldURL is the variable that tells a command where the mock is.
const toldURL = envPrefix + "URL"

// address is where a mock is, and what a template of --env knows of it.
type address struct{ URL, Host, Port string }

func addressOf(base string) address {
	p := address{URL: base}
	if u, err := url.Parse(base); err == nil {
		p.Host, p.Port = u.Hostname(), u.Port()
	}
	return p
}

// variables are those of --env.
type variables []variable

type variable struct {
	name  string
	value *template.Template
}

// parseVariables reads the values of --env, whose templates may name the members of known. Every mistake is reported at once.
func parseVariables(given []string, known any, parts string) (variables, error) {
	var all variables
	var wrong []error
	for _, text := range given {
		name, value, ok := strings.Cut(text, "=")
		if !ok || name == "" {
			wrong = append(wrong, usageErrorf("bad --env %q: give NAME=VALUE, such as API_URL={{.URL}}", text))
			continue
		}
		t, err := template.New(name).Parse(value)
		if err == nil {
			err = t.Execute(io.Discard, known)
		}
		if err != nil {
			wrong = append(wrong, usageErrorf("bad --env %q: it can have %s in its value; %v", text, parts, err))
			continue
		}
		all = append(all, variable{name, t})
	}
	return all, errors.Join(wrong...)
}

// of are the variables for a command, the URL of the mock among them.
func (all variables) of(base string, known any) []string {
	env := []string{toldURL + "=" + base}
	for _, v := range all {
		var value strings.Builder
		_ = v.value.Execute(&value, known) // it could be, of the same type
		env = append(env, fmt.Sprintf("%s=%s", v.name, &value))
	}
	return env
}

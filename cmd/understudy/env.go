package main

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/understudy-mock/understudy/spec"
)

const envPrefix = "UNDERSTUDY_"

// envName returns the environment twin of a flag.
func envName(flag string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// applyEnvironment sets the flags of c that the command line left out from their environment twins. A variable that is no
// command's twin is an error; one that belongs to another command is not. An empty one counts as unset.
func applyEnvironment(root, c *cobra.Command, environ []string) error {
	known := twins(root)
	var wrong []error
	for _, entry := range slices.Sorted(slices.Values(environ)) {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, envPrefix) || value == "" {
			continue
		}
		flag, ok := known[name]
		if !ok {
			wrong = append(wrong, fmt.Errorf("unknown environment variable %s: %s", name, nearestTwin(known, name)))
			continue
		}
		f := c.Flags().Lookup(flag)
		if f == nil || f.Changed {
			continue
		}
		if err := setFlag(f, value); err != nil {
			wrong = append(wrong, fmt.Errorf("bad value %q in %s: %s", value, name, wanted(f)))
		}
	}
	if len(wrong) > 0 {
		return &exitError{exitUsage, errors.Join(wrong...)}
	}
	return nil
}

// setFlag sets a flag as the command line would. A repeatable one takes several values with white space between them.
func setFlag(f *pflag.Flag, value string) error {
	f.Changed = true
	if list, ok := f.Value.(pflag.SliceValue); ok {
		return list.Replace(strings.Fields(value))
	}
	return f.Value.Set(value)
}

// twins maps the environment twins of all commands to their flags.
func twins(root *cobra.Command) map[string]string {
	known := map[string]string{}
	for _, c := range root.Commands() {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if f.Name != "help" {
				known[envName(f.Name)] = f.Name
			}
		})
	}
	return known
}

// nearestTwin says what to do about an unknown variable.
func nearestTwin(known map[string]string, name string) string {
	if near := spec.Nearest(name, slices.Sorted(maps.Keys(known))); near != "" {
		return "did you mean " + near + "?"
	}
	return "unset it, or see --help for the flags, each of which has a twin"
}

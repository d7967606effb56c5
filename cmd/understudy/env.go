package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/understudy-mock/understudy/spec"
)

const envPrefix = "UNDERSTUDY_"

// fromEnvironment is the annotation of a flag that its twin has set, with the twin's name.
const fromEnvironment = "environment"

// setByOthers are variables that begin like ours and are nobody's twin: UNDERSTUDY_URL, which a command that runs beside a
// mock is given, UNDERSTUDY_BINARY, by which packages for other languages find this program, and what Kubernetes puts into every pod
// beside a Service whose name is understudy or begins with it.
var setByOthers = regexp.MustCompile(`^UNDERSTUDY_(URL|BINARY|([A-Z0-9_]+_)?(` +
	`SERVICE_HOST|SERVICE_PORT(_[A-Z0-9_]+)?|PORT|PORT_[0-9]+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?))$`)

// envName returns the environment twin of a flag.
func envName(flag string) string {
	return envPrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// applyEnvironment sets the flags of c that the command line left out from their environment twins. A variable that is no
// command's twin is passed over with a warning. An empty one counts as unset.
func applyEnvironment(root, c *cobra.Command, environ []string) error {
	flags := twins(root)
	var wrong []error
	for _, entry := range slices.Sorted(slices.Values(environ)) {
		name, value, _ := strings.Cut(entry, "=")
		if !strings.HasPrefix(name, envPrefix) || value == "" {
			continue
		}
		flag, ok := flags[name]
		if !ok {
			warnUnknown(c, flags, name, value)
			continue
		}
		f := c.Flags().Lookup(flag)
		if f == nil || f.Changed {
			continue
		}
		if err := setFlag(f, value); err != nil {
			wrong = append(wrong, fmt.Errorf("bad value %q in %s: %s", value, name, wanted(f, err)))
			continue
		}
		cobra.CheckErr(c.Flags().SetAnnotation(flag, fromEnvironment, []string{name}))
	}
	if len(wrong) > 0 {
		return &exitError{exitUsage, errors.Join(wrong...)}
	}
	return nil
}

// environmentOf lists the variables that have set flags of c.
func environmentOf(c *cobra.Command) []string {
	var names []string
	c.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, f.Annotations[fromEnvironment]...) })
	return names
}

// called names the options of packages as the command line does.
func called() *strings.Replacer {
	return strings.NewReplacer(
		"unknown scenario", "unknown --scenario", "unknown auth mode", "unknown --auth", "unknown misbehaviour", "unknown --misbehave",
		"unknown variant", "unknown --variant",
		"bad credential:", "bad --credential:", "bad origin", "bad --cors-origin",
		"bad allowed host", "bad --allow-host", "bad control token", "bad --control-token",
	)
}

// badCredential is a mistake in a credential of some kind.
var badCredential = regexp.MustCompile(`\bbad ([a-z-]+) credential:`)

// flagName finds the flags in a mistake.
var flagName = regexp.MustCompile(`--[a-z][a-z-]*`)

// asGiven names in a mistake what the user set: a flag, or the variable that set it.
func asGiven(c *cobra.Command, mistake string) string {
	mistake = badCredential.ReplaceAllString(called().Replace(mistake), "bad --credential $1:")
	return flagName.ReplaceAllStringFunc(mistake, func(name string) string {
		if f := c.Flags().Lookup(name[2:]); f != nil && len(f.Annotations[fromEnvironment]) > 0 {
			return f.Annotations[fromEnvironment][0]
		}
		return name
	})
}

// valueOf is the value of a variable; empty if there is none.
func valueOf(environ []string, name string) string {
	for _, entry := range environ {
		if value, ok := strings.CutPrefix(entry, name+"="); ok {
			return value
		}
	}
	return ""
}

// setFlag sets a flag as the command line would. A repeatable one takes a value from each line, whatever else is in it.
func setFlag(f *pflag.Flag, value string) error {
	f.Changed = true
	list, ok := f.Value.(pflag.SliceValue)
	if !ok {
		return f.Value.Set(value)
	}
	lines := strings.Split(strings.ReplaceAll(value, "\r\n", "\n"), "\n")
	return list.Replace(slices.DeleteFunc(lines, func(line string) bool { return line == "" }))
}

// twins maps the environment twins of all commands to their flags.
func twins(root *cobra.Command) map[string]string {
	flags := map[string]string{}
	for _, c := range root.Commands() {
		c.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if f.Name != "help" {
				flags[envName(f.Name)] = f.Name
			}
		})
	}
	return flags
}

func warnUnknown(c *cobra.Command, flags map[string]string, name, value string) {
	own := name == envPrefix+"PORT" && !strings.Contains(value, "://") // Kubernetes writes tcp://…
	if setByOthers.MatchString(name) && !own {
		return
	}
	hint := "see --help for the flags, each of which has a twin"
	var names []string // without what they share, which would make any two alike
	for twin := range flags {
		names = append(names, strings.TrimPrefix(twin, envPrefix))
	}
	slices.Sort(names)
	if near := spec.Nearest(strings.TrimPrefix(name, envPrefix), names); near != "" {
		hint = "did you mean " + envPrefix + near + "?"
	}
	if own {
		hint = "UNDERSTUDY_ADDR sets address and port, such as 127.0.0.1:4747"
	}
	fmt.Fprintf(c.ErrOrStderr(), "WARNING: the environment variable %s is no flag's twin and changes nothing; %s\n", name, hint)
}

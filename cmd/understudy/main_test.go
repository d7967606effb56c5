package main

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/understudy-mock/understudy/mockserver"
)

var update = flag.Bool("update", false, "rewrite the expected output in the scripts")

// beside runs more tests beside each other than there are processors, unless -parallel says how many: most of them wait for programs.
type beside struct{ *testing.M }

func (b beside) Run() int {
	flag.Parse()
	if most := flag.Lookup("test.parallel"); most.Value.String() == most.DefValue {
		_ = most.Value.Set("8")
	}
	return b.M.Run()
}

// TestMain lets the scripts run the program itself, and a client, as processes of their own.
func TestMain(m *testing.M) {
	testscript.Main(beside{m}, map[string]func(){"understudy": main, "client": client})
}

// written are credentials as the variable of --credential takes them.
func written(credentials []mockserver.Credential) string {
	var lines []string
	for _, c := range credentials {
		line := string(c.Kind) + "=" + c.Secret
		if c.Team != "" {
			line = string(c.Kind) + "=" + c.ID + ":" + c.Secret + "@" + c.Team
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

// TestScripts runs testdata/script: one file per command, each reading like a manual.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"status": status,
			"start":  start,
			"quit":   quit,
			"http":   request,
		},
		Setup: func(env *testscript.Env) error {
			for _, name := range []string{"NO_COLOR"} {
				env.Setenv(name, os.Getenv(name))
			}
			env.Setenv("EOL", "\n")
			env.Setenv("BOM", "\ufeff")
			env.Setenv("OWN_CREDENTIALS", written(ownCredentials()))
			return nil
		},
	})
}

package main

import (
	"bytes"
	"encoding/pem"
	"io"
	"log"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
	"github.com/understudy-mock/understudy/mockserver"
)

// TestCheckTrustsACertificate judges a mock that has a certificate of its own.
func TestCheckTrustsACertificate(t *testing.T) {
	server := httptest.NewUnstartedServer(mockserver.New(mockserver.Options{
		EventsPerBot: mockserver.NoEvents,
		Misbehave:    "inkeep.id-missing",
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.EnableHTTP2 = true
	server.StartTLS()
	t.Cleanup(server.Close)
	trusted := filepath.Join(t.TempDir(), "ca.pem")
	require.NoError(t, os.WriteFile(trusted, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw}), 0o600))
	check := func(t *testing.T, environ []string, more ...string) (code int, path, stdout, stderr string) {
		t.Helper()
		path = filepath.Join(t.TempDir(), "r.json")
		var out, wrong bytes.Buffer
		code = run(t.Context(), judge(server.URL, path, more...)["inkeep"], environ, &out, &wrong)
		return code, path, out.String(), wrong.String()
	}

	t.Run("on_connections_of_its_own_too", func(t *testing.T) {
		code, path, stdout, stderr := check(t, nil, "--ca-file", trusted, "--only", "inkeep.transport.*")
		require.Equal(t, exitOK, code, stderr)
		require.Contains(t, stdout, "--ca-file "+trusted)
		require.Greater(t, readReport(t, path).Summary.Pass, 5)
	})
	t.Run("named_in_the_environment", func(t *testing.T) {
		code, path, _, stderr := check(t, []string{"UNDERSTUDY_CA_FILE=" + trusted}, "--only", "inkeep.events.id-made")
		require.Equal(t, exitBroken, code, stderr)
		runCurl(t, readReport(t, path).Checks, trusted)
	})
	t.Run("and_no_other", func(t *testing.T) {
		code, _, _, stderr := check(t, nil, "--only", "inkeep.events.id-made")
		require.Equal(t, exitFailed, code)
		require.Contains(t, stderr, "the target's certificate is not trusted: tls: failed to verify certificate: x509: certificate "+
			"signed by "+
			"unknown authority; give that of whoever signed it, or its own if nobody did, with --ca-file")
	})
}

// runCurl runs the line of the one failure, which shows the same.
func runCurl(t *testing.T, checks []conformance.Result, trusted string) {
	t.Helper()
	for _, c := range checks {
		if c.Outcome != conformance.Fail {
			continue
		}
		line := c.Exchanges[0].Curl
		require.Contains(t, line, "--cacert '"+trusted+"'")
		if _, err := exec.LookPath("curl"); err != nil {
			t.Skip("there is no curl")
		}
		cmd := exec.CommandContext(t.Context(), "bash", "-c", line)
		cmd.Env = []string{"UNDERSTUDY_BEARER=demo-api-key", "PATH=" + os.Getenv("PATH")}
		out, err := cmd.CombinedOutput()
		require.NoError(t, err, "%s: %s", line, out)
		require.Regexp(t, `^HTTP/\S+ 200 `, string(out))
		return
	}
	t.Fatal("nothing failed")
}

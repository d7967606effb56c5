package conformance_test

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/pem"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/conformance"
)

// secured is a target with a certificate of its own, and that certificate in PEM and in DER form.
func secured(t *testing.T, checks ...conformance.Check) (target conformance.Target, inPEM, inDER []byte) {
	t.Helper()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_,
			_ = io.WriteString(w, "pong")
	}))
	server.Config.ErrorLog = log.New(io.Discard, "", 0)
	server.StartTLS()
	t.Cleanup(server.Close)
	inDER = server.Certificate().Raw
	inPEM = pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: inDER})
	return conformance.Target{Suite: demo(checks...), URL: server.URL, Settings: settings{pair: "me:" + secret}}, inPEM, inDER
}

func written(t *testing.T, text []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "it's a ca.pem")
	require.NoError(t, os.WriteFile(path, text, 0o600))
	return path
}

func TestCAFile(t *testing.T) {
	t.Parallel()
	t.Run("is_trusted_beside_what_is_trusted_already", func(t *testing.T) {
		target, inPEM, _ := secured(t, named("demo.a.one", fails))
		other := pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: []byte("passed over")})
		for name, text := range map[string][]byte{
			"alone": inPEM, "behind_a_key": append(other, inPEM...),
			"written_on_windows": []byte("\ufeffSubject: me\r\n" + strings.ReplaceAll(string(inPEM), "\n", "\r\n")),
		} {
			t.Run(name, func(t *testing.T) {
				target := target
				target.CAFile = written(t, text)
				target.TLS = &tls.Config{MinVersion: tls.VersionTLS13}
				report, results := run(t, target)
				require.Equal(t, conformance.Nonconformant, report.Verdict, report.Reason)
				require.Nil(t, target.TLS.RootCAs, "what the caller holds is not changed")
				require.Empty(t, results["demo.a.one"].Exchanges)
			})
		}
	})
	t.Run("is_named_in_curl_lines", func(t *testing.T) {
		target, inPEM, _ := secured(t, named("demo.a.one", func(ctx context.Context, t *conformance.T) {
			ping(ctx, t)
			t.Failf("it does not hold")
		}))
		target.CAFile = written(t, inPEM)
		_, results := run(t, target)
		require.Contains(t, results["demo.a.one"].Exchanges[0].Curl,
			"curl -sS -i --cacert '"+strings.ReplaceAll(target.CAFile, "'", `'\''`)+"' ")
	})
	t.Run("without_it_the_run_says_what_to_do", func(t *testing.T) {
		target, _, _ := secured(t, named("demo.a.one", passes))
		report, _ := run(t, target)
		require.Equal(t, conformance.Incomplete, report.Verdict)
		require.Contains(t, report.Reason, "certificate signed by unknown authority")
	})
}

func TestCAFileCannotBeUsed(t *testing.T) {
	target, inPEM, inDER := secured(t, named("demo.a.one", passes))
	key := pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: []byte("secret")})
	broken := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: inDER[:100]})
	for name, tt := range map[string]struct {
		text []byte
		want string
	}{
		"empty":                  {nil, "holds no certificate in PEM form; expected -----BEGIN CERTIFICATE-----"},
		"of_something_else":      {[]byte("hello"), "holds no certificate in PEM form"},
		"a_key":                  {key, "holds no certificate but EC PRIVATE KEY"},
		"in_der_form":            {inDER, "is a certificate in DER form, and PEM is expected; convert it with openssl x509 -inform der"},
		"longer_than_is_read":    {append(inPEM, bytes.Repeat([]byte("\n"), 16<<20)...), "has more than 16777216 bytes"},
		"broken_behind_good_one": {append(inPEM, broken...), "holds a broken certificate, number 2: "},
	} {
		t.Run(name, func(t *testing.T) {
			target := target
			target.CAFile = written(t, tt.text)
			_, err := conformance.Run(t.Context(), target)
			require.ErrorContains(t, err, "read the certificates to trust: "+target.CAFile+" "+tt.want)
		})
	}
	t.Run("a_pipe_that_may_have_nothing_to_give", func(t *testing.T) {
		target := target
		target.CAFile = filepath.Join(t.TempDir(), "pipe")
		require.NoError(t, syscall.Mkfifo(target.CAFile, 0o600))
		_, err := conformance.Run(t.Context(), target)
		require.ErrorContains(t, err, "is a pipe, which may have nothing to give; name a file")
	})
	t.Run("not_there", func(t *testing.T) {
		target := target
		target.CAFile = "nowhere.pem"
		_, err := conformance.Run(t.Context(), target)
		require.ErrorContains(t, err, "read the certificates to trust: open nowhere.pem: no such file")
	})
	t.Run("for_http", func(t *testing.T) {
		target := target
		target.CAFile, target.URL = written(t, inPEM), "http://127.0.0.1:1"
		_, err := conformance.Run(t.Context(), target)
		require.ErrorContains(t, err, "certificates to trust are for an https URL")
	})
}

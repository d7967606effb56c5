package conformance

import (
	"bytes"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"slices"
	"strings"
)

// longestTrust is the longest file of certificates that is read, in bytes: those of a whole system take a quarter of a megabyte.
const longestTrust = 16 << 20

// trust is how the runner speaks TLS with the target: as TLS says, with the certificates of CAFile beside those that it trusts.
func (t Target) trust(base *url.URL) (*tls.Config, error) {
	if t.CAFile == "" || base == nil {
		return t.TLS, nil
	}
	if base.Scheme != "https" {
		return nil, errors.New("target: certificates to trust are for an https URL; name none for http")
	}
	certificates, err := readCertificates(t.CAFile)
	if err != nil {
		return nil, fmt.Errorf("read the certificates to trust: %w", err)
	}
	config := t.TLS.Clone()
	if config == nil {
		config = &tls.Config{MinVersion: tls.VersionTLS12}
	}
	if config.RootCAs != nil {
		config.RootCAs = config.RootCAs.Clone()
	} else if config.RootCAs, err = x509.SystemCertPool(); err != nil {
		config.RootCAs = x509.NewCertPool() // the system has none
	}
	for _, c := range certificates {
		config.RootCAs.AddCert(c)
	}
	return config, nil
}

func readCertificates(path string) ([]*x509.Certificate, error) {
	if info, err := os.Stat(path); err == nil && info.Mode()&os.ModeNamedPipe != 0 {
		return nil, fmt.Errorf("%s is a pipe, which may have nothing to give; name a file", path)
	}
	file, err := os.Open(path) //nolint:gosec // the caller names the file
	if err != nil {
		return nil, err
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, longestTrust+1))
	if err != nil {
		return nil, err
	}
	if len(text) > longestTrust {
		return nil, fmt.Errorf("%s has more than %d bytes; name a file of certificates only", path, longestTrust)
	}
	certificates, err := parseCertificates(text)
	if err != nil {
		return nil, fmt.Errorf("%s %w", path, err)
	}
	return certificates, nil
}

// parseCertificates reads PEM. Whatever else is in the text, such as keys and remarks, is passed over. Its errors go behind the
// file's name.
func parseCertificates(text []byte) ([]*x509.Certificate, error) {
	var certificates []*x509.Certificate
	var others []string
	for block, rest := pem.Decode(bytes.TrimPrefix(text, []byte("\ufeff"))); block != nil; block, rest = pem.Decode(rest) {
		if block.Type != "CERTIFICATE" {
			others = append(others, block.Type)
			continue
		}
		c, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			return nil, fmt.Errorf("holds a broken certificate, number %d: %w", len(certificates)+1, err)
		}
		certificates = append(certificates, c)
	}
	switch {
	case len(certificates) > 0:
		return certificates, nil
	case len(others) > 0:
		return nil, fmt.Errorf("holds no certificate but %s; expected -----BEGIN CERTIFICATE-----",
			strings.Join(slices.Compact(others), ", "))
	}
	if _, err := x509.ParseCertificates(text); err == nil && len(text) > 0 {
		return nil, errors.New("is a certificate in DER form, and PEM is expected; " +
			"convert it with openssl x509 -inform der -in FILE -out FILE.pem")
	}
	return nil, errors.New("holds no certificate in PEM form; expected -----BEGIN CERTIFICATE----- and what follows it")
}

package exchange

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"
)

// Reachable says why no whole answer came, and what to do about it. It is nil if one came.
func Reachable(x *Exchange) error {
	var unknown x509.UnknownAuthorityError
	var name x509.HostnameError
	var certificate *tls.CertificateVerificationError
	var record tls.RecordHeaderError
	switch err := x.Err; {
	case refusesPlain(x):
		return errors.New("the target speaks TLS on that port, and the URL says http; give an https URL, with --ca-file if its " +
			"certificate is its own")
	case err == nil:
		return nil
	case errors.Is(err, ErrLimited):
		return err
	case errors.Is(err, context.DeadlineExceeded) && x.Status != 0:
		return fmt.Errorf("the target begins an answer with status %d and does not end it in time (%s); allow more time with --timeout",
			x.Status, x.Took.Round(100*time.Millisecond))
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("the target did not answer in time (%s); see that it runs, or allow more time with --timeout",
			x.Took.Round(100*time.Millisecond))
	case errors.Is(err, ErrTooLarge):
		return fmt.Errorf("the target cannot be judged: %w; give the base URL of the API", err)
	case errors.As(err, &unknown):
		return fmt.Errorf("the target's certificate is not trusted: %w; give that of whoever signed it, or its own if nobody did, with "+
			"--ca-file", err)
	case errors.As(err, &name):
		return fmt.Errorf("the target's certificate is for another name: %w; give a URL with a name that it is for", err)
	case errors.As(err, &certificate):
		return fmt.Errorf("the target's certificate is not valid: %w; let it have one that is", err)
	case errors.As(err, &record):
		return fmt.Errorf("the target does not speak TLS: %w; give an http URL", err)
	default:
		return fmt.Errorf("the target cannot be reached: %w; see that it runs and that the URL is right", err)
	}
}

// refusesPlain reports whether an answer is that of a port for TLS which was spoken to without: what servers say in plain words, or
// an alert of TLS, which is no HTTP.
func refusesPlain(x *Exchange) bool {
	if x.Err != nil {
		return strings.Contains(x.Err.Error(), `malformed HTTP response "\x15\x03`)
	}
	said := strings.ToLower(string(x.Body[:min(len(x.Body), beginning)]))
	return x.Status == http.StatusBadRequest && slices.ContainsFunc([]string{
		"http request to an https server",      // Go
		"plain http request was sent to https", // nginx
		"speaking plain http to an ssl",        // Apache
		"requires tls",                         // Tomcat, in whose words "This combination of host and port requires TLS."
	}, func(words string) bool { return strings.Contains(said, words) })
}

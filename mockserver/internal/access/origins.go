package access

import (
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	rscors "github.com/rs/cors"
)

// Origins are those whose pages may call, as ReadOrigins gives them.
type Origins []string

// Any reports whether the pages of every origin may.
func (o Origins) Any() bool { return slices.Contains(o, anyOrigin) }

// AnyOrigin are the pages of every origin.
func AnyOrigin() Origins { return Origins{anyOrigin} }

// CORS lets pages of the origins use the methods, with credentials in headers, and read some headers of the answers. Cookies are not
// among them, so where every origin may, the answer is the same for all.
func (o Origins) CORS(methods []string, stamp http.Header) *rscors.Cors {
	exposed := []string{
		"Understudy-Request-Id", "Understudy-Violations", "WWW-Authenticate", "Allow", "Retry-After", "Preference-Applied", "RateLimit",
		"RateLimit-Policy",
	}
	return rscors.New(rscors.Options{
		AllowedOrigins:      o,
		AllowedMethods:      methods,
		AllowedHeaders:      []string{"*"},
		ExposedHeaders:      append(exposed, slices.Sorted(maps.Keys(stamp))...),
		MaxAge:              int((10 * time.Minute).Seconds()),
		AllowPrivateNetwork: true,
	})
}

const (
	anyOrigin  = "*"
	nullOrigin = "null" // of pages that are files, and of sandboxed frames
)

// readOrigin reads an origin as browsers send it: scheme://host or scheme://host:port, or * or null.
func readOrigin(s string) (string, error) {
	if s == anyOrigin || s == nullOrigin {
		return s, nil
	}
	bad := func(why string) (string, error) {
		return "", fmt.Errorf("bad origin %q: %s; give scheme://host or scheme://host:port, such as http://localhost:3000, or * or null",
			s, why)
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Scheme == "" || u.Host == "":
		return bad("it has no scheme or no host")
	case u.User != nil || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(s, "?#"):
		return bad("an origin ends with the host and port")
	}
	if _, err := readHost(u.Host); err != nil {
		return bad("its host or port cannot be; a name with other letters than English ones is written as browsers send it, beginning " +
			"with xn--")
	}
	name, port := Split(u.Host)
	if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	if port == "" || port == map[string]string{"http": "80", "https": "443"}[u.Scheme] { // browsers leave these out
		return u.Scheme + "://" + name, nil
	}
	return u.Scheme + "://" + name + ":" + port, nil
}

// ReadOrigins reads all origins whose pages may call the APIs. None at all means every one.
func ReadOrigins(given []string) (Origins, error) {
	if len(given) == 0 {
		return AnyOrigin(), nil
	}
	origins, err := readEach(given, readOrigin)
	if len(origins) > 1 && slices.Contains(origins, anyOrigin) {
		err = errors.Join(err, errors.New("the origin * is every one: give it alone, or leave it out"))
	}
	return origins, err
}

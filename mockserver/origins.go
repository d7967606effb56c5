package mockserver

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

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
		return "", fmt.Errorf("bad origin %q: %s; give scheme://host or scheme://host:port, such as http://localhost:3000, or * or null", s, why)
	}
	u, err := url.Parse(s)
	switch {
	case err != nil || u.Scheme == "" || u.Host == "":
		return bad("it has no scheme or no host")
	case u.User != nil || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(s, "?#"):
		return bad("an origin ends with the host and port")
	}
	if _, err := readHost(u.Host); err != nil {
		return bad("its host or port cannot be; a name with other letters than English ones is written as browsers send it, beginning with xn--")
	}
	name, port := splitHost(u.Host)
	if strings.Contains(name, ":") {
		name = "[" + name + "]"
	}
	if port == "" || port == map[string]string{"http": "80", "https": "443"}[u.Scheme] { // browsers leave these out
		return u.Scheme + "://" + name, nil
	}
	return u.Scheme + "://" + name + ":" + port, nil
}

// readOrigins reads all origins whose pages may call the APIs. None at all means every one.
func readOrigins(given []string) ([]string, error) {
	if len(given) == 0 {
		return []string{anyOrigin}, nil
	}
	origins, err := readEach(given, readOrigin)
	if len(origins) > 1 && slices.Contains(origins, anyOrigin) {
		err = errors.Join(err, errors.New("the origin * is every one: give it alone, or leave it out"))
	}
	return origins, err
}

//go:build bench

package interop

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/mux"
)

// bareEnv, when set, makes the test binary the bare server instead of a test.
const bareEnv = "INTEROP_BARE"

// serveBareIfAsked serves fixed bytes behind gorilla/mux and basic authentication on the port that the first argument names: what is
// left of a Go server when everything that the mock is for has been taken away. The others are the files of a list of 20 and of 100.
func serveBareIfAsked() bool {
	if os.Getenv(bareEnv) == "" {
		return false
	}
	var lists [2][]byte
	for i := range lists {
		list, err := os.ReadFile(os.Args[2+i])
		if err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		lists[i] = list
	}
	routes := mux.NewRouter()
	routes.HandleFunc("/v1/bots/{bot_id}/events/stream", known(func(w http.ResponseWriter, r *http.Request) {
		list := lists[0]
		if strings.Contains(r.URL.RawQuery, "page_size=100") {
			list = lists[1]
		}
		write(w, list)
	})).Methods(http.MethodGet)
	routes.HandleFunc("/v1/bots/{bot_id}/events/track", known(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		write(w, []byte(trackAnswer))
	})).Methods(http.MethodPost)
	server := http.Server{Addr: "127.0.0.1:" + os.Args[1], Handler: routes, ReadHeaderTimeout: time.Minute}
	fmt.Fprintln(os.Stderr, server.ListenAndServe())
	return true
}

// trackAnswer is like the mock's to a tracked event.
const trackAnswer = `{"event_id":"0190f0a2-7f3c-7e21-9c55-4d2f1b7a9e10"}`

func known(next http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		if id, secret, ok := r.BasicAuth(); !ok || id != "demo-token-id" || secret != "demo-token-secret" {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
		next(w, r)
	}
}

// write says how long the answer is, as the mock does: else net/http would send it in chunks, which takes longer.
func write(w http.ResponseWriter, body []byte) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	_, _ = w.Write(body)
}

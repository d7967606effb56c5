package alter_test

import (
	"bytes"
	"io"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/understudy-mock/understudy/mockserver/internal/alter"
)

// maker answers in the way of most handlers.
func maker(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "5")
	w.Header().Set("X-Made", "yes")
	w.Header().Del("X-Outer")
	w.WriteHeader(http.StatusCreated)
	w.WriteHeader(http.StatusTeapot)
	_, _ = io.WriteString(w, "hello")
	_ = http.NewResponseController(w).Flush()
}

// held is what maker answers, and where it is to be sent.
func held(t *testing.T) (*alter.Held, *httptest.ResponseRecorder) {
	t.Helper()
	w := httptest.NewRecorder()
	w.Header().Set("X-Outer", "yes")
	return alter.Hold(http.HandlerFunc(maker), w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)), w
}

func TestHeld(t *testing.T) {
	t.Run("nothing_is_sent_before", func(t *testing.T) {
		_, w := held(t)
		require.Equal(t, http.Header{"X-Outer": {"yes"}}, w.Header())
		require.Zero(t, w.Body.Len())
		require.False(t, w.Flushed)
	})
	t.Run("what_was_made_is_sent_with_the_first_status", func(t *testing.T) {
		h, w := held(t)
		h.Send()
		require.Equal(t, http.StatusCreated, w.Code)
		require.Equal(t, http.Header{"X-Made": {"yes"}, "Content-Length": {"5"}}, w.Header())
		require.Equal(t, "hello", w.Body.String())
	})
	t.Run("the_head_alone_is_sent_as_it_is", func(t *testing.T) {
		h, w := held(t)
		h.SetBody(nil)
		h.Begin()
		require.Equal(t, http.StatusCreated, w.Code)
		require.Equal(t, http.Header{"X-Made": {"yes"}, "Content-Length": {"5"}}, w.Header())
		require.Zero(t, w.Body.Len())
	})
	t.Run("another_body_has_its_own_length", func(t *testing.T) {
		h, w := held(t)
		h.SetBody([]byte("other text"))
		h.Send()
		require.Equal(t, "10", w.Header().Get("Content-Length"))
		require.Equal(t, "other text", w.Body.String())
	})
	t.Run("an_answer_without_a_body_tells_no_length", func(t *testing.T) {
		w := httptest.NewRecorder()
		nothing := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
		alter.Hold(nothing, w, httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/", nil)).Send()
		require.Empty(t, w.Header())
	})
}

func TestHeldIsSentInOtherWays(t *testing.T) {
	t.Run("it_is_sent_again_by_many_at_once", func(t *testing.T) {
		h, _ := held(t)
		var crowd sync.WaitGroup
		for range 8 {
			crowd.Go(func() {
				again := httptest.NewRecorder()
				again.Header().Set("Age", "1")
				h.SendAgain(again)
				again.Header().Set("X-Made", "changed")
				require.Equal(t, "1", again.Header().Get("Age"))
			})
		}
		h.Send()
		crowd.Wait()
		require.Equal(t, "yes", h.Header().Get("X-Made"))
	})
	t.Run("it_is_written_by_hand", func(t *testing.T) {
		h, _ := held(t)
		var b bytes.Buffer
		require.NoError(t, h.WriteByHand(&b, h.StatusLine(), true))
		require.Equal(t, "HTTP/1.1 201 Created\r\nContent-Length: 5\r\nX-Made: yes\r\n\r\nhello", b.String())
		b.Reset()
		require.NoError(t, h.WriteByHand(&b, "HTTP/1.0 201 ", false))
		require.Equal(t, "HTTP/1.0 201 \r\nContent-Length: 5\r\nX-Made: yes\r\n\r\n", b.String())
	})
}

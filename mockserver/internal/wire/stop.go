package wire

import "context"

type stopKey struct{}

// WithStop lets requests below a context tell when the server that got them is to stop, which closes the channel.
func WithStop(ctx context.Context, stop <-chan struct{}) context.Context {
	return context.WithValue(ctx, stopKey{}, stop)
}

// Stopping is closed when the server that got a request is to stop. It is nil for a request that came another way.
func Stopping(request context.Context) <-chan struct{} {
	stop, _ := request.Value(stopKey{}).(<-chan struct{})
	return stop
}

// UntilStop is the context of a request that ends, too, when the server is to stop. release lets go of it.
func UntilStop(request context.Context) (ctx context.Context, release func()) {
	ctx, release = context.WithCancel(request)
	if stop := Stopping(request); stop != nil {
		go func() {
			select {
			case <-stop:
				release()
			case <-ctx.Done():
			}
		}()
	}
	return ctx, release
}

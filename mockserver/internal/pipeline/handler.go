package pipeline

import "context"

// Handler serves one operation: decode, handle, encode.
type Handler func(context.Context, *Call) (Answer, error)

// Handle makes a handler of its three steps, so that the middle one sees typed values only.
func Handle[In, Out any](
	decode func(*Call) (In, error),
	serve func(context.Context, In) (Out, error),
	encode func(Out) (Answer, error),
) Handler {
	return func(ctx context.Context, c *Call) (Answer, error) {
		in, err := decode(c)
		if err != nil {
			return Answer{}, err
		}
		out, err := serve(ctx, in)
		if err != nil {
			return Answer{}, err
		}
		return encode(out)
	}
}

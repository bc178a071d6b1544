package store

import "context"

// hearing is the key under which a context bears who is told of statements.
type hearing struct{}

// Heard is ctx with somebody who is told the text of every statement that is run for it,
// from several goroutines at once maybe: for tests that prove that what is there and what
// is not are asked for alike.
func Heard(ctx context.Context, hear func(query string)) context.Context {
	return context.WithValue(ctx, hearing{}, hear)
}

func tell(ctx context.Context, query string) {
	if hear, ok := ctx.Value(hearing{}).(func(string)); ok {
		hear(query)
	}
}

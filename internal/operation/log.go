package operation

import (
	"context"
	"io"
	"log/slog"

	"waymark/internal/desk"
)

// NewLog is the log of whoever runs Waymark: one JSON object on a line. What is written for
// a request bears its id.
func NewLog(to io.Writer) *slog.Logger {
	return slog.New(named{slog.NewJSONHandler(to, nil)})
}

// named adds the request to what is written for it.
type named struct{ slog.Handler }

func (n named) Handle(ctx context.Context, r slog.Record) error {
	if id := desk.RequestOf(ctx); id != "" {
		r.AddAttrs(slog.String("request", string(id)))
	}
	return n.Handler.Handle(ctx, r)
}

func (n named) WithAttrs(as []slog.Attr) slog.Handler { return named{n.Handler.WithAttrs(as)} }
func (n named) WithGroup(name string) slog.Handler    { return named{n.Handler.WithGroup(name)} }

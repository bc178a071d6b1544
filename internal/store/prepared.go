package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"sync"
)

// pool is a database whose statements are parsed once and kept: parsing was a sixth of
// the cost of an act.
type pool struct {
	*sql.DB
	engine engine
	mu     sync.Mutex
	known  map[string]*sql.Stmt
}

func newPool(db *sql.DB, e engine) *pool {
	return &pool{DB: db, engine: e, known: map[string]*sql.Stmt{}}
}

// most bounds the statements kept; the room has a few dozen texts.
const most = 256

// prepared gives the kept statement of a text; nil when there are too many to keep one
// more.
func (p *pool) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if s := p.kept(query); s != nil {
		return s, nil
	}
	if p.full() {
		return nil, nil
	}
	s, err := p.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if other, ok := p.known[query]; ok {
		return other, s.Close() //lint:allow sqlclosecheck the statement is kept, and closed with the pool
	}
	p.known[query] = s
	return s, nil
}

func (p *pool) full() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return len(p.known) >= most
}

func (p *pool) kept(query string) *sql.Stmt {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.known[query]
}

// QueryContext runs a kept statement. It only reads, so it may be asked again.
func (p *pool) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	tell(ctx, query)
	return asked(func() (*sql.Rows, error) {
		s, err := p.prepared(ctx, query) //lint:allow sqlclosecheck the statement is kept, and closed with the pool
		if err != nil {
			return nil, err
		}
		if s == nil {
			return p.DB.QueryContext(ctx, query, args...)
		}
		return s.QueryContext(ctx, args...)
	})
}

// unkept asks without keeping the statement.
type unkept struct{ *pool }

// QueryContext runs a statement once. It only reads, so it may be asked again.
func (u unkept) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	return asked(func() (*sql.Rows, error) { return u.DB.QueryContext(ctx, query, args...) })
}

// ExecContext runs one statement in a transaction of its own.
func (p *pool) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	tell(ctx, query)
	r, err := p.DB.ExecContext(ctx, query, args...)
	return r, sorted(err)
}

// Close closes the statements and the database.
func (p *pool) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	var errs []error
	for _, s := range p.known {
		errs = append(errs, s.Close())
	}
	p.known = map[string]*sql.Stmt{}
	return errors.Join(append(errs, p.DB.Close())...)
}

// txn is a transaction that uses the pool's kept statements. A text that is not known
// yet runs as it is: the one connection is busy with the transaction, so it is learnt
// when that has ended.
type txn struct {
	*sql.Tx
	pool *pool
	new  []string
}

func (p *pool) begin(ctx context.Context) (*txn, error) {
	tx, err := p.BeginTx(ctx, nil)
	if err != nil {
		return nil, sorted(err)
	}
	return &txn{Tx: tx, pool: p}, nil
}

// ExecContext runs a kept statement in the transaction.
func (t *txn) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	tell(ctx, query)
	if s := t.pool.kept(query); s != nil {
		r, err := t.StmtContext(ctx, s).ExecContext(ctx, args...) //lint:allow sqlclosecheck the statement is kept, and closed with the pool
		return r, sorted(err)
	}
	t.new = append(t.new, query)
	r, err := t.Tx.ExecContext(ctx, query, args...)
	return r, sorted(err)
}

// Commit commits, then learns the texts that were new. That they could not be learnt
// changes nothing.
func (t *txn) Commit() error {
	if err := t.Tx.Commit(); err != nil {
		return sorted(err)
	}
	for _, q := range t.new {
		_, _ = t.pool.prepared(context.Background(), q) //lint:allow sqlclosecheck the statement is kept, and closed with the pool
	}
	return nil
}

// row is one row to be read, or the error that comes instead.
type row struct {
	rows *sql.Rows
	err  error
}

// Scan reads the row's columns; sql.ErrNoRows if there is no row. It is called once.
func (r row) Scan(to ...any) error {
	if r.err != nil {
		return r.err
	}
	defer func() { _ = r.rows.Close() }()
	if !r.rows.Next() {
		return cmp.Or(sorted(r.rows.Err()), sql.ErrNoRows)
	}
	if err := r.rows.Scan(to...); err != nil {
		return err
	}
	return sorted(r.rows.Close())
}

// QueryRowContext runs a kept statement for one row.
func (p *pool) QueryRowContext(ctx context.Context, query string, args ...any) row {
	rows, err := p.QueryContext(ctx, query, args...)
	return row{rows, err}
}

-- +goose Up
-- Tokens of programs. What a program brings stands as a digest, which covers the token's
-- worker, purpose, scope and end as well: a row that was changed answers to no token. An
-- older binary reads and writes none of this.

CREATE TABLE token (
    id      TEXT   PRIMARY KEY,
    digest  TEXT   NOT NULL,
    worker  TEXT   NOT NULL,
    purpose TEXT   NOT NULL,
    actions TEXT   NOT NULL,
    labels  BIGINT NOT NULL,
    cases   TEXT   NOT NULL,
    made    TEXT   NOT NULL,
    ends    TEXT   NOT NULL,
    revoked TEXT   NOT NULL DEFAULT '',
    used    TEXT   NOT NULL DEFAULT ''
);
CREATE INDEX token_worker ON token (worker);

UPDATE installation SET written_by = 9;

-- +goose Up
-- Browsers that a worker signed in with before, so that tries by others keep nobody out;
-- and how often an alarm was raised, and what was answered. An older binary reads and
-- writes all this as it did.

CREATE TABLE device (
    token  TEXT PRIMARY KEY,
    worker TEXT NOT NULL,
    seen   TEXT NOT NULL
);
CREATE INDEX device_worker ON device (worker, seen);
CREATE INDEX session_worker ON session (worker);
CREATE INDEX throttle_until ON throttle (until);

ALTER TABLE alarm ADD COLUMN times    BIGINT NOT NULL DEFAULT 1;
ALTER TABLE alarm ADD COLUMN last     TEXT   NOT NULL DEFAULT '';
ALTER TABLE alarm ADD COLUMN note     TEXT   NOT NULL DEFAULT '';
ALTER TABLE alarm ADD COLUMN answered_at TEXT NOT NULL DEFAULT '';

UPDATE installation SET written_by = 3;

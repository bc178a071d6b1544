-- +goose Up
-- The keyring: apart from the data, and never in a backup of the data.

CREATE TABLE installation (
    one    BIGINT PRIMARY KEY CHECK (one = 1),
    id     TEXT   NOT NULL,
    key    BYTEA  NOT NULL,
    digest BYTEA  NOT NULL,
    made   TEXT   NOT NULL
);

CREATE TABLE data_key (
    chronology TEXT  PRIMARY KEY,
    wrapped    BYTEA NOT NULL
);

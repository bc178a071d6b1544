-- +goose Up
-- The log: how far its tree has grown, and every head that was signed. A sequencer
-- moves the one row of the tree on from the size it found, so that of two only one does.
-- An older binary writes leaves without a place, as it did, and reads none of this.

CREATE TABLE tree (
    one   BIGINT PRIMARY KEY CHECK (one = 1),
    size  BIGINT NOT NULL,
    crown TEXT   NOT NULL
);
INSERT INTO tree (one, size, crown) VALUES (1, 0, '');

CREATE TABLE head (
    size   BIGINT PRIMARY KEY,
    note   TEXT   NOT NULL,
    moment TEXT   NOT NULL
);

-- Acts write leaves without a place: they do not touch this index.
CREATE UNIQUE INDEX leaf_place ON leaf (place) WHERE place IS NOT NULL;

UPDATE installation SET written_by = 8;

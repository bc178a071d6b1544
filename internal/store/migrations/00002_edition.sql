-- +goose Up
-- Under which rules the rows of a chronology were reckoned, so that a change of the
-- rulebook is followed where it touches something, and a run cut short goes on. An older
-- binary would write rows without saying so: it can no longer read this schema.

CREATE TABLE edition (
    id    TEXT PRIMARY KEY,
    book  TEXT NOT NULL,
    taken TEXT NOT NULL
);

CREATE TABLE edition_line (
    edition TEXT NOT NULL REFERENCES edition (id),
    line    TEXT NOT NULL,
    print   TEXT NOT NULL,
    starts  TEXT NOT NULL,
    PRIMARY KEY (edition, line)
);

ALTER TABLE chronology ADD COLUMN edition TEXT NOT NULL DEFAULT '';

UPDATE installation SET written_by = 2, readable_from = 2;
